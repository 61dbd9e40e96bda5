// Random histories of a ring.
//
//   test_ring_simulator              RDX_RING_SEEDS histories (150; 40 under sanitizers; 20,000 with RDX_LONG)
//   test_ring_simulator --seed N     one of them, with what happened in it
//   test_ring_simulator --misses     passes when a history fails, directed ones too: for a build with a rule
//                                    taken out
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "tests/ring/world.h"
#include "tests/sanitized.h"

namespace rdx::ring_simulator {
namespace {

constexpr uint64_t kUsualSeeds = kIsSanitized ? 40 : 150;
constexpr uint64_t kMissSeeds = 4'000;

uint64_t seeds() {
  if (const char* text = std::getenv("RDX_RING_SEEDS"); text != nullptr && *text != 0)
    return std::strtoull(text, nullptr, 10);
  return std::getenv("RDX_LONG") != nullptr ? 20'000 : kUsualSeeds;
}

TEST(RingSimulator, EveryHistoryKeepsThePromises) {
  Outcome sum;
  for (uint64_t seed = 1; seed <= seeds(); ++seed) {
    const Outcome outcome = run_history({.seed = seed});
    ASSERT_FALSE(outcome.failure) << *outcome.failure << "\nonce more: test_ring_simulator --seed " << seed;
    sum.writes += outcome.writes;
    sum.degraded += outcome.degraded;
    sum.in_doubt += outcome.in_doubt;
    sum.kills += outcome.kills;
    sum.losses += outcome.losses;
    sum.views += outcome.views;
  }
  EXPECT_GT(sum.writes, 5 * seeds());
  std::cout << seeds() << " histories: " << sum.writes << " packets answered, 0 lost; " << sum.degraded
            << " on one disk, as was said; " << sum.in_doubt << " writers in doubt; " << sum.kills << " kills, "
            << sum.losses << " disks lost, " << sum.views << " lists of members\n";
}

TEST(RingSimulator, AHistoryFollowsFromItsSeed) {
  for (uint64_t seed = 1; seed < 4; ++seed)
    EXPECT_EQ(run_history({.seed = seed}).trace, run_history({.seed = seed}).trace) << "seed " << seed;
}

int replay(uint64_t seed) {
  const Outcome outcome = run_history({.seed = seed});
  for (const std::string& line : outcome.trace) std::cout << line << "\n";
  std::cout << (outcome.failure ? *outcome.failure : "all is well") << "\n";
  return outcome.failure ? 1 : 0;
}

int run_mutant() {
  GTEST_FLAG_SET(filter, "Directed.*");
  if (RUN_ALL_TESTS() != 0) return 0;
  for (uint64_t seed = 1; seed <= kMissSeeds; ++seed) {
    const Outcome outcome = run_history({.seed = seed});
    if (!outcome.failure) continue;
    std::cout << "seed " << seed << ": " << *outcome.failure << "\n";
    return 0;
  }
  std::cout << "no history fails\n";
  return 1;
}

}  // namespace
}  // namespace rdx::ring_simulator

int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(arguments[i], "--misses") == 0) return rdx::ring_simulator::run_mutant();
    if (i + 1 < count && std::strcmp(arguments[i], "--seed") == 0)
      return rdx::ring_simulator::replay(std::strtoull(arguments[i + 1], nullptr, 10));
  }
  return RUN_ALL_TESTS();
}
