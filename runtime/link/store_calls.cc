#include "rdx/link/store_calls.h"

#include <algorithm>

#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

namespace {

constexpr std::size_t kDiffLimit = std::size_t{1} << 20;  // so that one packet more still fits a message

Error garbled(const char* what) { return {ErrorCode::invalid, std::string("a call with a garbled ") + what}; }

bool is_field(char byte) { return static_cast<uint8_t>(byte) - 1U < 127U; }  // 1..127

Result<std::string> as_string(const Result<Integrated>& integrated) {
  if (!integrated) return integrated.error();
  return write_integrated(*integrated);
}

Result<std::string> call_apply(Store& store, const TypeTable& types, Bytes arguments) {
  std::vector<Packet> packets;
  while (!arguments.empty()) {
    const auto packet = take_packet(arguments);
    if (!packet) return garbled("packet");
    if (auto checked = check_packet(*packet, types); !checked) return std::move(checked).error();
    packets.push_back(*packet);
  }
  return as_string(store.apply(packets));
}

Result<std::string> call_build_diff(Store& store, Bytes arguments) {
  const auto limit = take_number(arguments);
  if (!limit) return garbled("limit");
  return store.build_diff(arguments, std::min<uint64_t>(*limit, kDiffLimit));
}

Result<std::string> call_load(Store& store, Bytes arguments) {
  const auto id = take_id(arguments);
  if (!id || !arguments.empty()) return garbled("id");
  RDX_TRY(const StoredObject object, store.load(*id));
  std::string result;
  append_id(result, object.class_id);
  return result.append(object.image);
}

Result<std::string> call_ids(Store& store, Bytes arguments) {
  const auto class_id = take_id(arguments);
  const auto after = class_id ? take_id(arguments) : std::nullopt;
  if (!after || !arguments.empty()) return garbled("id");
  std::vector<Id> ids;
  const auto collect = [&](Id id) {
    ids.push_back(id);
    return ids.size() < kIdsPage;
  };
  if (auto done = store.for_each_id(*class_id, *after, collect); !done) return std::move(done).error();
  return write_ids(ids);
}

Result<std::string> call_find(Store& store, Bytes arguments) {
  const auto class_id = take_id(arguments);
  if (!class_id || arguments.empty() || !is_field(arguments[0])) return garbled("class or field");
  RDX_TRY(const auto ids, store.find(*class_id, byte_at(arguments, 0), arguments.substr(1)));
  return write_ids(ids);
}

Result<std::string> call_descendants(Store& store, Bytes arguments) {
  const auto class_id = take_id(arguments);
  if (!class_id || !arguments.empty()) return garbled("class");
  return write_ids(store.class_and_descendants(*class_id));
}

Result<std::string> call_declare(Store& store, Bytes arguments) {
  const auto class_id = take_id(arguments);
  const auto parent = class_id ? take_id(arguments) : std::nullopt;
  if (!parent || !std::all_of(arguments.begin(), arguments.end(), is_field)) return garbled("class, parent or field");
  const std::vector<uint8_t> fields(arguments.begin(), arguments.end());
  if (auto done = store.declare_class(*class_id, *parent, fields); !done) return std::move(done).error();
  return std::string();
}

}  // namespace

Result<std::string> answer_call(Store& store, const TypeTable& types, Bytes call) {
  if (call.empty()) return garbled("name");
  const Bytes arguments = call.substr(1);
  switch (call[0]) {
    case 'P': return call_apply(store, types, arguments);
    case 'G': return as_string(store.integrate_diff(arguments));
    case 'Q': return store.request_diff();
    case 'B': return call_build_diff(store, arguments);
    case 'L': return call_load(store, arguments);
    case 'I': return call_ids(store, arguments);
    case 'F': return call_find(store, arguments);
    case 'T': return call_descendants(store, arguments);
    case 'K': return call_declare(store, arguments);
    case 'S': return store.seen().record();
    default: return garbled("name");
  }
}

}  // namespace rdx
