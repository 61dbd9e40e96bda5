// What a node answers.
#include <algorithm>
#include <queue>

#include "rdx/store/ring_node.h"
#include "rdx/tlv/record.h"

namespace rdx {
namespace {

constexpr Bytes kClaim = "claim";  // + source → 8 bytes of the key

Error garbled(const char* what) { return {ErrorCode::invalid, std::string("a call with a garbled ") + what}; }
Error not_served(uint16_t slot) {
  return {ErrorCode::busy, "slot " + std::to_string(slot) + " is still being pulled here; ask its other owner"};
}

// The lowest so many.
class LowestIds {
 public:
  /// Answers whether a higher one could be among them.
  bool add(Id id) {
    if (ids_.size() == kRingIdsPage) {
      if (id >= ids_.top()) return false;
      ids_.pop();
    }
    ids_.push(id);
    return true;
  }
  std::vector<Id> take() {
    std::vector<Id> sorted(ids_.size());
    for (auto at = sorted.rbegin(); at != sorted.rend(); ++at, ids_.pop()) *at = ids_.top();
    return sorted;
  }

 private:
  std::priority_queue<Id> ids_;
};

}  // namespace

Result<std::string> RingNode::answer(Bytes call) {
  if (call.empty()) return garbled("name");
  const char name = call.front();
  call.remove_prefix(1);
  const auto epoch = take_number(call);
  if (!epoch) return garbled("epoch");
  if (const auto ended = failure())
    return Error{ErrorCode::closed, "node " + std::to_string(setup_.number) + " has ended: " + ended->message};
  if (name == 'V') return write_view(view());
  if (name == 'E') {
    RDX_TRY(const RingView next, read_view(call));
    if (auto done = set_view(next); !done) return std::move(done).error();
    return std::string();
  }
  const std::shared_lock calls(calls_mutex_);
  const uint64_t own = placement()->view().epoch;
  if (*epoch != own)
    return Error{ErrorCode::wrong_view, "node " + std::to_string(setup_.number) + " goes by list " +
                                            std::to_string(own) + " of the members, not " + std::to_string(*epoch)};
  return answer_in_view(name, call);
}

Result<std::string> RingNode::answer_in_view(char name, Bytes arguments) {
  switch (name) {
    case 'W': return answer_write(arguments);
    case 'H': return answer_hints(arguments);
    case 'L': return answer_load(arguments);
    case 'R': return answer_not_begun(arguments);
    case 'I': return answer_ids(arguments);
    case 'F': return answer_find(arguments);
    case 'T': return answer_descendants(arguments);
    case 'K': return answer_declare(arguments);
    case 'M': return write_declared(declared());
    case 'C': return answer_claim(arguments);
    case 'S': return answer_seen(arguments);
    case 'P': return answer_packets(arguments);
    case 'D': return answer_digests();
    case 'Q':
    case 'B':
    case 'G':
    case 'N': return answer_slot(name, arguments);
    default: return garbled("name");
  }
}

Result<void> RingNode::write_slot(uint16_t slot, std::span<const Packet> packets, std::span<const uint32_t> places,
                                  std::vector<SlotOutcome>& outcomes) {
  RDX_TRY(const SlotStore store, store_of(slot, true));
  std::vector<Packet> named;
  const std::size_t first = outcomes.size();
  for (const uint32_t place : places) {
    named.push_back(packets[place]);
    const bool is_known = store->has_seen(packets[place].dot);
    outcomes.push_back({place, slot, is_known ? SlotOutcome::What::known : SlotOutcome::What::applied});
  }
  RDX_TRY(const Integrated taken, store->apply(named));
  if (taken.left_out == 0) return {};
  const bool may_come = note_lacking(slot, taken.missing);
  const auto what = may_come ? SlotOutcome::What::left_out : SlotOutcome::What::orphaned;
  for (std::size_t i = first; i < outcomes.size(); ++i)
    if (!store->has_seen(packets[outcomes[i].packet].dot)) outcomes[i].what = what;
  return {};
}

Result<std::string> RingNode::answer_write(Bytes arguments) {
  RDX_TRY(const std::vector<Packet> packets, read_packets(arguments, *setup_.types));
  const auto members = placement();
  std::map<uint16_t, std::vector<uint32_t>> places;
  for (uint32_t place = 0; place < packets.size(); ++place)
    for (const uint16_t slot : slots_named(packets[place]))
      if (members->owns(setup_.number, slot)) places[slot].push_back(place);
  std::vector<SlotOutcome> outcomes;
  for (const auto& [slot, in_slot] : places)
    if (auto done = write_slot(slot, packets, in_slot, outcomes); !done) return std::move(done).error();
  if (auto done = engine_.settle(); !done) return std::move(done).error();
  return write_outcomes(outcomes);
}

Result<std::string> RingNode::answer_hints(Bytes arguments) {
  while (!arguments.empty()) {
    const auto slot = take_slot(arguments);
    const auto packet = slot ? take_packet(arguments) : std::nullopt;
    if (!packet) return garbled("hint");
    if (auto checked = check_packet(*packet, *setup_.types); !checked) return std::move(checked).error();
    if (auto done = hints_.keep(*slot, *packet); !done) return std::move(done).error();
  }
  if (auto done = engine_.settle(); !done) return std::move(done).error();
  return std::string();
}

Result<std::string> RingNode::answer_load(Bytes arguments) {
  const auto id = take_id(arguments);
  const auto source = id ? take_number(arguments) : std::nullopt;
  const auto count = source ? take_number(arguments) : std::nullopt;
  if (!count || !arguments.empty()) return garbled("id or count");
  const uint16_t slot = slot_of(*id);
  if (!serves(slot)) return not_served(slot);
  RDX_TRY(const SlotStore store, store_of(slot, false));
  if (*count > 0 && (store == nullptr || store->seen_of(static_cast<uint32_t>(*source)) < *count))
    return Error{ErrorCode::behind, "slot " + std::to_string(slot) + " lacks packets of source " +
                                        std::to_string(*source) + " here; ask its other owner"};
  if (store == nullptr) return Error{ErrorCode::not_found, "there is no object " + to_text(*id) + " here"};
  RDX_TRY(const StoredObject object, store->load(*id, nullptr));
  std::string result;
  append_id(result, object.class_id);
  return result.append(object.image);
}

Result<std::string> RingNode::answer_not_begun(Bytes arguments) {
  RDX_TRY(const std::vector<Id> ids, read_ids(arguments));
  std::vector<Id> missing;
  for (const Id id : ids) {
    const uint16_t slot = slot_of(id);
    if (!serves(slot)) return not_served(slot);
    RDX_TRY(const SlotStore store, store_of(slot, false));
    if (id.source() != 0 && (store == nullptr || !store->has_seen(dot_of(id)))) missing.push_back(id);
  }
  return write_ids(missing);
}

Result<std::string> RingNode::answer_ids(Bytes arguments) {
  const auto slots = take_slots(arguments);
  const auto class_id = slots ? take_id(arguments) : std::nullopt;
  const auto after = class_id ? take_id(arguments) : std::nullopt;
  if (!after || !arguments.empty()) return garbled("slots or id");
  LowestIds lowest;
  const auto collect = [&](Id id) { return lowest.add(id); };
  const auto collect_in = [&](const LocalStore& store) {
    return store.for_each_id(*class_id, *after, collect, nullptr);
  };
  RDX_TRY(const SlotSet refused, for_each_served(*slots, collect_in));
  return write_slots(refused) + write_ids(lowest.take());
}

Result<std::string> RingNode::answer_find(Bytes arguments) {
  const auto slots = take_slots(arguments);
  const auto class_id = slots ? take_id(arguments) : std::nullopt;
  if (!class_id || arguments.empty()) return garbled("slots, class or field");
  const uint8_t field = byte_at(arguments, 0);
  const Bytes value = arguments.substr(1);
  std::vector<Id> found;
  const auto find_in = [&](const LocalStore& store) -> Result<void> {
    RDX_TRY(const std::vector<Id> in_slot, store.find(*class_id, field, value, nullptr));
    found.insert(found.end(), in_slot.begin(), in_slot.end());
    return {};
  };
  RDX_TRY(const SlotSet refused, for_each_served(*slots, find_in));
  return write_slots(refused) + write_ids(found);
}

Result<std::string> RingNode::answer_descendants(Bytes arguments) {
  const auto class_id = take_id(arguments);
  if (!class_id || !arguments.empty()) return garbled("class");
  Catalog declared;
  std::vector<Id> all{*class_id};
  const auto add = [&](const std::vector<Id>& more) {
    for (const Id id : more)
      if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
  };
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, declaration] : declarations_)
      if (declaration.parent) declared.set_parent(id, declaration.parent);
  }
  add(declared.class_and_descendants(*class_id));
  // A class that nobody declared here is described in some slot, by an object of source 0.
  const SlotSet there = present();
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    if (!there.test(slot)) continue;
    RDX_TRY(const SlotStore store, store_of(static_cast<uint16_t>(slot), false));
    if (store != nullptr) add(store->class_and_descendants(*class_id));
  }
  std::sort(all.begin() + 1, all.end());
  return write_ids(all);
}

