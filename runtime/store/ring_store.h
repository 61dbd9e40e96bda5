// RingStore: a ring as a Store, to a program that writes to it and reads from it.                  DESIGN.md, The ring
//
//   RingStore  store = RingStore::open(peers, setup);       Replica replica = Replica::over(std::move(store));
//
//   write   to both owners of each slot that the packet names; it is answered when both have it on disk. For an owner
//           who could not take it the next in rank keeps it as a hint. With one disk alone the answer is `degraded`
//   read    from the primary; from the secondary where the primary is away, is not served there, or lacks something
//           that this store wrote
//   number  the writer's: a source is drawn for each opening, and claimed with every node that answers. What is tried
//           again is the same packet under the same dot, so it counts once
//
// A write of which no owner of some slot has a copy is tried again, for a while. Then nobody can say whether it stands
// somewhere; it may still complete itself. So the store ends for writing: `closed` with the packet's number, and so
// does every later write. Whoever goes on opens a new one, and looks first. Nothing is ever written under another
// number.
//
// Packets that are handed in (`apply`, `integrate_diff`) are applied in all slots that they name or in none: whether
// they are ready is asked before. A list (`for_each_id`) may for some moments lack what an owner missed; a load may
// not, of what this store wrote. There are no snapshots: calls are as of now, and one that is given a snapshot is
// refused.
//
// To those who sync with it a ring is one peer, under the lowest source that any of its writers ever had. It never
// reports: which writes are still under way nobody can say. So their gc waits for it, and what they have the ring can
// always take.
//
// Threads may share a store.
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "rdx/store/catalog.h"
#include "rdx/store/envelope.h"
#include "rdx/store/own_store.h"
#include "rdx/store/ring_calls.h"

namespace rdx {

class RingStore final : public OwnStore {
 public:
  struct Setup {
    std::vector<uint32_t> contacts;  // nodes that are asked for the list of members
    std::optional<uint32_t> source;  // none: one is drawn
    const TypeTable* types = &built_in_types();
    int attempts = 100;                          // of each call, with a pause after each
    std::function<void()> pause = nullptr;       // none: 20 ms of sleep
    std::function<int64_t()> now_ms = nullptr;   // a steady clock; none: the system's
    std::function<uint64_t()> random = nullptr;  // none: the system's
    /// A node that let a call wait for slow_ms and did not answer is passed over for away_ms, where another can do.
    int64_t slow_ms = 100;
    int64_t away_ms = 1000;
  };

  /// `input_output` where no contact answers. The peers must outlive the store.
  static Result<std::unique_ptr<RingStore>> open(RingPeers& peers, const Setup& setup);
  ~RingStore() override;

  Result<Integrated> apply(std::span<const Packet> packets) override;
  Result<StoredObject> load(Id object, const Snapshot* at = nullptr) const override;
  Result<void> for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit,
                           const Snapshot* at = nullptr) const override;
  Result<std::vector<Id>> find(Id class_id, uint8_t field, Bytes value, const Snapshot* at = nullptr) const override;
  std::vector<Id> class_and_descendants(Id class_id) const override;
  Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) override;
  /// Of all slots that can be asked now.
  DotSet seen() const override;
  std::shared_ptr<const Snapshot> snapshot() const override { return nullptr; }
  Result<std::string> request_diff() override;
  Result<std::string> build_diff(Bytes request, std::size_t limit = kDiffBytes) override;
  Result<Integrated> integrate_diff(Bytes diff) override;

  uint32_t source() const override;
  Result<Dot> next_dot() const override;
  Result<void> renew_source() override;
  std::vector<uint32_t> present_sources() const override { return {known_as_}; }
  /// Durable when it answers.
  Result<void> commit(std::span<const Packet> packets, std::span<const KnownChange> known = {},
                      uint64_t known_at = 0) override;
  Result<void> acknowledge() override { return {}; }
  Result<StoredObject> load_fields(Id object, std::span<const std::pair<uint8_t, char>>) const override {
    return load(object);
  }
  bool is_a(Id class_id, Id ancestor) const override;
  uint64_t arrivals() const override { return 0; }

  RingView view() const;
  /// How many commits were answered with one disk alone.
  uint64_t degraded() const;

 private:
  class Delivery;
  class TimedPeer;
  struct Declared {
    Id parent;
    std::vector<uint8_t> fields;
  };

  RingStore(RingPeers& peers, const Setup& setup);

  // ring_store.cc: whom to ask.
  std::shared_ptr<const Placement> placement() const;
  Result<void> refresh() const;
  void adopt(const RingView& view) const;
  std::optional<RingCaller> caller(uint32_t member, const Placement& members) const;
  bool is_away(uint32_t member) const;
  void answered(uint32_t member, bool did_answer, int64_t took_ms) const;
  int64_t now_ms() const;
  /// Takes note of an answer's error.
  void note(const Error& error) const;
  bool missed(uint32_t member, uint16_t slot) const;
  /// The owners of a slot, those first that are there and have missed nothing.
  std::vector<uint32_t> readers(const Placement& members, uint16_t slot) const;
  void pause() const;
  /// Asks somebody for each slot of the set until all were answered by one who serves it.
  Result<void> ask_all(const SlotSet& slots,
                       FunctionRef<Result<SlotSet>(uint32_t member, RingCaller& to, const SlotSet& part)> ask) const;
  Result<std::vector<Id>> ids_page(Id class_id, Id after, Id& covered) const;
  Result<uint32_t> claim(std::optional<uint32_t> wanted);
  uint64_t random() const;
  std::map<Id, Declared> declarations() const;

  // ring_store_write.cc
  Result<Integrated> write(std::span<const Packet> packets);
  Result<std::vector<Id>> not_begun(std::span<const Id> objects) const;
  void count_own(std::span<const Packet> packets);
  void heal(uint32_t member, const Placement& members);
  bool heal_slot(uint32_t member, uint16_t slot, const Placement& members);

  // ring_store_sync.cc
  class Diff;
  Sender sender() const;

  RingPeers& peers_;
  const Setup setup_;

  std::mutex commit_mutex_;  // one writer at a time; mutex_ is taken within it
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Placement> placement_;
  mutable std::map<uint32_t, std::unique_ptr<TimedPeer>> timed_;
  mutable std::map<uint32_t, int64_t> away_until_;
  mutable std::map<uint32_t, SlotSet> missed_;  // what an owner could not take, and was not seen to have since
  mutable DotSet seen_;                         // as of the last answer
  uint32_t source_ = 0;
  std::atomic<uint32_t> known_as_ = 0;  // to those who sync with the ring: the lowest source that a writer ever had
  uint32_t last_ = 0;
  std::array<uint32_t, kSlots> own_counts_{};  // packets of source_ in each slot
  std::optional<Error> ended_;
  uint64_t degraded_ = 0;
  std::map<Id, Declared> declared_;
  mutable Catalog catalog_;
};

}  // namespace rdx
