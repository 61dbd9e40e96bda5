// Writing: to both owners of every slot that a packet names, before it is answered.
#include <algorithm>

#include "rdx/store/ring_store.h"

namespace rdx {
namespace {

constexpr std::size_t kHealsAtOnce = 16;

// An error that trying again does not change.
bool is_final(const Error& error) {
  return error.code == ErrorCode::forked || error.code == ErrorCode::invalid || error.code == ErrorCode::limit;
}

}  // namespace

// Packets on their way, under one list of members. All of it can be done again.
class RingStore::Delivery {
 public:
  Delivery(RingStore& store, std::span<const Packet> packets)
      : store_(store), packets_(packets), news_(packets.size()) {}

  /// Whether every slot has a copy; under the members of now. An error is final.
  Result<bool> attempt(bool tries_everybody);
  Integrated integrated() const;
  const Error& last() const { return last_; }

 private:
  // A packet in one of its slots.
  struct Share {
    uint32_t packet = 0;
    uint16_t slot = 0;
    std::vector<uint32_t> takers = {};  // owners that have it
    std::size_t hints = 0;
    std::size_t next_rank = 2;  // who is asked next to keep a hint

    std::size_t disks() const { return takers.size() + hints; }
  };

  void make_shares();
  Result<void> write_to(uint32_t member);
  void take(uint32_t member, std::span<const uint32_t> sent, std::span<const SlotOutcome> outcomes);
  Share* share_of(uint32_t packet, uint16_t slot);
  void note_missed();
  void keep_hints();
  bool keep_hints_at(uint32_t member, std::span<Share* const> shares);
  std::size_t wanted() const { return std::min<std::size_t>(2, members_->view().members.size()); }
  Result<void> failed(Error error);

