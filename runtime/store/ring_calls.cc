#include "rdx/store/ring_calls.h"

#include "rdx/store/keys.h"

namespace rdx {
namespace {

constexpr std::size_t kSlotsBytes = kSlots / 8;

Error garbled(const char* what) { return {ErrorCode::invalid, std::string("an answer with garbled ") + what}; }

std::string slot_call(char name, uint64_t epoch, uint16_t slot) {
  std::string call = ring_call(name, epoch);
  append_number(call, slot);
  return call;
}

Result<SlotIds> read_slot_ids(Bytes answer) {
  SlotIds result;
  const auto refused = take_slots(answer);
  if (!refused) return garbled("slots");
  result.refused = *refused;
  RDX_TRY(result.ids, read_ids(answer));
  return result;
}

}  // namespace

std::string ring_call(char name, uint64_t epoch) {
  std::string call(1, name);
  append_number(call, epoch);
  return call;
}

std::string write_slots(const SlotSet& slots) {
  std::string bytes(kSlotsBytes, '\0');
  for (std::size_t slot = 0; slot < kSlots; ++slot)
    if (slots.test(slot)) bytes[slot / 8] = static_cast<char>(byte_at(bytes, slot / 8) | 1U << slot % 8);
  return bytes;
}

std::optional<SlotSet> take_slots(Bytes& from) {
  if (from.size() < kSlotsBytes) return std::nullopt;
  SlotSet slots;
  for (std::size_t slot = 0; slot < kSlots; ++slot)
    if ((unsigned{byte_at(from, slot / 8)} >> slot % 8 & 1U) != 0) slots.set(slot);
  from.remove_prefix(kSlotsBytes);
  return slots;
}

std::optional<uint16_t> take_slot(Bytes& from) {
  Bytes rest = from;
  const auto number = take_number(rest);
  if (!number || *number >= kSlots) return std::nullopt;
  from = rest;
  return static_cast<uint16_t>(*number);
}

std::string write_outcomes(std::span<const SlotOutcome> outcomes) {
  std::string bytes;
  for (const SlotOutcome& each : outcomes) {
    append_number(bytes, each.packet);
    append_number(bytes, each.slot);
    bytes.push_back(static_cast<char>(each.what));
  }
  return bytes;
}

std::string write_declared(std::span<const DeclaredClass> classes) {
  std::string bytes;
  for (const DeclaredClass& each : classes) {
    append_id(bytes, each.class_id);
    append_id(bytes, each.parent);
    append_number(bytes, each.indexed_fields.size());
    bytes.append(each.indexed_fields.begin(), each.indexed_fields.end());
  }
  return bytes;
}

std::string write_digests(std::span<const SlotDigest> digests) {
  std::string bytes;
  for (const SlotDigest& each : digests) {
    append_number(bytes, each.slot);
    bytes.append(Key().add(each.hash));
    bytes.push_back(static_cast<char>((each.has_packets ? 1 : 0) | (each.has_hints ? 2 : 0)));
  }
  return bytes;
}

Result<void> RingCaller::tell(const std::string& call) const {
  if (auto answer = peer_.call(call); !answer) return std::move(answer).error();
  return {};
}

Result<std::vector<SlotOutcome>> RingCaller::write(std::span<const Packet> packets) const {
  std::string call = ring_call('W', epoch_);
  for (const Packet& each : packets) call.append(each.whole);
  RDX_TRY(const std::string answer, peer_.call(call));
  std::vector<SlotOutcome> outcomes;
  for (Bytes rest = answer; !rest.empty();) {
    const auto packet = take_number(rest);
    const auto slot = packet ? take_slot(rest) : std::nullopt;
    if (!slot || *packet >= packets.size() || rest.empty() || byte_at(rest, 0) > 3) return garbled("outcomes");
    outcomes.push_back({static_cast<uint32_t>(*packet), *slot, static_cast<SlotOutcome::What>(rest[0])});
    rest.remove_prefix(1);
  }
  return outcomes;
}

Result<void> RingCaller::keep_hints(std::span<const SlotHint> hints) const {
  std::string call = ring_call('H', epoch_);
  for (const SlotHint& each : hints) {
    append_number(call, each.slot);
    call.append(each.packet);
  }
  return tell(call);
}

Result<StoredObject> RingCaller::load(Id object, uint32_t source, uint64_t count) const {
  std::string call = ring_call('L', epoch_);
  append_id(call, object);
  append_number(call, source);
  append_number(call, count);
  RDX_TRY(const std::string answer, peer_.call(call));
  Bytes rest = answer;
  const auto class_id = take_id(rest);
  if (!class_id) return garbled("class");
  return StoredObject{*class_id, std::string(rest)};
}

Result<std::vector<Id>> RingCaller::not_begun(std::span<const Id> objects) const {
  RDX_TRY(const std::string answer, peer_.call(ring_call('R', epoch_) + write_ids(objects)));
  return read_ids(answer);
}

Result<SlotIds> RingCaller::ids(const SlotSet& slots, Id class_id, Id after) const {
  std::string call = ring_call('I', epoch_) + write_slots(slots);
  append_id(call, class_id);
  append_id(call, after);
  RDX_TRY(const std::string answer, peer_.call(call));
  return read_slot_ids(answer);
}

Result<SlotIds> RingCaller::find(const SlotSet& slots, Id class_id, uint8_t field, Bytes value) const {
  std::string call = ring_call('F', epoch_) + write_slots(slots);
  append_id(call, class_id);
  call.push_back(static_cast<char>(field));
  RDX_TRY(const std::string answer, peer_.call(call.append(value)));
  return read_slot_ids(answer);
}

Result<std::vector<Id>> RingCaller::class_and_descendants(Id class_id) const {
  std::string call = ring_call('T', epoch_);
  append_id(call, class_id);
  RDX_TRY(const std::string answer, peer_.call(call));
  return read_ids(answer);
}

Result<void> RingCaller::declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) const {
  std::string call = ring_call('K', epoch_);
  append_id(call, class_id);
  append_id(call, parent);
  for (const uint8_t field : indexed_fields) call.push_back(static_cast<char>(field));
  return tell(call);
}

