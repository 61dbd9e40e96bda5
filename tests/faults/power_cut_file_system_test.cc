// The file system alone, under bare RocksDB: what RocksDB promises of synced and unsynced writes is what is seen here.
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>

#include "tests/faults/power_cut_file_system.h"
#include "tests/faults/temporary_folder.h"

namespace rdx::faults {
namespace {

// A folder, the file system over it, a database that is opened and closed.
class Machine {
 public:
  Machine() : system_(std::make_shared<PowerCutFileSystem>(folder_.path())), env_(rocksdb::NewCompositeEnv(system_)) {}

  PowerCutFileSystem& system() { return *system_; }
  rocksdb::Status open() {
    rocksdb::Options options;
    options.create_if_missing = true;
    options.env = env_.get();
    options.write_buffer_size = 64 << 10;
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status = rocksdb::DB::Open(options, folder_.path(), &opened);
    database_.reset(opened);
    return status;
  }
  void close() { database_.reset(); }
  /// Closes, restores, opens.
  rocksdb::Status power_on() {
    close();
    if (!system_->power_on()) return rocksdb::Status::Busy("a file is open");
    return open();
  }
  rocksdb::Status put(int key, bool durable, std::size_t size = 20) {
    rocksdb::WriteOptions options;
    options.sync = durable;
    return database_->Put(options, std::to_string(key), std::string(size, 'x'));
  }
  bool has(int key) {
    std::string value;
    return database_->Get({}, std::to_string(key), &value).ok();
  }
  rocksdb::DB& database() { return *database_; }

 private:
  TemporaryFolder folder_;
  std::shared_ptr<PowerCutFileSystem> system_;
  std::unique_ptr<rocksdb::Env> env_;
  std::unique_ptr<rocksdb::DB> database_;
};

// How many keys are there, counted from 0; -1 where they are no front of the row.
int length_of_front(Machine& machine, int keys) {
  int length = 0;
  while (length < keys && machine.has(length)) ++length;
  for (int key = length; key < keys; ++key)
    if (machine.has(key)) return -1;
  return length;
}

TEST(PowerCut, WhatWasSyncedSurvives) {
  Machine machine;
  ASSERT_TRUE(machine.open().ok());
  for (int key = 0; key < 10; ++key) ASSERT_TRUE(machine.put(key, true).ok());
  machine.system().cut(Loss::all_unsynced, 1);
  ASSERT_TRUE(machine.power_on().ok());
  EXPECT_EQ(length_of_front(machine, 10), 10);
}

TEST(PowerCut, WhatWasNotSyncedIsLost) {
  Machine machine;
  ASSERT_TRUE(machine.open().ok());
  ASSERT_TRUE(machine.put(0, true).ok());
  for (int key = 1; key < 10; ++key) ASSERT_TRUE(machine.put(key, false).ok());
  machine.system().cut(Loss::all_unsynced, 1);
  ASSERT_TRUE(machine.power_on().ok());
  EXPECT_EQ(length_of_front(machine, 10), 1);
}

TEST(PowerCut, WhatHappensAfterTheCutIsLost) {
  Machine machine;
  ASSERT_TRUE(machine.open().ok());
  ASSERT_TRUE(machine.put(0, true).ok());
  machine.system().cut(Loss::all_unsynced, 1);
  EXPECT_TRUE(machine.system().is_off());
  ASSERT_TRUE(machine.put(1, true).ok());
  ASSERT_TRUE(machine.database().Flush({}).ok());
  ASSERT_TRUE(machine.power_on().ok());
  EXPECT_FALSE(machine.system().is_off());
  EXPECT_EQ(length_of_front(machine, 2), 1);
}

TEST(PowerCut, PowerComesBackOnlyToAClosedDatabase) {
  Machine machine;
  ASSERT_TRUE(machine.open().ok());
  machine.system().cut(Loss::all_unsynced, 1);
  EXPECT_FALSE(machine.system().power_on());
  machine.close();
  EXPECT_TRUE(machine.system().power_on());
}

TEST(PowerCut, ATornLogGivesAFrontOfTheUnsyncedWrites) {
  int fewer = 0, some = 0, all = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    Machine machine;
    ASSERT_TRUE(machine.open().ok());
    for (int key = 0; key < 5; ++key) ASSERT_TRUE(machine.put(key, true).ok());
    for (int key = 5; key < 40; ++key) ASSERT_TRUE(machine.put(key, false).ok());
    machine.system().cut(Loss::some_unsynced, seed);
    ASSERT_TRUE(machine.power_on().ok()) << "seed " << seed;
    const int length = length_of_front(machine, 40);
    ASSERT_GE(length, 5) << "seed " << seed;
    ++(length == 5 ? fewer : length < 40 ? some : all);
  }
  EXPECT_GT(fewer, 0);
  EXPECT_GT(some, 0);
  EXPECT_GT(all, 0);
}

// Opening, writing, flushing, compacting, cut before each operation on the disk in turn.
TEST(PowerCut, NoMomentLosesASyncedWrite) {
  const auto run = [](Machine& machine) {
    int acknowledged = -1;
    if (!machine.open().ok()) return acknowledged;
    for (int key = 0; key < 12; ++key) {
      EXPECT_TRUE(machine.put(key, key % 2 == 0, 2000).ok());
      if (key % 2 == 0 && !machine.system().is_off()) acknowledged = key;
      if (key % 5 == 4) {
        EXPECT_TRUE(machine.database().Flush({}).ok());
      }
    }
    EXPECT_TRUE(machine.database().CompactRange({}, nullptr, nullptr).ok());
    return acknowledged;
  };
  Machine whole;
  EXPECT_EQ(run(whole), 10);
  const uint64_t operations = whole.system().operations();
  EXPECT_GT(operations, 60U);
  uint64_t refused = 0;
  for (uint64_t at = 0; at < 3 * operations; ++at) {
    Machine machine;
    const Loss loss = std::array{Loss::all_unsynced, Loss::some_unsynced, Loss::zeroes}[at % 3];
    machine.system().cut_after(at / 3, loss, at);
    const int acknowledged = run(machine);
    if (!machine.system().is_off()) continue;  // the background worked less this time
    const rocksdb::Status status = machine.power_on();
    if (loss == Loss::zeroes && status.IsCorruption()) {
      ++refused;
      continue;
    }
    ASSERT_TRUE(status.ok()) << "operation " << at / 3 << ", seed " << at << ": " << status.ToString();
    EXPECT_GT(length_of_front(machine, 12), acknowledged) << "operation " << at / 3 << ", seed " << at;
  }
  EXPECT_LE(refused, operations / 10);
}

TEST(PowerCut, AFullDiskRefusesAndSaysHowMuchIsLeft) {
  TemporaryFolder folder;
  PowerCutFileSystem system(folder.path());
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(system.NewWritableFile(folder.path("a"), {}, &file, nullptr).ok());
  system.set_capacity(10);
  EXPECT_TRUE(file->Append("12345678", {}, nullptr).ok());
  EXPECT_TRUE(file->Append("123", {}, nullptr).IsNoSpace());
  uint64_t free = 0;
  ASSERT_TRUE(system.GetFreeSpace(folder.path(), {}, &free, nullptr).ok());
  EXPECT_EQ(free, 2U);
  system.set_capacity(std::nullopt);
  EXPECT_TRUE(file->Append("123", {}, nullptr).ok());
}

}  // namespace
}  // namespace rdx::faults