  RingStore& store_;
  const std::span<const Packet> packets_;
  std::shared_ptr<const Placement> members_;
  std::vector<bool> news_;                // packets that were not known
  std::vector<Share> shares_;             // by packet
  std::vector<std::size_t> first_share_;  // of each packet
  bool tries_everybody_ = false;
  bool is_degraded_ = false;
  bool is_other_view_ = false;
  Error last_{ErrorCode::input_output, "no node that has the slot answers"};
};

void RingStore::Delivery::make_shares() {
  shares_.clear();
  first_share_.clear();
  for (uint32_t packet = 0; packet < packets_.size(); ++packet) {
    first_share_.push_back(shares_.size());
    for (const uint16_t slot : slots_named(packets_[packet])) shares_.push_back({packet, slot});
  }
}

RingStore::Delivery::Share* RingStore::Delivery::share_of(uint32_t packet, uint16_t slot) {
  for (std::size_t i = first_share_[packet]; i < shares_.size() && shares_[i].packet == packet; ++i)
    if (shares_[i].slot == slot) return &shares_[i];
  return nullptr;
}

Result<void> RingStore::Delivery::failed(Error error) {
  if (is_final(error)) return error;
  is_other_view_ = is_other_view_ || error.code == ErrorCode::wrong_view;
  store_.note(error);
  last_ = std::move(error);
  return {};
}

void RingStore::Delivery::take(uint32_t member, std::span<const uint32_t> sent, std::span<const SlotOutcome> outcomes) {
  for (const SlotOutcome& outcome : outcomes) {
    Share* share = share_of(sent[outcome.packet], outcome.slot);
    if (share == nullptr || !members_->owns(member, outcome.slot)) continue;
    if (outcome.what == SlotOutcome::What::left_out || outcome.what == SlotOutcome::What::orphaned) {
      const bool is_lost = outcome.what == SlotOutcome::What::orphaned;
      last_ = {ErrorCode::behind, "node " + std::to_string(member) + " lacks what the packet stands on" +
                                      (is_lost ? ", and so does every other: it was lost with a disk" : "")};
      continue;
    }
    share->takers.push_back(member);
    if (outcome.what == SlotOutcome::What::applied) news_[share->packet] = true;
  }
}

Result<void> RingStore::Delivery::write_to(uint32_t member) {
  std::vector<uint32_t> sent;
  std::vector<Packet> packets;
  for (const Share& share : shares_) {
    if (!members_->owns(member, share.slot) || (!sent.empty() && sent.back() == share.packet)) continue;
    sent.push_back(share.packet);
    packets.push_back(packets_[share.packet]);
  }
  if (sent.empty()) return {};
  const auto to = store_.is_away(member) && !tries_everybody_ ? std::nullopt : store_.caller(member, *members_);
  if (!to) return {};
  auto outcomes = to->write(packets);
  if (!outcomes) return failed(std::move(outcomes).error());
  take(member, sent, *outcomes);
  store_.heal(member, *members_);
  return {};
}

bool RingStore::Delivery::keep_hints_at(uint32_t member, std::span<Share* const> shares) {
  const auto to = store_.is_away(member) && !tries_everybody_ ? std::nullopt : store_.caller(member, *members_);
  if (!to) return false;
  std::vector<SlotHint> hints;
  for (const Share* share : shares) hints.push_back({share->slot, packets_[share->packet].whole});
  if (const auto done = to->keep_hints(hints); !done) {
    static_cast<void>(failed(done.error()));
    return false;
  }
  return true;
}

// For each copy that is lacking the next in rank, until one keeps it or nobody is left.
void RingStore::Delivery::keep_hints() {
  for (;;) {
    std::map<uint32_t, std::vector<Share*>> by_keeper;
    for (Share& share : shares_) {
      const auto ranked = members_->ranked(share.slot);
      if (share.disks() >= wanted() || share.next_rank >= ranked.size()) continue;
      by_keeper[ranked[share.next_rank++]].push_back(&share);
    }
    if (by_keeper.empty()) return;
    for (const auto& [member, shares] : by_keeper)
      if (keep_hints_at(member, shares))
        for (Share* share : shares) ++share->hints;
  }
}

Result<bool> RingStore::Delivery::attempt(bool tries_everybody) {
  tries_everybody_ = tries_everybody;
  is_other_view_ = false;
  members_ = store_.placement();
  make_shares();
  for (const RingMember& member : members_->view().members)
    if (auto done = write_to(member.number); !done) return std::move(done).error();
  if (is_other_view_) return false;
  keep_hints();
  note_missed();
  const auto has_copy = [](const Share& share) { return !share.takers.empty(); };
  const auto is_short = [&](const Share& share) { return share.disks() < wanted(); };
  is_degraded_ = std::any_of(shares_.begin(), shares_.end(), is_short);
  if (is_degraded_ && !tries_everybody) return false;
  return std::all_of(shares_.begin(), shares_.end(), has_copy);
}

void RingStore::Delivery::note_missed() {
  const std::lock_guard lock(store_.mutex_);
  for (const Share& share : shares_)
    for (const uint32_t owner : members_->owners(share.slot))
      if (std::find(share.takers.begin(), share.takers.end(), owner) == share.takers.end())
        store_.missed_[owner].set(share.slot);
}

Integrated RingStore::Delivery::integrated() const {
  Integrated sum;
  for (const bool is_new : news_) ++(is_new ? sum.applied : sum.known);
  sum.degraded = is_degraded_;
  return sum;
}

Result<Integrated> RingStore::write(std::span<const Packet> packets) {
  Delivery delivery(*this, packets);
  for (int attempt = 0; attempt < setup_.attempts; ++attempt) {
    if (attempt > 0) pause();
    RDX_TRY(const bool done, delivery.attempt(attempt > 0));
    if (done) return delivery.integrated();
  }
  return delivery.last();
}

// Brings a node that is there again what it missed of this store's writes; only some slots at a time.
void RingStore::heal(uint32_t member, const Placement& members) {
  SlotSet missed;
  {
    const std::lock_guard lock(mutex_);
    const auto found = missed_.find(member);
    if (found == missed_.end() || found->second.none()) return;
    missed = found->second;
  }
  std::size_t left = kHealsAtOnce;
  for (uint32_t number = 0; number < kSlots && left > 0; ++number) {
    if (!missed.test(number)) continue;
    --left;
    const auto slot = static_cast<uint16_t>(number);
    if (members.owns(member, slot) && !heal_slot(member, slot, members)) continue;
    const std::lock_guard lock(mutex_);
    missed_[member].reset(slot);
  }
}

bool RingStore::heal_slot(uint32_t member, uint16_t slot, const Placement& members) {
  const auto to = caller(member, members);
  for (const uint32_t owner : members.owners(slot)) {
    const auto from = owner == member || is_away(owner) ? std::nullopt : caller(owner, members);
    if (!from) continue;
    const auto request = to->slot_request(slot);
    const auto diff = request ? from->slot_diff(slot, *request, kRingPullBytes) : request;
    const auto taken = diff ? to->slot_integrate(slot, *diff) : Result<Integrated>(diff.error());
    return taken && !taken->more && taken->left_out == 0;
  }
  return false;
}

// All of one source, which is this store's.
void RingStore::count_own(std::span<const Packet> packets) {
  const std::lock_guard lock(mutex_);
  for (const Packet& packet : packets) {
    last_ = packet.dot.sequence;
    for (const uint16_t slot : slots_named(packet)) ++own_counts_[slot];
  }
}

Result<Dot> RingStore::next_dot() const {
  const std::lock_guard lock(mutex_);
  if (ended_) return *ended_;
  if (last_ == kMaxSequence) return Error{ErrorCode::limit, "the source has no more packet numbers"};
  return Dot{source_, last_ + 1};
}

Result<void> RingStore::commit(std::span<const Packet> packets, std::span<const KnownChange>, uint64_t) {
  const std::lock_guard one(commit_mutex_);
  RDX_TRY(Dot next, next_dot());
  for (const Packet& packet : packets) {
    if (packet.dot != next)
      return Error{ErrorCode::conflict, "the next packet of this store is " + to_text(next) + ", not " +
                                            to_text(packet.dot) + ": do it again"};
    ++next.sequence;
  }
  auto written = write(packets);
  if (written) {
    count_own(packets);
    const std::lock_guard lock(mutex_);
    if (written->degraded) ++degraded_;
    return {};
  }
  const std::lock_guard lock(mutex_);
  ended_ = Error{ErrorCode::closed, "it is not known whether packet " + to_text(packets.front().dot) +
                                        " was written; open the ring anew and look: " + written.error().message};
  return *ended_;
}

}  // namespace rdx