Result<std::vector<DeclaredClass>> RingCaller::declared_classes() const {
  RDX_TRY(const std::string answer, peer_.call(ring_call('M', epoch_)));
  std::vector<DeclaredClass> classes;
  for (Bytes rest = answer; !rest.empty();) {
    const auto class_id = take_id(rest);
    const auto parent = class_id ? take_id(rest) : std::nullopt;
    const auto count = parent ? take_number(rest) : std::nullopt;
    if (!count || *count > rest.size()) return garbled("classes");
    const Bytes fields = rest.substr(0, *count);
    classes.push_back({*class_id, *parent, {fields.begin(), fields.end()}});
    rest.remove_prefix(fields.size());
  }
  return classes;
}

Result<uint32_t> RingCaller::claim(uint32_t source, uint64_t key) const {
  std::string call = ring_call('C', epoch_);
  append_number(call, source);
  append_number(call, key);
  RDX_TRY(const std::string answer, peer_.call(call));
  Bytes rest = answer;
  const auto lowest = take_number(rest);
  if (!lowest || *lowest < 1 || *lowest > kMaxSource) return garbled("source");
  return static_cast<uint32_t>(*lowest);
}

Result<SlotDots> RingCaller::seen(const SlotSet& slots) const {
  RDX_TRY(const std::string answer, peer_.call(ring_call('S', epoch_) + write_slots(slots)));
  Bytes rest = answer;
  const auto refused = take_slots(rest);
  if (!refused) return garbled("slots");
  RDX_TRY(const DotRanges ranges, DotRanges::read(rest));
  SlotDots result{*refused, {}};
  result.seen.add(ranges);  // what a node of the ring has applied
  return result;
}

Result<SlotPackets> RingCaller::packets(const SlotSet& slots, Bytes request, std::size_t limit) const {
  std::string call = ring_call('P', epoch_) + write_slots(slots);
  append_number(call, limit);
  RDX_TRY(std::string answer, peer_.call(call.append(request)));
  Bytes rest = answer;
  const auto refused = take_slots(rest);
  if (!refused) return garbled("slots");
  answer.erase(0, answer.size() - rest.size());
  return SlotPackets{*refused, std::move(answer)};
}

Result<std::vector<SlotDigest>> RingCaller::digests() const {
  RDX_TRY(const std::string answer, peer_.call(ring_call('D', epoch_)));
  std::vector<SlotDigest> digests;
  for (Bytes rest = answer; !rest.empty();) {
    const auto slot = take_slot(rest);
    if (!slot || rest.size() < sizeof(uint64_t) + 1) return garbled("digests");
    const uint8_t flags = byte_at(rest, sizeof(uint64_t));
    digests.push_back({*slot, read_big_endian(rest), (flags & 1U) != 0, (flags & 2U) != 0});
    rest.remove_prefix(sizeof(uint64_t) + 1);
  }
  return digests;
}

Result<std::string> RingCaller::slot_request(uint16_t slot) const { return peer_.call(slot_call('Q', epoch_, slot)); }

Result<std::string> RingCaller::slot_diff(uint16_t slot, Bytes request, std::size_t limit) const {
  std::string call = slot_call('B', epoch_, slot);
  append_number(call, limit);
  return peer_.call(call.append(request));
}

Result<Integrated> RingCaller::slot_integrate(uint16_t slot, Bytes diff) const {
  RDX_TRY(const std::string answer, peer_.call(slot_call('G', epoch_, slot).append(diff)));
  return read_integrated(answer);
}

Result<std::string> RingCaller::hints(uint16_t slot) const { return peer_.call(slot_call('N', epoch_, slot)); }

Result<RingView> RingCaller::view() const {
  RDX_TRY(const std::string answer, peer_.call(ring_call('V', epoch_)));
  return read_view(answer);
}

Result<void> RingCaller::set_view(const RingView& view) const {
  return tell(ring_call('E', epoch_) + write_view(view));
}

}  // namespace rdx
