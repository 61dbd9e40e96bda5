// Power cuts under several threads that commit at once, and share their syncs, while the database flushes and compacts.
//
// A commit that was answered before the cut is there afterwards, where commits are answered when they are on the disk.
// No packet is there by half. A peer that was given packets by a diff is never given the same numbers over other bytes.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <vector>

#include "rdx/rdx.h"
#include "rdx/rocksdb.h"
#include "tests/faults/power_cut_file_system.h"
#include "tests/faults/temporary_folder.h"
#include "tests/simulator/thing.h"

namespace rdx::faults {
namespace {

using simulator::Dice;
using simulator::Thing;

constexpr int kThreads = 4;
constexpr int kRounds = 12;

// What a thread saves in each packet: the same number in both.
struct Twins {
  Thing left;
  Thing right;
  int64_t answered = 0;
};

class Machine {
 public:
  explicit Machine(Durability durability)
      : system(std::make_shared<PowerCutFileSystem>(folder_.path())), environment_(rocksdb::NewCompositeEnv(system)) {
    options_.durability = durability;
    options_.least_free_bytes = 0;
    options_.environment = environment_.get();
  }

  Replica open() {
    auto engine = open_rocks_engine(folder_.path(), options_);
    if (!engine) ADD_FAILURE() << engine.error().message;
    engine_ = engine->get();
    auto replica = Replica::over(*std::move(engine), {.source = 1});
    if (!replica) ADD_FAILURE() << replica.error().message;
    return *std::move(replica);
  }
  void compact() { engine_->compact().value(); }

 private:
  TemporaryFolder folder_;

 public:
  std::shared_ptr<PowerCutFileSystem> system;

 private:
  std::unique_ptr<rocksdb::Env> environment_;
  RocksOptions options_;
  Engine* engine_ = nullptr;
};

bool save_both(Replica& replica, Twins& twins, int64_t number) {
  Transaction transaction = replica.begin();
  twins.left.number = twins.right.number = number;
  return transaction.save(twins.left) && transaction.save(twins.right) && transaction.commit();
}

void write(Machine& machine, Replica& replica, Twins& twins) {
  for (int round = 0; round < kRounds && !machine.system->is_off(); ++round) {
    const int64_t number = twins.answered + 1 + round;
    if (!save_both(replica, twins, number)) return ADD_FAILURE() << "a save is refused";
    if (!machine.system->is_off()) twins.answered = number;
  }
}

void take_diff(Machine& machine, Replica& from, Replica& peer) {
  const auto diff = from.build_diff(*peer.request_diff());
  ASSERT_TRUE(diff);
  if (machine.system->is_off()) return;  // what it says by now it says to nobody
  const auto integrated = peer.integrate_diff(*diff);
  EXPECT_TRUE(integrated) << integrated.error().message;
}

void check(Replica& replica, std::vector<Twins>& all, bool is_durable) {
  for (Twins& twins : all) {
    auto left = replica.load<Thing>(twins.left.id());
    auto right = replica.load<Thing>(twins.right.id());
    ASSERT_EQ(left.has_value(), right.has_value()) << "half of a packet";
    const int64_t there = left ? left->number : 0;
    EXPECT_TRUE(!left || left->number == right->number) << "half of a packet";
    EXPECT_TRUE(!is_durable || there >= twins.answered) << "an answered packet is lost";
    Twins found;
    if (left) {
      found.left = *std::move(left);
      found.right = *std::move(right);
    }
    found.answered = there;
    twins = std::move(found);
  }
  EXPECT_EQ(replica.seen().size(1), replica.seen().last(1)) << "a number was skipped";
}

class PowerCuts : public testing::TestWithParam<Durability> {};

TEST_P(PowerCuts, WhatWasAnsweredIsThereAndNoPacketIsThereByHalf) {
  const bool is_durable = GetParam() == Durability::synced;
  const uint64_t wanted = std::getenv("RDX_LONG") != nullptr ? 1000 : 100;
  Machine machine(GetParam());
  Replica peer = open_memory({.source = 2}).value();
  std::vector<Twins> all(kThreads);
  for (uint64_t seed = 1; seed <= wanted && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const Loss loss = dice.chance(50) ? Loss::some_unsynced : Loss::all_unsynced;
    {
      Replica replica = machine.open();
      check(replica, all, is_durable);
      machine.system->cut_after(dice.below(120), loss, seed);
      std::vector<std::thread> threads;
      for (Twins& twins : all) threads.emplace_back([&] { write(machine, replica, twins); });
      if (dice.chance(30)) machine.compact();
      take_diff(machine, replica, peer);
      for (std::thread& thread : threads) thread.join();
      machine.system->cut(loss, seed);
    }
    ASSERT_TRUE(machine.system->power_on());
  }
  Replica replica = machine.open();
  check(replica, all, is_durable);
  take_diff(machine, replica, peer);
  EXPECT_TRUE(peer.seen() == replica.seen());
  std::cout << wanted << " power cuts, " << replica.seen().size() << " packets\n";
}

INSTANTIATE_TEST_SUITE_P(Faults, PowerCuts, testing::Values(Durability::synced, Durability::written),
                         [](const auto& mode) { return mode.param == Durability::synced ? "Synced" : "Written"; });

}  // namespace
}  // namespace rdx::faults