Result<std::string> RingNode::answer_declare(Bytes arguments) {
  const auto class_id = take_id(arguments);
  const auto parent = class_id ? take_id(arguments) : std::nullopt;
  if (!parent) return garbled("class or parent");
  if (auto done = declare({*class_id, *parent, {arguments.begin(), arguments.end()}}); !done)
    return std::move(done).error();
  return std::string();
}

Result<std::string> RingNode::answer_claim(Bytes arguments) {
  const auto source = take_number(arguments);
  const auto key = source ? take_number(arguments) : std::nullopt;
  if (!key || !arguments.empty()) return garbled("source or key");
  const std::lock_guard lock(mutex_);
  const Key at = keys_.about(kClaim).add(*source);
  const Key value = Key().add(*key);
  RDX_TRY(const auto stored, engine_.get(at));
  if (stored && *stored != Bytes(value))
    return Error{ErrorCode::source_taken, "source " + std::to_string(*source) + " is another writer's"};
  if (!stored) {
    WriteBatch batch;
    batch.put(at, value);
    if (auto done = engine_.write(batch); !done) return std::move(done).error();
    if (auto done = engine_.settle(); !done) return std::move(done).error();
  }
  uint64_t lowest = *source;
  const Key first = keys_.about(kClaim);
  const auto take_first = [&](Bytes claim, Bytes) {
    return lowest = read_big_endian(keys_.tail(claim).substr(kClaim.size())), false;
  };
  if (auto done = engine_.scan(first, end_of_prefix(first), take_first); !done) return std::move(done).error();
  std::string answer;
  append_number(answer, lowest);
  return answer;
}

