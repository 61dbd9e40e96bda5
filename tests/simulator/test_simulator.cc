// Random histories of the simulator.
//
//   test_simulator                   RDX_SEEDS histories (20,000; 1,000 under sanitizers; 1,000,000 with RDX_LONG),
//                                    from RDX_FIRST_SEED on, and rules switched off
//   test_simulator --seed N          one of them, with what happened in it
//   test_simulator --rule NAME       with --seed: with that rule switched off
//   test_simulator --hasty           with --seed or --misses: durability `written`
//   test_simulator --eager           besides: nobody waits after a power cut
//   test_simulator --misses          passes when a history fails: for a build with a rule taken out
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "tests/environment.h"
#include "tests/sanitized.h"
#include "tests/simulator/seeds.h"
#include "tests/simulator/world.h"

namespace rdx::simulator {
namespace {

constexpr uint64_t kUsualSeeds = kIsSanitized ? 1'000 : 20'000;

constexpr uint64_t kProgressEvery = 50'000;

struct Tally {
  uint64_t failed_seed = 0;  // 0 for none
  std::string failure;
  uint64_t histories = 0;
  uint64_t packets = 0;
  uint64_t losses = 0;
  uint64_t collected = 0;
  uint64_t forgotten = 0;
  uint64_t behind = 0;
  uint64_t switches = 0;
  uint64_t conflicts = 0;
  uint64_t told = 0;
  uint64_t begun_anew = 0;
};

// Histories `first` to `seeds`, until one fails.
Tally run_until_failure(uint64_t seeds, const Settings& settings, uint64_t first = 1) {
  Tally tally;
  const auto run = [&](uint64_t seed) {
    Settings history = settings;
    history.seed = seed;
    return run_history(history);
  };
  const auto take = [&](uint64_t, const Outcome& outcome) {
    ++tally.histories;
    if (tally.histories % kProgressEvery == 0) std::cout << tally.histories << " histories" << std::endl;
    tally.packets += outcome.packets;
    tally.losses += outcome.losses;
    tally.collected += outcome.collected;
    tally.forgotten += outcome.forgotten;
    tally.behind += outcome.behind;
    tally.switches += outcome.switches;
    tally.conflicts += outcome.conflicts;
    tally.told += outcome.told;
    tally.begun_anew += outcome.begun_anew;
    if (outcome.failure) tally.failure = *outcome.failure;
    return !outcome.failure;
  };
  tally.failed_seed = first_failing_seed(first, seeds, run, take);
  return tally;
}

TEST(Simulator, EveryHistoryKeepsThePromises) {
  const uint64_t seeds = environment_number("RDX_SEEDS", std::getenv("RDX_LONG") != nullptr ? 1'000'000 : kUsualSeeds);
  const Tally tally = run_until_failure(seeds, {}, environment_number("RDX_FIRST_SEED", 1));
  EXPECT_EQ(tally.failed_seed, 0U) << tally.failure << "\nonce more: test_simulator --seed " << tally.failed_seed;
  EXPECT_GT(tally.packets, 5 * tally.histories);
  std::cout << tally.histories << " histories, " << tally.packets << " packets, " << tally.losses
            << " times a replica came back with less than it had, " << tally.collected << " packets collected, "
            << tally.forgotten << " peers forgotten, of which " << tally.behind << " came back and had to start anew, "
            << tally.switches << " times a state took the place of another, " << tally.conflicts
            << " transactions conflicted; followers were told " << tally.told << " packets and had to begin anew "
            << tally.begun_anew << " times\n";
  EXPECT_GT(tally.collected, tally.histories);
  EXPECT_GT(tally.switches, tally.histories / 50);
  EXPECT_GT(tally.conflicts, tally.histories / 10);
  EXPECT_GT(tally.told, 10 * tally.histories);
  EXPECT_GT(tally.begun_anew, tally.histories / 10);
}

// Nobody waits after a power cut, and no number is given twice, as long as what is pushed is on the disk.
TEST(Simulator, AReplicaThatLostItsLastMomentsGoesOn) {
  const Tally tally = run_until_failure(kUsualSeeds / 10, {.acknowledges = false, .is_hasty = true});
  EXPECT_EQ(tally.failed_seed, 0U) << tally.failure << "\nonce more: test_simulator --hasty --seed "
                                   << tally.failed_seed;
}

// Nor is one where commits are pushed before they are on the disk: who may have lost some goes on under a fresh source.
TEST(Simulator, AReplicaThatLostWhatOthersHaveGoesOnUnderAFreshSource) {
  const uint64_t seeds = std::getenv("RDX_LONG") != nullptr ? kUsualSeeds : kUsualSeeds / 10;
  const Tally tally = run_until_failure(seeds, {.acknowledges = false, .is_hasty = true, .is_eager = true});
  EXPECT_EQ(tally.failed_seed, 0U) << tally.failure << "\nonce more: test_simulator --hasty --eager --seed "
                                   << tally.failed_seed;
}

class WithoutARule : public testing::TestWithParam<Rule> {};

TEST_P(WithoutARule, AHistoryFails) {
  const Tally tally = run_until_failure(5'000, {.broken = GetParam()});
  EXPECT_NE(tally.failed_seed, 0U);
  std::cout << "seed " << tally.failed_seed << ": " << tally.failure << "\n";
}

INSTANTIATE_TEST_SUITE_P(Simulator, WithoutARule, testing::ValuesIn(kRules),
                         [](const auto& rule) { return rule_name(rule.param); });

TEST(Simulator, AHistoryFollowsFromItsSeed) {
  for (uint64_t seed = 1; seed < 20; ++seed) {
    const Outcome one = run_history({.seed = seed});
    const Outcome two = run_history({.seed = seed});
    EXPECT_EQ(one.trace, two.trace) << "seed " << seed;
    EXPECT_GT(one.trace.size(), 50U);
  }
}

int replay(const Settings& settings) {
  const Outcome outcome = run_history(settings);
  for (const std::string& line : outcome.trace) std::cout << line << "\n";
  std::cout << (outcome.failure ? *outcome.failure : "all is well") << "\n";
  return outcome.failure ? 1 : 0;
}

int run_mutant(const Settings& settings) {
  GTEST_FLAG_SET(filter, "Directed.*");
  if (RUN_ALL_TESTS() != 0) return 0;
  const Tally tally = run_until_failure(kUsualSeeds, settings);
  std::cout << (tally.failed_seed == 0 ? "no history fails" : "seed " + std::to_string(tally.failed_seed)) << ": "
            << tally.failure << "\n";
  return tally.failed_seed == 0 ? 1 : 0;
}

Rule rule_named(const char* name) {
  for (const Rule rule : kRules)
    if (std::strcmp(rule_name(rule), name) == 0) return rule;
  std::cerr << "there is no rule '" << name << "'; there are:";
  for (const Rule rule : kRules) std::cerr << ' ' << rule_name(rule);
  std::cerr << '\n';
  std::exit(2);
}

}  // namespace
}  // namespace rdx::simulator

int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  rdx::simulator::Settings settings{.seed = 0};
  for (int i = 1; i < count; ++i) {
    const bool has_value = i + 1 < count;
    if (std::strcmp(arguments[i], "--misses") == 0) return rdx::simulator::run_mutant(settings);
    if (std::strcmp(arguments[i], "--hasty") == 0) settings.is_hasty = true, settings.acknowledges = false;
    if (std::strcmp(arguments[i], "--eager") == 0) settings.is_eager = true;
    if (has_value && std::strcmp(arguments[i], "--seed") == 0)
      settings.seed = std::strtoull(arguments[i + 1], nullptr, 10);
    if (has_value && std::strcmp(arguments[i], "--rule") == 0)
      settings.broken = rdx::simulator::rule_named(arguments[i + 1]);
  }
  if (settings.seed != 0) return rdx::simulator::replay(settings);
  return RUN_ALL_TESTS();
}
