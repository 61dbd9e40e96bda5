#include "rdx/store/packet.h"

#include <cassert>

#include "rdx/rdx/value.h"

namespace rdx {
namespace {

std::optional<Id> take_object(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'I');
  if (!body) return std::nullopt;
  const auto id = unzip_id(*body);
  if (id) from = rest;
  return id;
}

// A tiny record of one byte, 1..127.
std::optional<uint8_t> take_field(Bytes& from) {
  if (from.size() < 2 || from[0] != '1' || from[1] <= 0) return std::nullopt;
  const uint8_t field = byte_at(from, 1);
  from.remove_prefix(2);
  return field;
}

// What stands behind the object in an op's body.
bool read_rest(Op& op, Bytes rest) {
  if (op.letter == 'O') {
    const auto class_id = unzip_id(rest);
    if (class_id) op.class_id = *class_id;
    return class_id.has_value();
  }
  const auto field = take_field(rest);
  if (field) op.field = *field;
  op.change = rest;
  return field.has_value();
}

std::string object_prefix(Id object) {
  std::string bytes;
  append_tiny(bytes, 'I', zip_id(object));
  return bytes;
}

// Walks through a packet's ops, which come in their order, and says what is wrong with the next one.
class OpChecker {
 public:
  OpChecker(Dot dot, const TypeTable& types) : dot_(dot), types_(types) {}

  std::optional<std::string> fault(const Op& op) {
    if (!op.object) return "names the object 0-0-0";
    if (op.object.source() != 0 && op.object.sequence() == 0) return "names an object that no packet can begin";
    auto found = op.letter == 'O' ? object_op_fault(op) : change_fault(op);
    ++position_;
    return found;
  }

 private:
  bool is_begun_later(Id object) const { return dot_of(object) == dot_ && object.offset() >= begun_; }

  std::optional<std::string> object_op_fault(const Op& op) {
    if (has_changes_) return "begins or ends an object behind a change";
    if (position_ >= kMaxObjectOps) return "is an O op past the 4096 that a packet may have";
    if (op.ends()) {
      if (op.object.source() == 0) return "ends an object of source 0";
      if (is_begun_later(op.object)) return "ends an object that this packet has not begun";
      return std::nullopt;
    }
    if (op.object != Id(dot_.source, dot_.sequence, position_))
      return "begins " + to_text(op.object) + ", where only " + to_text(Id(dot_.source, dot_.sequence, position_)) +
             " can begin";
    begun_ = position_ + 1;
    return std::nullopt;
  }

  std::optional<std::string> change_fault(const Op& op) {
    has_changes_ = true;
    if (is_begun_later(op.object)) return "changes an object that this packet does not begin";
    const auto checked = check_change(op.letter, op.change, dot_.source, types_);
    if (!checked) return checked.error().message;
    return std::nullopt;
  }

  Dot dot_;
  const TypeTable& types_;
  uint32_t position_ = 0;
  uint32_t begun_ = 0;  // past the offset of the last object begun
  bool has_changes_ = false;
};

Error refused(const Packet& packet, std::size_t op, std::string_view why) {
  std::string message = "packet " + to_text(packet.dot);
  if (op > 0) message.append(", op ").append(std::to_string(op));
  return Error{ErrorCode::invalid, message.append(": ").append(why)};
}

}  // namespace

std::optional<Op> take_op(Bytes& ops) {
  OpReader reader(ops);
  const auto op = reader.next();
  if (op) ops = reader.rest();
  return op;
}

std::optional<Op> OpReader::next() {
  Bytes rest = rest_;
  const auto record = take_record(rest);
  if (!record) return std::nullopt;
  Bytes body = record->body;
  if (object_bytes_.empty() || !body.starts_with(object_bytes_)) {
    const auto object = take_object(body);
    if (!object) return std::nullopt;
    object_ = *object;
    object_bytes_ = record->body.substr(0, record->body.size() - body.size());
  } else {
    body.remove_prefix(object_bytes_.size());
  }
  Op op;
  op.letter = record->letter;
  op.object = object_;
  if (!read_rest(op, body)) return std::nullopt;
  rest_ = rest;
  return op;
}

std::optional<Packet> take_packet(Bytes& from) {
  Bytes rest = from;
  const auto record = take_record(rest, 'P');
  if (!record) return std::nullopt;
  Packet packet{.dot = {}, .ops = record->body, .whole = record->whole};
  const auto dot = take_dot(packet.ops);
  if (!dot) return std::nullopt;
  packet.dot = *dot;
  from = rest;
  return packet;
}

Result<void> check_change(char letter, Bytes change, uint32_t source, const TypeTable& types) {
  const TypeFunctions* type = types.find(letter);
  if (type == nullptr) return Error{ErrorCode::invalid, std::string("has a value of the unknown type ") + letter};
  if (!type->valid(change)) return Error{ErrorCode::invalid, std::string("has a value that is no valid ") + letter};
  if (type->highest_revision(change) > kMaxDoorRevision)
    return Error{ErrorCode::limit, "has a revision above 2^59, which nobody takes"};
  if (!type->may_bring(change, source))
    return Error{ErrorCode::invalid, std::string("brings an element of another source into an ") + letter};
  return {};
}

Result<void> check_packet(const Packet& packet, const TypeTable& types) {
  if (packet.whole.size() > kMaxPacketBytes) return refused(packet, 0, "is larger than 16 MiB");
  OpChecker checker(packet.dot, types);
  std::size_t count = 0;
  for (OpReader reader(packet.ops); !reader.rest().empty();) {
    ++count;
    const auto op = reader.next();
    if (!op) return refused(packet, count, "is not canonical");
    if (const auto fault = checker.fault(*op)) return refused(packet, count, *fault);
  }
  if (count == 0) return refused(packet, 0, "has no ops");
  return {};
}

Result<std::vector<Packet>> read_packets(Bytes bytes, const TypeTable& types) {
  std::vector<Packet> packets;
  while (!bytes.empty()) {
    const auto packet = take_packet(bytes);
    if (!packet) return Error{ErrorCode::invalid, "a row of packets has something that is no packet, or not canonical"};
    if (auto checked = check_packet(*packet, types); !checked) return std::move(checked).error();
    packets.push_back(*packet);
  }
  return packets;
}

Id PacketBuilder::begin_object(Id class_id) {
  assert(object_ops() < kMaxObjectOps && ended_ == 0 && class_id);
  const Id object(dot_.source, dot_.sequence, begun_++);
  append_record(begins_, 'O', object_prefix(object).append(Bytes(zip_id(class_id))));
  return object;
}

void PacketBuilder::end_object(Id object) {
  assert(object_ops() < kMaxObjectOps);
  ++ended_;
  append_record(ends_, 'O', object_prefix(object));
}

void PacketBuilder::change(char letter, Id object, uint8_t field, Bytes change) {
  const auto id = zip_id(object);
  append_header(changes_, letter, tiny_size(id.size) + 2 + change.size());
  append_tiny(changes_, 'I', id);
  append_tiny(changes_, 'I', zip(field));
  changes_.append(change);
}

std::string PacketBuilder::packet() const {
  std::string dot;
  append_dot(dot, dot_);
  const std::size_t size = dot.size() + begins_.size() + ends_.size() + changes_.size();
  std::string packet;
  packet.reserve(record_size(size));
  append_header(packet, 'P', size);
  packet.append(dot).append(begins_).append(ends_).append(changes_);
  return packet;
}

}  // namespace rdx
