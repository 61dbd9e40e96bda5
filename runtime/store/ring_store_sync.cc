// A ring as one side of a sync: what it takes, and what it gives.
#include <algorithm>
#include <array>

#include "rdx/base/sort_unique.h"
#include "rdx/store/envelope.h"
#include "rdx/store/ring_store.h"

namespace rdx {
namespace {

// The objects that the packet does not begin itself.
std::vector<Id> foreign_objects(const Packet& packet) {
  std::vector<Id> objects;
  OpReader ops(packet.ops);
  while (const auto op = ops.next())
    if (op->object.source() != 0 && dot_of(op->object) != packet.dot) objects.push_back(op->object);
  sort_unique(objects);
  return objects;
}

}  // namespace

Result<std::vector<Id>> RingStore::not_begun(std::span<const Id> objects) const {
  std::vector<Id> missing;
  SlotSet slots;
  for (const Id object : objects) slots.set(slot_of(object));
  const auto ask = [&](uint32_t, RingCaller& to, const SlotSet& part) -> Result<SlotSet> {
    std::vector<Id> in_part;
    std::copy_if(objects.begin(), objects.end(), std::back_inserter(in_part),
                 [&](Id object) { return part.test(slot_of(object)); });
    RDX_TRY(const std::vector<Id> answer, to.not_begun(in_part));
    missing.insert(missing.end(), answer.begin(), answer.end());
    return SlotSet();
  };
  if (auto done = ask_all(slots, ask); !done) return std::move(done).error();
  std::sort(missing.begin(), missing.end());
  return missing;
}

// What is ready is so for good: so it is asked first, and then written everywhere.
Result<Integrated> RingStore::apply(std::span<const Packet> packets) {
  std::vector<Id> foreign;
  for (const Packet& packet : packets) {
    const std::vector<Id> more = foreign_objects(packet);
    foreign.insert(foreign.end(), more.begin(), more.end());
  }
  sort_unique(foreign);
  RDX_TRY(const std::vector<Id> missing, not_begun(foreign));
  std::set<Dot> lacking;
  std::set<Dot> ready_dots;
  std::vector<Packet> ready;
  for (const Packet& packet : packets) {
    bool is_ready = true;
    for (const Id object : foreign_objects(packet)) {
      if (ready_dots.contains(dot_of(object)) || !std::binary_search(missing.begin(), missing.end(), object)) continue;
      is_ready = false;
      lacking.insert(dot_of(object));
    }
    if (!is_ready) continue;
    ready.push_back(packet);
    ready_dots.insert(packet.dot);
  }
  Integrated taken;
  if (!ready.empty()) {
    RDX_TRY(taken, write(ready));
  }
  taken.left_out = packets.size() - ready.size();
  taken.missing.assign(lacking.begin(), lacking.end());
  return taken;
}

Result<Integrated> RingStore::integrate_diff(Bytes diff) {
  Integrated sum;
  for (bool at_end = false; !at_end;) {
    RDX_TRY(const DiffPart part, take_diff_part(diff));
    switch (part.kind) {
      case DiffPart::Kind::cut:
        sum.cut = part.is_within;
        at_end = true;
        break;
      case DiffPart::Kind::head: break;
      case DiffPart::Kind::chunk: {
        RDX_TRY(const auto packets, read_chunk(part.body, *setup_.types));
        RDX_TRY(const Integrated taken, apply(packets));
        sum.add(taken);
        break;
      }
      case DiffPart::Kind::piece:
      case DiffPart::Kind::staged_chunk:
        return Error{ErrorCode::behind,
                     "the peer has cut its log and sends its state, which a ring of several writers cannot take in "
                     "place of its own; sync it through a replica that has the packets"};
      case DiffPart::Kind::end: sum.more = sum.more || part.more; break;
    }
  }
  sort_unique(sum.missing);
  return sum;
}

DotSet RingStore::seen() const {
  DotSet sum;
  const auto ask = [&](uint32_t, RingCaller& to, const SlotSet& part) -> Result<SlotSet> {
    RDX_TRY(const SlotDots answer, to.seen(part));
    sum.add(answer.seen);
    return answer.refused;
  };
  const auto done = ask_all(~SlotSet(), ask);
  const std::lock_guard lock(mutex_);
  if (done) seen_ = sum;
  return done ? sum : seen_;
}

Result<std::string> RingStore::request_diff() {
  return write_request({}, std::array{PeerEntry{known_as_, {}}}, seen(), std::nullopt);
}

Sender RingStore::sender() const {
  Sender sender;
  sender.own = {known_as_};
  return sender;
}

// A diff under way. There is no one order of arrival in a ring, so a packet goes when the peer has, or was just sent,
// what it stands on.
class RingStore::Diff {
 public:
  Diff(const RingStore& store, DotSet lacking, DotSet has, std::size_t limit)
      : store_(store), lacking_(std::move(lacking)), known_(std::move(has)), limit_(limit), writer_(store.sender()) {}

