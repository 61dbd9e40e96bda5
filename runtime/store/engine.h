// Engine: ordered keys with values that merge. What a LocalStore stands on; one for memory, one for RocksDB.
//
//   order  keys ascend as byte strings
//   merge  by the key's last byte, the letter of a type: value := merge(value, operand), total, in whatever groups the
//          operands are taken (full merge equals partial merge for any split)
//   write  a batch is applied whole or not at all, and is seen whole or not at all
//
// A write is visible when `write` answers and durable when a `sync` that began later answers. Several threads may call
// anything at the same time; what two writes do stands in the order of the two calls.
#pragma once

#include <memory>
#include <optional>

#include "rdx/base/function_ref.h"
#include "rdx/base/result.h"
#include "rdx/rdx/types.h"
#include "rdx/store/write_batch.h"

namespace rdx {

/// What stood in an engine at one moment. Costs memory or disk while it is held, so it is not for keeping; it must not
/// outlive its engine.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

 protected:
  Snapshot() = default;
  Snapshot(const Snapshot&) = default;
  Snapshot& operator=(const Snapshot&) = default;
};

/// Called once a key, ascending; the views live for the call. It answers whether to go on, and must not call the
/// engine.
using VisitEntry = FunctionRef<bool(Bytes key, Bytes value)>;

/// One of the copies of an engine in a folder of backups.
struct Backup {
  uint32_t number = 0;
  int64_t unix_seconds = 0;
  uint64_t bytes = 0;  // what of it no other backup has is less
};

class Engine {
 public:
  virtual ~Engine() = default;

  /// Nothing is written on an error. After a failed sync every write is refused: what is on the disk is not known.
  virtual Result<void> write(const WriteBatch& batch) = 0;
  /// Makes durable what was written before the call; calls that meet share one.
  virtual Result<void> sync() = 0;
  /// What a commit waits for before it is answered: a sync, or, where the engine was opened with less, nothing.
  virtual Result<void> acknowledge() { return sync(); }
  /// Nothing where there is no such key. Without a snapshot: as of now.
  virtual Result<std::optional<std::string>> get(Bytes key, const Snapshot* at = nullptr) const = 0;
  /// Visits the keys from `first` up to, without, `end`; an empty `end` is past every key. One moment's state.
  virtual Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at = nullptr) const = 0;
  /// Whether writes that were answered may be gone since the engine was open last: it answers without a sync, and the
  /// machine went down. What was lost is the end; numbers that were given may be known to others.
  virtual bool may_have_lost_writes() const { return false; }
  /// Whoever gave those numbers goes on under others: told so, and closed in order, it is not said again.
  virtual void losses_are_met() {}
  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
  /// Folds operands and drops what was removed, as far as that takes place on a disk.
  virtual Result<void> compact() = 0;
  /// Copies what is there into a folder of backups, made where there is none, and keeps the last `keep` of them; writes
  /// go on meanwhile. A copy that is cut off is none. `invalid` where the engine has nothing on a disk.
  virtual Result<Backup> backup(const std::string& folder, uint32_t keep);

 protected:
  Engine() = default;
  Engine(const Engine&) = default;
  Engine& operator=(const Engine&) = default;
};

/// The first key behind every key that starts with `prefix`; empty where there is none.
std::string end_of_prefix(Bytes prefix);

/// The merge of every engine, total: a letter that no type has, which only a fault can bring here, keeps the highest
/// bytes.
std::string merge_by_letter(const TypeTable& types, char letter, std::span<const Bytes> values);

}  // namespace rdx
