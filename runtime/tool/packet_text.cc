#include "rdx/tool/packet_text.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "rdx/rdx/show.h"
#include "rdx/rdx/value.h"

namespace rdx::tool {
namespace {

using Json = nlohmann::ordered_json;

Result<Id> class_of(const PacketContext& context, Id object) {
  RDX_TRY(const auto stored, context.engine.get(context.keys.class_of(object)));
  return stored ? unzip_id(*stored).value_or(Id()) : Id();
}

Result<void> print_op(const PacketContext& context, const Op& op, std::ostream& out) {
  out << "  " << to_text(op.object);
  if (op.begins()) {
    out << " begins, of " << context.names.name(op.class_id) << '\n';
  } else if (op.ends()) {
    out << " ends\n";
  } else {
    RDX_TRY(const Id class_id, class_of(context, op.object));
    out << ' ' << context.names.field(class_id, op.field, op.letter) << " <- " << show(op.letter, op.change) << '\n';
  }
  return {};
}

Result<Json> op_json(const PacketContext& context, const Op& op) {
  Json json{{"object", to_text(op.object)}};
  if (op.begins()) return json["begins"] = context.names.name(op.class_id), json;
  if (op.ends()) return json["ends"] = true, json;
  RDX_TRY(const Id class_id, class_of(context, op.object));
  const FieldName* const field = context.names.find_field(class_id, op.field, op.letter);
  if (field != nullptr) json["field"] = field->name;
  json["number"] = op.field;
  json["letter"] = std::string(1, op.letter);
  const TypeFunctions* const type = context.types.find(op.letter);
  if (type != nullptr && type->valid(op.change)) json["value"] = type->string(op.change);
  json["change"] = show(op.letter, op.change);
  return json;
}

}  // namespace

Result<void> print_packet(const PacketContext& context, uint64_t arrival, const Packet& packet, std::ostream& out) {
  out << "packet " << to_text(packet.dot) << ", arrival " << arrival << ", " << packet.whole.size() << " bytes\n";
  Bytes ops = packet.ops;
  while (const auto op = take_op(ops))
    if (auto printed = print_op(context, *op, out); !printed) return printed;
  if (!ops.empty()) out << "  and what is not readable: #" << to_hex(ops) << '\n';
  return {};
}

Result<void> print_packet_json(const PacketContext& context, uint64_t arrival, const Packet& packet,
                               std::ostream& out) {
  Json json{{"arrival", arrival}, {"packet", to_text(packet.dot)}, {"bytes", packet.whole.size()}};
  Json& list = json["ops"] = Json::array();
  Bytes ops = packet.ops;
  while (const auto op = take_op(ops)) {
    RDX_TRY(Json each, op_json(context, *op));
    list.push_back(std::move(each));
  }
  if (!ops.empty()) json["not_readable"] = to_hex(ops);
  out << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
  return {};
}

std::string source_text(uint32_t source) {
  const std::string dot = to_text(Dot{source, 1});
  return dot.substr(0, dot.find('-'));
}

// In one pass: there may be many sources.
void print_dots(const DotSet& dots, std::string_view indent, std::ostream& out) {
  uint32_t source = 0;
  dots.for_each_range([&](uint32_t of, uint32_t first, uint32_t last) {
    if (of != source) out << (source == 0 ? "" : "\n") << indent << "dots " << source_text(of) << ':';
    source = of;
    out << ' ' << first;
    if (last != first) out << ".." << last;
    return true;
  });
  if (source != 0) out << '\n';
}

}  // namespace rdx::tool