  Result<std::string> build();

 private:
  bool is_full() const { return writer_.size_bytes() >= limit_; }
  Result<SlotSet> gather(const RingCaller& from, const SlotSet& slots);
  void take(Bytes packets, DotSet& passed);
  bool is_ready(const Packet& packet) const;

  const RingStore& store_;
  const DotSet lacking_;
  DotSet known_;  // by the peer, once it has taken this
  const std::size_t limit_;
  DiffWriter writer_;
};

bool RingStore::Diff::is_ready(const Packet& packet) const {
  const std::vector<Id> objects = foreign_objects(packet);
  return std::all_of(objects.begin(), objects.end(), [&](Id object) { return known_.contains(dot_of(object)); });
}

void RingStore::Diff::take(Bytes packets, DotSet& passed) {
  while (const auto packet = take_packet(packets)) {
    passed.add(packet->dot);
    if (known_.contains(packet->dot) || is_full() || !is_ready(*packet)) continue;
    writer_.add(packet->whole);
    known_.add(packet->dot);
  }
}

// From one who serves them, what the peer lacks in these slots and can take.
Result<SlotSet> RingStore::Diff::gather(const RingCaller& from, const SlotSet& slots) {
  DotSet passed = known_;
  SlotSet refused;
  for (bool more = true; more && !is_full();) {
    RDX_TRY(const SlotPackets answer, from.packets(slots, write_request({}, {}, passed, std::nullopt), kRingPullBytes));
    refused = answer.refused;
    more = false;
    for (Bytes rest = answer.diff; !rest.empty();) {
      RDX_TRY(const DiffPart part, take_diff_part(rest));
      if (part.kind == DiffPart::Kind::cut) break;
      if (part.kind == DiffPart::Kind::chunk) take(part.body, passed);
      if (part.kind == DiffPart::Kind::end) more = part.more;
    }
  }
  return refused;
}

Result<std::string> RingStore::Diff::build() {
  const uint64_t wanted = lacking_.size();
  const auto ask = [&](uint32_t, RingCaller& to, const SlotSet& part) { return gather(to, part); };
  for (uint64_t before = ~uint64_t{0}; writer_.count() < wanted && writer_.count() != before && !is_full();) {
    before = writer_.count();
    if (auto done = store_.ask_all(~SlotSet(), ask); !done) return std::move(done).error();
  }
  return writer_.finish(writer_.count() < wanted && writer_.count() > 0);
}

Result<std::string> RingStore::build_diff(Bytes bytes, std::size_t limit) {
  RDX_TRY(const DiffRequest request, read_request(bytes));
  const DotSet all = seen();
  DotSet lacking = all;
  lacking.remove(request.seen);  // takes no memory, whatever the request names
  DotSet has = all;
  has.remove(lacking);
  return Diff(*this, std::move(lacking), std::move(has), limit).build();
}

}  // namespace rdx
