// LocalStore: a Store over an Engine, in its own part of the engine's keys.
//
// One batch holds a packet's log record, its effects and its number. What the store has seen is rebuilt from the log
// when it opens: from the last set of dots that was written down, and the arrivals behind it.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

#include "rdx/store/catalog.h"
#include "rdx/store/envelope.h"
#include "rdx/store/keys.h"
#include "rdx/store/progress.h"
#include "rdx/store/sources.h"
#include "rdx/store/stage.h"
#include "rdx/store/store.h"

namespace rdx {

// The names of M keys.
inline constexpr Bytes kCheckpointName = "seen";  // → tiny zip(arrival), D( ranges ): the dots up to that arrival
inline constexpr Bytes kIndexDeclaredName = "declared";  // + class, field
inline constexpr Bytes kIndexCompleteName = "complete";  // + class, field

/// What a writer demands: the object's image as it read it, nothing where it was not there.
struct Unchanged {
  Id object;
  std::optional<std::string> image;
};

class LocalStore final : public Store {
 public:
  struct Setup {
    const TypeTable* types = &built_in_types();
    std::string prefix = {};        // at most Keys::kMaxPrefix bytes; no other store's is its start
    SourceBook* sources = nullptr;  // where packets are written under a source of our own
  };

  /// Reads what the engine has under the prefix. The engine, the types and the book must outlive the store.
  static Result<std::unique_ptr<LocalStore>> open(Engine& engine, const Setup& setup);

  Result<Integrated> apply(std::span<const Packet> packets) override;
  Result<StoredObject> load(Id object, const Snapshot* at) const override;
  Result<void> for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const override;
  Result<std::vector<Id>> find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const override;
  std::vector<Id> class_and_descendants(Id class_id) const override { return catalog_.class_and_descendants(class_id); }
  Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) override;
  DotSet seen() const override;
  std::shared_ptr<const Snapshot> snapshot() const override { return engine_.snapshot(); }
  Result<std::string> request_diff() override;
  Result<std::string> build_diff(Bytes request, std::size_t limit) override;
  Result<Integrated> integrate_diff(Bytes diff) override;

  bool is_a(Id class_id, Id ancestor) const { return catalog_.is_a(class_id, ancestor); }
  /// The number that the next packet of our own gets. `limit` where the source has no more.
  Result<Dot> next_dot() const;
  /// Writes packets of our own, the next numbers in a row; visible when it answers, durable after the next sync.
  /// `conflict` where the source or its next number is another one by now; nothing is written.
  /// What the writer knows of the packets' changes, in their order, holds where `known_at` is the number of arrivals
  /// still.
  Result<void> commit(std::span<const Packet> packets, std::span<const KnownChange> known = {}, uint64_t known_at = 0);
  /// As commit, if all that is demanded holds, as of the write itself; `conflict` where something does not. It was read
  /// when `read_at` packets had arrived, or later.
  Result<void> commit_if(std::span<const Unchanged> demanded, uint64_t read_at, std::span<const Packet> packets,
                         std::span<const KnownChange> known, uint64_t known_at);
  /// As load, of these fields only: pairs of number and letter, ascending.
  Result<StoredObject> load_fields(Id object, std::span<const std::pair<uint8_t, char>> fields) const;
  /// What a commit waits for. Then those who read the log are told.
  Result<void> acknowledge();

  /// How many packets have arrived.
  uint64_t arrivals() const { return arrivals_; }
  /// The log from an arrival on, in order, until the visit answers false. The visit may use the store.
  Result<void> for_each_packet(uint64_t from, FunctionRef<bool(uint64_t arrival, const Packet&)> visit) const;
  /// As for_each_packet, of what is durable, without a gap: `behind` where the log has been cut above `from`, or never
  /// got there. With each packet what its ops came to, effects.h.
  Result<void> read_log(uint64_t from, FunctionRef<bool(uint64_t arrival, const Packet&, Bytes effects)> visit) const;
  /// Whether read_log can begin there.
  Result<void> check_readable(uint64_t from) const;
  const Progress& progress() const { return progress_; }
  /// The log has been cut below that arrival, or, where it is all arrivals so far, the state was replaced: who reads
  /// the log from below it is answered `behind`. Arrivals go on; a number is never given twice.
  void cut_log_below(uint64_t arrival) { progress_.cut(arrival); }
  /// The end of the log may have been lost, with arrivals that somebody has read: numbers go on behind a gap, so that
  /// whoever read it is answered `behind`. To be called before anything is written.
  Result<void> leave_gap();
  /// The class of an object that is there, or whose beginning is in the log; 0 for others.
  Result<Id> class_of(Id object) const;

 private:
  LocalStore(Engine& engine, const Setup& setup);
  Error not_there(Id object) const;
  Result<void> read_state();
  Result<void> read_checkpoint();
  Result<void> read_log_behind_checkpoint();
  Result<void> read_log_begin();
  Result<void> read_indexes();
  Result<void> read_descriptions();
  /// The class that it describes, where that has a new parent; 0 where not.
  Result<Id> read_description(Id description);
  Result<void> write_staged(Stage& stage);
  Result<void> commit_locked(std::span<const Packet> packets, std::span<const KnownChange> known, uint64_t known_at);
  void append_checkpoint(Stage& stage) const;
  void put_checkpoint(WriteBatch& batch, uint64_t arrivals, const DotSet& seen) const;
  Result<void> take_descriptions(const Stage& stage);
  Result<Integrated> apply_unsynced(std::span<const Packet> packets);
  Result<Integrated> integrate_chunk(Bytes packets);
  Result<Integrated> integrate_parts(Bytes diff);
  Result<void> renew_source_for(std::span<const Packet> packets);
  std::vector<SourceKey> source_table(const DotSet& seen) const;
  Result<void> meet_requester(const DiffRequest& request);
  Result<void> settle_classes(std::span<const Packet> packets);
  Result<void> complete_indexes(Id class_id);
  Result<void> build_index(Id class_id, uint8_t field);
  using Arrival = std::pair<uint64_t, Dot>;
  struct Logged {
    uint64_t arrival = 0;
    std::string record;  // as it stands in the engine
    Bytes packet() const;
  };
  Result<Logged> logged_packet(Dot dot) const;
  Result<std::vector<Arrival>> arrivals_page(uint64_t from) const;
  Result<std::vector<Arrival>> order_of(const DotSet& few) const;
  Result<bool> append_packets(std::span<const Arrival> arrivals, const DotSet& wanted, std::size_t limit,
                              DiffWriter& writer) const;

  Engine& engine_;
  const Keys keys_;
  const TypeTable& types_;
  SourceBook* const sources_;
  Catalog catalog_;

  std::mutex write_mutex_;  // one writer at a time; state_mutex_ is taken within it
  mutable std::shared_mutex state_mutex_;
  DotSet seen_;
  std::atomic<uint64_t> arrivals_ = 0;  // changed under both
  WriteBatch batch_;                    // kept for its memory; with write_mutex_
  Progress progress_;
};

}  // namespace rdx
