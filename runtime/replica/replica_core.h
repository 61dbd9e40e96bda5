// ReplicaCore: what a Replica and its transactions share.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "rdx/replica/background_gc.h"
#include "rdx/replica/draft.h"
#include "rdx/replica/options.h"
#include "rdx/replica/turn.h"
#include "rdx/store/local_store.h"

namespace rdx {

class ReplicaCore {
 public:
  static Result<std::shared_ptr<ReplicaCore>> open(std::unique_ptr<Engine> engine, const Options& options);
  static Result<std::shared_ptr<ReplicaCore>> open(std::unique_ptr<OwnStore> store, const Options& options);

  OwnStore& store() { return *store_; }
  /// The same, where it stands on an engine of its own; else none.
  LocalStore* local() { return local_; }
  /// None where it stands on a store that was given.
  Engine* engine() { return engine_.get(); }
  const TypeTable& types() const { return types_; }

  /// An error once a thread of the replica, or one that works for it, has failed: its reason.
  Result<void> check_alive() const;
  void end(const Error& reason);
  /// Waits for the writer's turn; `busy` where this thread has it.
  Result<TurnHolder> take_turn();
  /// The number of the next packet; goes on under a fresh source where this one has no more. With the turn.
  Result<Dot> next_dot();

  /// Makes the class known to the store, with its indexes. Cheap after the first time.
  Result<void> know_class(const ClassInfo& info);
  /// Adds to the draft what the store's description of the class, and of those above it, lacks. With the turn.
  Result<void> describe_class(const ClassInfo& info, Draft& draft);
  /// To be called when a draft with descriptions was committed, or dropped.
  void descriptions_written(bool committed);

  /// An object of the class or one below it; `invalid` for another.
  Result<StoredObject> load(const ClassInfo& info, Id id, const Snapshot* at);
  /// Of what `load` gives, these fields at least.
  Result<StoredObject> load_fields(const ClassInfo& info, Id id, std::span<const FieldInfo* const> fields);
  Result<void> check_class(const ClassInfo& info, Id id, Id class_id);

  /// Writes the draft's packets in one step and answers them, one behind the other. With the turn; not durable yet.
  /// `conflict` where something demanded, read at `read_at` or later, does not hold.
  Result<std::string> write(const Draft& draft, std::span<const Unchanged> demanded = {}, uint64_t read_at = 0);

  /// What revisions are given by, now.
  Clock clock(uint32_t source) const;

 private:
  explicit ReplicaCore(const Options& options);
  Result<void> describe_one(const ClassInfo& info, Draft& draft);

  const TypeTable& types_;
  const Revisions revisions_;
  const std::function<int64_t()> now_ms_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<SourceBook> sources_;
  std::unique_ptr<OwnStore> store_;
  LocalStore* local_ = nullptr;
  Turn turn_;

  std::shared_mutex classes_mutex_;
  std::unordered_map<const ClassInfo*, bool> known_;  // → its description is written
  std::vector<const ClassInfo*> being_described_;     // with the turn
  std::atomic<bool> has_ended_ = false;
  mutable std::mutex end_mutex_;
  Error end_;
  std::unique_ptr<BackgroundGc> background_gc_;  // the last: it uses the others
};

}  // namespace rdx
