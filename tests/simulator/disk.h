// Disk: what an engine stands on, which may lose its power, its data, fail, fill up, or be an old copy of itself.
//
//   a kill       the program ends at once, and loses nothing that it had written
//   a power cut  loses any end of what was not synced, and ends the machine's run
//
// A disk that answers without a sync keeps the mark that RocksEngine keeps, and its engine says so where the machine
// went down since. It is never closed in order.
//
// The engine that `open` gives lives until the next call that takes the disk away from it; what the disk holds outlives
// it. SimulatedDisk is one in memory: a row of batches, of which a front is synced.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "rdx/store/engine.h"
#include "tests/simulator/dice.h"

namespace rdx::simulator {

using OnWrite = std::function<void(const WriteBatch& batch)>;

class Disk {
 public:
  virtual ~Disk() = default;
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  /// The engine over what the disk holds; the one before must be gone. Failures are over.
  virtual Result<std::unique_ptr<Engine>> open() = 0;

  /// From about the `operations`-th change from now the disk takes nothing any more; it may say so, or not.
  virtual void fail_after(uint64_t operations) = 0;
  /// What was answered before a call that says no, counts.
  virtual bool has_failed() const = 0;
  /// Writes are refused for want of space: from about the `writes`-th on, or no more.
  virtual void fill_after(uint64_t writes) = 0;
  virtual void make_room() = 0;
  virtual bool is_full() const = 0;
  /// Nothing is in the way of a write, and nothing will be.
  virtual bool takes_writes() const = 0;

  // The engine may still stand; what it does from then on is lost. The next `open` finds what is left. Where the disk
  // has failed before, that was the moment of the cut.
  virtual void kill() = 0;
  virtual void cut_power(Dice& dice) = 0;
  virtual void lose() = 0;
  virtual void restore(const std::any& copy) = 0;
  /// At any time.
  virtual std::any copy() const = 0;

 protected:
  Disk() = default;
};

struct Habits {
  bool syncs = true;          // false: a sync is answered and does nothing
  bool keeps_batches = true;  // false: a power cut may leave a part of a batch
  bool acknowledges = true;   // false: durability `written`, a commit is answered before it is synced
};

class SimulatedDisk final : public Disk {
 public:
  SimulatedDisk(Habits habits, OnWrite on_write) : habits_(habits), on_write_(std::move(on_write)) {}

  Result<std::unique_ptr<Engine>> open() override;
  void fail_after(uint64_t operations) override { operations_left_ = operations; }
  bool has_failed() const override { return operations_left_ == 0; }
  void fill_after(uint64_t writes) override { writes_left_ = writes; }
  void make_room() override { writes_left_.reset(); }
  bool is_full() const override { return writes_left_ == 0; }
  bool takes_writes() const override { return !writes_left_ && !operations_left_; }
  void kill() override { operations_left_ = 0; }
  void cut_power(Dice& dice) override;
  void lose() override;
  void restore(const std::any& copy) override;
  std::any copy() const override { return Copy{batches_, mark_}; }

 private:
  class Handle;
  using Batches = std::vector<WriteBatch>;
  struct Copy {
    Batches batches;
    uint64_t mark = 0;
  };

  std::optional<Error> take_operation();
  Result<void> write(const WriteBatch& batch);
  Result<void> sync();
  Result<void> acknowledge();

  const Habits habits_;
  const OnWrite on_write_;
  Batches batches_;
  std::size_t synced_ = 0;
  uint64_t run_ = 1;   // of the machine
  uint64_t mark_ = 0;  // the run that answered without a sync; 0 for none
  std::shared_ptr<Engine> memory_;
  std::optional<uint64_t> operations_left_;
  std::optional<uint64_t> writes_left_;
};

}  // namespace rdx::simulator
