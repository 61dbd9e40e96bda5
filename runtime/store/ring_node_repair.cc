// Repair: one round of a node with everybody else in its view.
//
//   1  the latest list of members stands
//   2  by digests: of each slot of its own what anybody has and it has not, packets first, then hints
//   3  who answered everything: then what is its own is served
//   4  hints go to the owners; a packet of several slots is shown to the other slots; a copy that is not its own goes
//      when all owners have what it has
#include <algorithm>

#include "rdx/store/ring_node.h"

namespace rdx {
namespace {

constexpr std::size_t kBatchBytes = std::size_t{1} << 20;
// + slot → from orphan*, 8 bytes each: every arrival in front was shown to the slots that it names, but for orphans
constexpr Bytes kOffered = "offered";
constexpr std::size_t kMostOrphans = 1024;  // past them what is behind is shown again after each opening

// This node, as others see it.
class Self final : public RingPeer {
 public:
  explicit Self(RingNode& node) : node_(node) {}
  Result<std::string> call(Bytes call) override { return node_.answer(call); }

 private:
  RingNode& node_;
};

Packet packet_of(Bytes bytes) { return take_packet(bytes).value_or(Packet{}); }

}  // namespace

class RingNode::Round {
 public:
  Round(RingNode& node, RingPeers& peers) : node_(node), peers_(peers), self_(node) {}

  Result<RingRepair> run();

 private:
  // A packet, and who is to have it.
  struct Parcel {
    std::string packet;
    std::vector<uint16_t> slots;
  };
  enum class Arrival : uint8_t { everywhere, orphaned, lacking };  // orphaned: nothing else keeps it from arriving

  std::optional<RingCaller> caller(uint32_t member);
  bool is_reached(uint32_t member) const;
  void not_reached(uint32_t member);
  void agree_on_view();
  void pull_from(uint32_t other);
  Result<void> pull_slot(uint32_t other, uint16_t slot);
  void pull_hints();
  void serve();
  std::vector<Arrival> hand_over(const std::vector<Parcel>& parcels);
  Result<void> deliver_hints();
  Result<Offers*> offers_of(uint16_t slot);
  Result<void> offer(uint16_t slot);
  Result<void> note_offered(uint16_t slot, Offers& offers);
  Result<bool> owner_has(uint32_t owner, uint16_t slot, LocalStore& store);
  Result<void> drop_what_others_own();
  Result<void> drop(uint16_t slot);
  bool is_settled() const;

