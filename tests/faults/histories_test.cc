// The simulator's histories over RocksDB: kills and power cuts in the middle of its work, full disks, lost disks, old
// copies, for each durability mode. What is checked stands in tests/simulator/world.h.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "tests/faults/rocks_disk.h"
#include "tests/simulator/world.h"

namespace rdx::faults {
namespace {

class Histories : public testing::TestWithParam<Durability> {};

TEST_P(Histories, EveryHistoryKeepsThePromises) {
  const uint64_t wanted = std::getenv("RDX_LONG") != nullptr ? 1000 : 100;
  uint64_t cuts = 0, kills = 0, packets = 0, seed = 0;
  while (cuts < wanted) {
    simulator::Settings settings{.seed = ++seed, .steps = 60, .acknowledges = GetParam() == Durability::synced};
    settings.make_disk = [](simulator::Habits, simulator::OnWrite on_write, uint64_t disk_seed) {
      return std::make_unique<RocksDisk>(GetParam(), std::move(on_write), disk_seed);
    };
    const auto outcome = simulator::run_history(settings);
    ASSERT_FALSE(outcome.failure) << "seed " << seed << ": " << *outcome.failure;
    cuts += outcome.power_cuts;
    kills += outcome.kills;
    packets += outcome.packets;
  }
  std::cout << seed << " histories, " << packets << " packets, " << cuts << " power cuts, " << kills << " kills\n";
}

INSTANTIATE_TEST_SUITE_P(Faults, Histories, testing::Values(Durability::synced, Durability::written),
                         [](const auto& mode) { return mode.param == Durability::synced ? "Synced" : "Written"; });

}  // namespace
}  // namespace rdx::faults
