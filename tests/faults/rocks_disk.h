// RocksDisk: the simulator's disk with a RocksDB database on it, over the file system that forgets what was not synced.
//
// Kills and cuts come in the middle of what RocksDB does. The batches that are written are shown as they are handed
// over.
#pragma once

#include <rocksdb/env.h>

#include "rdx/store/rocks_engine.h"
#include "tests/faults/power_cut_file_system.h"
#include "tests/faults/temporary_folder.h"
#include "tests/simulator/disk.h"

namespace rdx::faults {

class RocksDisk final : public simulator::Disk {
 public:
  RocksDisk(Durability durability, simulator::OnWrite on_write, uint64_t seed);

  Result<std::unique_ptr<Engine>> open() override;
  void fail_after(uint64_t operations) override;
  bool has_failed() const override { return system_->is_off(); }
  void fill_after(uint64_t writes) override;
  void make_room() override;
  bool is_full() const override { return is_full_; }
  bool takes_writes() const override { return !is_full_ && !has_failed(); }
  void kill() override;
  void cut_power(simulator::Dice& dice) override;
  void lose() override { found_next_ = Survivors(); }
  void restore(const std::any& copy) override { found_next_ = std::any_cast<const Survivors&>(copy); }
  std::any copy() const override { return system_->durable(); }

 private:
  TemporaryFolder folder_;
  std::shared_ptr<PowerCutFileSystem> system_;
  std::unique_ptr<rocksdb::Env> environment_;
  const Durability durability_;
  const simulator::OnWrite on_write_;
  simulator::Dice dice_;
  std::optional<Survivors> found_next_;  // in place of what a cut left
  bool is_full_ = false;
  uint64_t boots_ = 1;  // of its machine
};

}  // namespace rdx::faults
