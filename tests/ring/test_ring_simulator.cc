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

#include "tests/environment.h"
#include "tests/ring/world.h"
#include "tests/sanitized.h"
#include "tests/simulator/seeds.h"

namespace rdx::ring_simulator {
namespace {

constexpr uint64_t kUsualSeeds = kIsSanitized ? 40 : 150;
constexpr uint64_t kMissSeeds = 4'000;
constexpr uint64_t kProgressEvery = 1'000;

uint64_t seeds() {
  return environment_number("RDX_RING_SEEDS", std::getenv("RDX_LONG") != nullptr ? 20'000 : kUsualSeeds);
}

TEST(RingSimulator, EveryHistoryKeepsThePromises) {
  Outcome sum;
  uint64_t histories = 0;
  const auto run = [](uint64_t seed) { return run_history({.seed = seed}); };
  const auto take = [&](uint64_t, const Outcome& outcome) {
    if (++histories % kProgressEvery == 0) std::cout << histories << " histories" << std::endl;
    if (outcome.failure) sum.failure = outcome.failure;
    sum.writes += outcome.writes;
    sum.degraded += outcome.degraded;
    sum.in_doubt += outcome.in_doubt;
    sum.kills += outcome.kills;
    sum.losses += outcome.losses;
    sum.orphaned += outcome.orphaned;
    sum.views += outcome.views;
    return !outcome.failure;
  };
  const uint64_t failed = simulator::first_failing_seed(1, seeds(), run, take);
  ASSERT_EQ(failed, 0U) << *sum.failure << "\nonce more: test_ring_simulator --seed " << failed;
  EXPECT_GT(sum.writes, 5 * seeds());
  std::cout << seeds() << " histories: " << sum.writes << " packets answered, 0 lost; " << sum.degraded
            << " on one disk, as was said; " << sum.orphaned << " changes to what was lost with it; " << sum.in_doubt
            << " writers in doubt; " << sum.kills << " kills, " << sum.losses << " disks lost, " << sum.views
            << " lists of members\n";
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
  std::string failure = "no history fails";
  const auto run = [](uint64_t seed) { return run_history({.seed = seed}); };
  const auto take = [&](uint64_t seed, const Outcome& outcome) {
    if (outcome.failure) failure = "seed " + std::to_string(seed) + ": " + *outcome.failure;
    return !outcome.failure;
  };
  const uint64_t failed = simulator::first_failing_seed(1, kMissSeeds, run, take);
  std::cout << failure << "\n";
  return failed == 0 ? 1 : 0;
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