Result<std::string> RingNode::answer_seen(Bytes arguments) {
  const auto slots = take_slots(arguments);
  if (!slots || !arguments.empty()) return garbled("slots");
  DotSet sum;
  const auto add = [&](const LocalStore& store) { return sum.add(store.seen()), Result<void>(); };
  RDX_TRY(const SlotSet refused, for_each_served(*slots, add));
  return write_slots(refused) + sum.record();
}

Result<std::string> RingNode::answer_packets(Bytes arguments) {
  const auto slots = take_slots(arguments);
  const auto limit = slots ? take_number(arguments) : std::nullopt;
  if (!limit) return garbled("slots or limit");
  RDX_TRY(const DiffRequest request, read_request(arguments));
  DiffWriter writer({});
  DotSet written;
  bool more = false;
  const auto write = [&](const LocalStore& store) -> Result<void> {
    if (more) return {};
    DotSet wanted = store.seen();
    wanted.remove(request.seen);
    wanted.remove(written);
    if (wanted.empty()) return {};
    RDX_TRY(const bool room, store.append_packets(wanted, *limit, writer));
    more = !room;
    written.add(wanted);
    return {};
  };
  RDX_TRY(const SlotSet refused, for_each_served(*slots, write));
  return write_slots(refused) + writer.finish(more);
}

Result<std::vector<SlotDigest>> RingNode::digests() {
  std::vector<SlotDigest> all;
  const SlotSet there = present();
  const SlotSet hinted = hints_.slots();
  for (uint32_t number = 0; number < kSlots; ++number) {
    const auto slot = static_cast<uint16_t>(number);
    if (!there.test(slot) && !hinted.test(slot)) continue;
    SlotDigest digest{slot, 0, false, hinted.test(slot)};
    RDX_TRY(const SlotStore store, store_of(slot, false));
    if (store != nullptr && store->arrivals() != 0) {
      digest.has_packets = true;
      const std::lock_guard lock(mutex_);
      auto& [at, hash] = digests_[slot];
      if (const uint64_t arrivals = store->arrivals(); at != arrivals) {
        hash = hash_of(store->seen().record());
        at = arrivals;
      }
      digest.hash = hash;
    }
    if (digest.has_packets || digest.has_hints) all.push_back(digest);
  }
  return all;
}

Result<std::string> RingNode::answer_digests() {
  RDX_TRY(const std::vector<SlotDigest> all, digests());
  if (auto done = engine_.sync(); !done) return std::move(done).error();  // others drop what we say that we have
  return write_digests(all);
}

Result<std::string> RingNode::hints_diff(uint16_t slot) const {
  DiffWriter writer({});
  RDX_TRY(const std::vector<std::string> packets, hints_.of(slot));
  for (const std::string& each : packets) writer.add(each);
  return writer.finish(false);
}

Result<std::string> RingNode::answer_slot(char name, Bytes arguments) {
  const auto slot = take_slot(arguments);
  if (!slot) return garbled("slot");
  if (name == 'N') return hints_diff(*slot);
  const bool takes = name == 'G';
  if (takes && !placement()->owns(setup_.number, *slot))
    return Error{ErrorCode::invalid, "slot " + std::to_string(*slot) + " is not this node's"};
  RDX_TRY(const SlotStore store, store_of(*slot, takes));
  if (name == 'Q') return store != nullptr ? store->request_diff() : write_request({}, {}, DotSet(), std::nullopt);
  if (name == 'B') {
    const auto limit = take_number(arguments);
    if (!limit) return garbled("limit");
    return store != nullptr ? store->build_diff(arguments, *limit) : DiffWriter({}).finish(false);
  }
  RDX_TRY(const Integrated taken, store->integrate_diff(arguments));
  if (taken.left_out > 0) note_lacking(*slot, taken.missing);
  if (auto done = engine_.settle(); !done) return std::move(done).error();
  return write_integrated(taken);
}

}  // namespace rdx