  RingNode& node_;
  RingPeers& peers_;
  Self self_;
  std::shared_ptr<const Placement> members_;
  std::map<uint32_t, std::map<uint16_t, SlotDigest>> digests_;  // of others
  std::map<uint16_t, uint64_t> own_;                            // slot → hash, of what it has packets of
  RingRepair report_;
};

Result<RingRepair> RingNode::repair(RingPeers& peers) {
  auto report = Round(*this, peers).run();
  if (const auto ended = failure()) return *ended;
  return report;
}

std::optional<RingCaller> RingNode::Round::caller(uint32_t member) {
  RingPeer* peer = member == node_.number() ? &self_ : peers_.find(member);
  if (peer == nullptr) return std::nullopt;
  return RingCaller(*peer, members_->view().epoch);
}

bool RingNode::Round::is_reached(uint32_t member) const {
  return std::find(report_.unreached.begin(), report_.unreached.end(), member) == report_.unreached.end();
}

void RingNode::Round::not_reached(uint32_t member) {
  if (is_reached(member)) report_.unreached.push_back(member);
}

void RingNode::Round::agree_on_view() {
  members_ = node_.placement();
  RingView latest = members_->view();
  std::vector<uint32_t> behind;
  for (const uint32_t other : latest.others_than(node_.number())) {
    const auto to = caller(other);
    const auto theirs = to ? to->view() : Result<RingView>(Error{ErrorCode::input_output, "nobody knows where it is"});
    if (!theirs) {
      not_reached(other);
      continue;
    }
    if (theirs->epoch > latest.epoch) latest = *theirs;
    if (theirs->epoch < members_->view().epoch) behind.push_back(other);
  }
  if (latest.epoch > members_->view().epoch) {
    static_cast<void>(node_.set_view(latest));  // an error is the node's end, or shows again
    members_ = node_.placement();
    report_.unreached.clear();
    return;
  }
  for (const uint32_t other : behind)
    if (!caller(other)->set_view(latest)) not_reached(other);
}

Result<void> RingNode::Round::pull_slot(uint32_t other, uint16_t slot) {
  RDX_TRY(const SlotStore store, node_.store_of(slot, true));
  for (bool more = true; more;) {
    RDX_TRY(const std::string request, store->request_diff());
    RDX_TRY(const std::string diff, caller(other)->slot_diff(slot, request, kRingPullBytes));
    RDX_TRY(const Integrated taken, store->integrate_diff(diff));
    report_.pulled += taken.applied;
    if (taken.applied > 0) report_.pulled_bytes += diff.size();
    if (taken.cut || taken.left_out > 0 || (taken.more && taken.applied == 0))
      return Error{ErrorCode::invalid, "the packets of a slot do not stand in order of their arrival"};
    more = taken.more;
  }
  return {};
}

void RingNode::Round::pull_from(uint32_t other) {
  const auto to = caller(other);
  const auto theirs = to ? to->digests() : Result<std::vector<SlotDigest>>(Error{});
  const auto classes = theirs ? to->declared_classes() : Result<std::vector<DeclaredClass>>(Error{});
  if (!classes) return not_reached(other);
  for (const DeclaredClass& each : *classes)
    if (!node_.declare(each)) return not_reached(other);
  for (const SlotDigest& digest : *theirs) {
    digests_[other][digest.slot] = digest;
    if (!digest.has_packets || !members_->owns(node_.number(), digest.slot)) continue;
    const auto own = own_.find(digest.slot);
    if (own != own_.end() && own->second == digest.hash) continue;
    if (!pull_slot(other, digest.slot)) return not_reached(other);
  }
}

// They may wait for each other, so as long as one is applied.
void RingNode::Round::pull_hints() {
  std::vector<std::pair<uint16_t, std::string>> diffs;
  for (const auto& [other, slots] : digests_)
    for (const auto& [slot, digest] : slots) {
      if (!digest.has_hints || !members_->owns(node_.number(), slot)) continue;
      auto diff = caller(other)->hints(slot);
      if (diff)
        diffs.emplace_back(slot, std::move(*diff));
      else
        not_reached(other);
    }
  for (bool goes_on = true; goes_on;) {
    goes_on = false;
    for (const auto& [slot, diff] : diffs) {
      const auto store = node_.store_of(slot, true);
      const auto taken = store ? (*store)->integrate_diff(diff) : Result<Integrated>(store.error());
      if (!taken) continue;
      report_.pulled += taken->applied;
      goes_on = goes_on || taken->applied > 0;
    }
  }
}

void RingNode::Round::serve() {
  if (!report_.unreached.empty()) return;
  const SlotSet own = members_->slots_of(node_.number());
  const std::lock_guard lock(node_.mutex_);
  node_.lacking_.end_round([&](uint16_t slot, Dot dot) {
    const SlotStore& store = node_.stores_[slot];
    return store != nullptr && store->has_seen(dot);
  });
  if (node_.placement_ == members_) node_.complete_ |= own & ~node_.lacking_.slots();
}

// Shows the parcels to every owner of the slots that they are for.
std::vector<RingNode::Round::Arrival> RingNode::Round::hand_over(const std::vector<Parcel>& parcels) {
  std::vector<Arrival> arrived(parcels.size(), Arrival::everywhere);
  std::map<uint32_t, std::vector<uint32_t>> loads;
  for (uint32_t i = 0; i < parcels.size(); ++i)
    for (const uint16_t slot : parcels[i].slots)
      for (const uint32_t owner : members_->owners(slot))
        if (auto& load = loads[owner]; load.empty() || load.back() != i) load.push_back(i);
  for (const auto& [owner, load] : loads) {
    std::vector<Packet> packets;
    for (const uint32_t i : load) packets.push_back(packet_of(parcels[i].packet));
    const auto to = is_reached(owner) ? caller(owner) : std::nullopt;
    const auto outcomes = to ? to->write(packets) : Result<std::vector<SlotOutcome>>(Error{});
    if (!outcomes) {
      for (const uint32_t i : load) arrived[i] = Arrival::lacking;
      continue;
    }
    for (const SlotOutcome& outcome : *outcomes) {
      const auto& slots = parcels[load[outcome.packet]].slots;
      const bool is_meant = std::find(slots.begin(), slots.end(), outcome.slot) != slots.end();
      if (!is_meant) continue;
      Arrival& so_far = arrived[load[outcome.packet]];
      if (outcome.what == SlotOutcome::What::left_out) so_far = Arrival::lacking;
      if (outcome.what == SlotOutcome::What::orphaned) so_far = std::max(so_far, Arrival::orphaned);
    }
  }
  return arrived;
}

Result<void> RingNode::Round::deliver_hints() {
  const SlotSet hinted = node_.hints_.slots();
  for (uint32_t number = 0; number < kSlots; ++number) {
    if (!hinted.test(number)) continue;
    const auto slot = static_cast<uint16_t>(number);
    RDX_TRY(const std::vector<std::string> packets, node_.hints_.of(slot));
    for (std::size_t at = 0; at < packets.size();) {
      std::vector<Parcel> parcels;
      for (std::size_t bytes = 0; at < packets.size() && bytes < kBatchBytes; bytes += packets[at++].size())
        parcels.push_back({packets[at], {slot}});
      const std::vector<Arrival> arrived = hand_over(parcels);
      for (std::size_t i = 0; i < parcels.size(); ++i) {
        if (arrived[i] == Arrival::orphaned) ++report_.orphaned;
        if (arrived[i] != Arrival::everywhere || members_->owners(slot).empty()) continue;
        if (auto done = node_.hints_.drop(slot, packet_of(parcels[i].packet).dot); !done) return done;
        ++report_.delivered;
      }
    }
  }
  return {};
}

Result<RingNode::Offers*> RingNode::Round::offers_of(uint16_t slot) {
  const auto [known, is_new] = node_.offers_.try_emplace(slot);
  Offers& offers = known->second;
  if (!is_new) return &offers;
  auto stored = node_.engine_.get(node_.keys_.about(kOffered).add(uint64_t{slot}));
  if (!stored) {
    node_.offers_.erase(known);
    return std::move(stored).error();
  }
  offers.mark = std::move(*stored).value_or(std::string());
  for (Bytes rest = offers.mark; rest.size() >= sizeof(uint64_t); rest.remove_prefix(sizeof(uint64_t))) {
    const uint64_t arrival = read_big_endian(rest);
    if (rest.size() == offers.mark.size())
      offers.from = arrival;
    else
      offers.orphaned.insert(arrival);
  }
  return &offers;
}

// Goes on as far as it can, and writes that down.
Result<void> RingNode::Round::note_offered(uint16_t slot, Offers& offers) {
  const auto is_passed = [&](uint64_t arrival) {
    return offers.done.erase(arrival) != 0 ||
           (offers.orphaned.size() <= kMostOrphans && offers.orphaned.contains(arrival));
  };
  while (is_passed(offers.from)) ++offers.from;
  std::string mark{Bytes(Key().add(offers.from))};
  for (const uint64_t orphan : offers.orphaned) mark.append(Key().add(orphan));
  if (mark == offers.mark) return {};
  WriteBatch batch;
  batch.put(node_.keys_.about(kOffered).add(uint64_t{slot}), mark);
  if (auto done = node_.engine_.write(batch); !done) return done;
  offers.mark = std::move(mark);
  return {};
}

// The packets of one slot that name others too. Orphans first: what they stand on may have come after all.
Result<void> RingNode::Round::offer(uint16_t slot) {
  RDX_TRY(const SlotStore store, node_.store_of(slot, false));
  if (store == nullptr) return {};
  RDX_TRY(Offers * known, offers_of(slot));
  Offers& offers = *known;
  if (offers.from == store->arrivals() && offers.orphaned.empty()) return {};
  std::vector<Parcel> parcels;
  std::vector<uint64_t> arrivals;
  std::size_t bytes = 0;
  const auto gather = [&](uint64_t arrival, const Packet& packet) {
    std::vector<uint16_t> slots = slots_named(packet);
    std::erase(slots, slot);
    if (slots.empty()) {
      offers.done.insert(arrival);
      return;
    }
    bytes += packet.whole.size();
    parcels.push_back({std::string(packet.whole), std::move(slots)});
    arrivals.push_back(arrival);
  };
  const auto gather_one = [&](uint64_t arrival, const Packet& packet) { return gather(arrival, packet), false; };
  const auto gather_new = [&](uint64_t arrival, const Packet& packet) {
    if (!offers.done.contains(arrival) && !offers.orphaned.contains(arrival)) gather(arrival, packet);
    return bytes < kBatchBytes;
  };
  for (auto orphan = offers.orphaned.begin(); orphan != offers.orphaned.end() && bytes < kBatchBytes; ++orphan)
    if (auto done = store->for_each_packet(*orphan, gather_one); !done) return done;
  if (auto done = store->for_each_packet(offers.from, gather_new); !done) return done;
  const std::vector<Arrival> arrived = hand_over(parcels);
  for (std::size_t i = 0; i < parcels.size(); ++i) {
    if (arrived[i] == Arrival::orphaned) offers.orphaned.insert(arrivals[i]);
    if (arrived[i] != Arrival::everywhere) continue;
    offers.orphaned.erase(arrivals[i]);
    if (arrivals[i] >= offers.from) offers.done.insert(arrivals[i]);
  }
  report_.offered += parcels.size();
  return note_offered(slot, offers);
}

// Durably. Hands over what it lacks.
Result<bool> RingNode::Round::owner_has(uint32_t owner, uint16_t slot, LocalStore& store) {
  if (const auto own = own_.find(slot); own != own_.end()) {
    const auto& theirs = digests_[owner];
    const auto digest = theirs.find(slot);
    if (digest != theirs.end() && digest->second.has_packets && digest->second.hash == own->second) return true;
  }
  const auto to = is_reached(owner) ? caller(owner) : std::nullopt;
  if (!to) return false;
  const DotSet here = store.seen();
  for (bool may_push = true;; may_push = false) {
    RDX_TRY(const std::string bytes, to->slot_request(slot));
    RDX_TRY(const DiffRequest request, read_request(bytes));
    DotSet lacking = here;
    lacking.remove(request.seen);
    if (lacking.empty() || !may_push) return lacking.empty();
    for (bool more = true; more;) {
      RDX_TRY(const std::string now, to->slot_request(slot));
      RDX_TRY(const std::string diff, store.build_diff(now, kRingPullBytes));
      RDX_TRY(const Integrated taken, to->slot_integrate(slot, diff));
      report_.pushed += taken.applied;
      more = taken.more && taken.applied > 0;
    }
  }
}

Result<void> RingNode::Round::drop(uint16_t slot) {
  const std::unique_lock calls(node_.calls_mutex_);
  const std::lock_guard lock(node_.mutex_);
  if (node_.placement_ != members_) return {};  // it may be its own again
  Key prefix;
  prefix.add('s').add(static_cast<uint8_t>(slot >> 8)).add(static_cast<uint8_t>(slot & 0xff));
  WriteBatch batch;
  batch.remove_range(prefix, end_of_prefix(prefix));
  batch.remove(node_.keys_.about(kOffered).add(uint64_t{slot}));
  if (auto done = node_.engine_.write(batch); !done) return done;
  node_.stores_[slot].reset();
  node_.present_.reset(slot);
  node_.digests_[slot] = {};
  node_.offers_.erase(slot);
  ++report_.dropped;
  return {};
}

Result<void> RingNode::Round::drop_what_others_own() {
  const SlotSet foreign = node_.present() & ~members_->slots_of(node_.number());
  for (uint32_t number = 0; number < kSlots; ++number) {
    if (!foreign.test(number)) continue;
    const auto slot = static_cast<uint16_t>(number);
    RDX_TRY(const SlotStore store, node_.store_of(slot, false));
    bool all_have = !members_->owners(slot).empty();
    for (const uint32_t owner : members_->owners(slot)) {
      if (!all_have) break;
      const auto has = owner_has(owner, slot, *store);
      all_have = has && *has;
    }
    if (!all_have) continue;
    if (auto done = drop(slot); !done) return done;
  }
  return {};
}

bool RingNode::Round::is_settled() const {
  const SlotSet own = members_->slots_of(node_.number());
  if (!report_.unreached.empty() || node_.hints() != report_.orphaned || (node_.present() & ~own).any()) return false;
  const std::lock_guard lock(node_.mutex_);
  return (own & ~node_.complete_).none();
}

Result<RingRepair> RingNode::Round::run() {
  agree_on_view();
  {
    const std::lock_guard lock(node_.mutex_);
    node_.lacking_.begin_round();
  }
  const std::vector<uint32_t> others = members_->view().others_than(node_.number());
  RDX_TRY(const std::vector<SlotDigest> before, node_.digests());
  for (const SlotDigest& each : before) {
    if (each.has_packets) own_[each.slot] = each.hash;
    if (each.has_hints) digests_[node_.number()][each.slot] = each;
  }
  for (const uint32_t other : others)
    if (is_reached(other)) pull_from(other);
  pull_hints();
  if (auto done = node_.engine_.settle(); !done) return std::move(done).error();
  serve();
  if (auto done = deliver_hints(); !done) return std::move(done).error();
  const SlotSet own = members_->slots_of(node_.number());
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    if (!own.test(slot)) continue;
    if (auto done = offer(static_cast<uint16_t>(slot)); !done) return std::move(done).error();
  }
  if (auto done = drop_what_others_own(); !done) return std::move(done).error();
  report_.is_settled = is_settled();
  return report_;
}

}  // namespace rdx
