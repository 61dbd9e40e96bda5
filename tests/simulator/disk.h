// SimulatedDisk: an engine's disk in memory, which may lose its power, its data, or be an old copy of itself.
//
//   batches   everything written, in order; a front of them is synced
//   a kill    loses nothing, a power cut any end of what was not synced
//   a copy    is the batches of one moment
//
// The engine that `open` gives lives until the next `open`; what the disk holds outlives it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "rdx/store/engine.h"
#include "tests/simulator/dice.h"

namespace rdx::simulator {

class SimulatedDisk {
 public:
  struct Habits {
    bool syncs = true;          // false: a sync is answered and does nothing
    bool keeps_batches = true;  // false: a power cut may leave a part of a batch
    bool acknowledges = true;   // false: durability `written`, a commit is answered before it is synced
  };
  using Copy = std::vector<WriteBatch>;
  using OnWrite = std::function<void(const WriteBatch& batch)>;

  SimulatedDisk(Habits habits, OnWrite on_write) : habits_(habits), on_write_(std::move(on_write)) {}

  /// The engine over what the disk holds; the one before must be gone.
  std::unique_ptr<Engine> open();

  /// From the `operations`-th write or sync from now everything fails until the next `open`.
  void fail_after(uint64_t operations) { operations_left_ = operations; }
  bool has_failed() const { return operations_left_ == 0; }
  /// Writes are refused for want of space: now, from the `writes`-th on, or no more.
  void fill_after(uint64_t writes) { writes_left_ = writes; }
  void make_room() { writes_left_.reset(); }
  bool is_full() const { return writes_left_ == 0; }
  bool takes_writes() const { return !writes_left_ && !operations_left_; }

  // With no engine open.
  void cut_power(Dice& dice);
  void lose() { restore({}); }
  Copy copy() const { return batches_; }
  void restore(Copy copy);

 private:
  class Handle;

  std::optional<Error> take_operation();
  Result<void> write(const WriteBatch& batch);
  Result<void> sync();
  Result<void> acknowledge();

  const Habits habits_;
  const OnWrite on_write_;
  Copy batches_;
  std::size_t synced_ = 0;
  std::shared_ptr<Engine> memory_;
  std::optional<uint64_t> operations_left_;
  std::optional<uint64_t> writes_left_;
};

}  // namespace rdx::simulator
