// Random steps of evolution: whenever rdxc says that replicas of two schemas understand each other, they do.
//
//   rdxc_evolution_test             1,000 steps; 10,000 with RDX_LONG; RDX_STEPS says another number
//   RDX_SEED=n                      another walk
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "rdxc/check/compatibility.h"
#include "rdxc/check/lock.h"
#include "tests/environment.h"
#include "tests/rdxc/evolution/exchange.h"

namespace rdxc::evolution {
namespace {

// How often a code was given alone, and how often the exchange showed why.
struct Count {
  size_t said = 0;
  size_t shown = 0;
};

// A project's history: a schema that changes step by step, and the lock that follows it.
class Walk {
 public:
  explicit Walk(uint64_t seed) : random_(seed) { begin(); }

  void step() {
    if (++age_ > 40) begin();
    std::unique_ptr<Version> next = make_next();
    Diagnostics diagnostics;
    compare(lock_, next->facts, Level::kWire, diagnostics);
    ++steps;
    if (diagnostics.failed())
      breaks(std::move(next), diagnostics);
    else
      goes_on(std::move(next), diagnostics);
  }

  size_t steps = 0;
  size_t compatible = 0;
  size_t with_warnings = 0;
  std::map<std::string, Count> codes;
  std::map<std::string, Count> changes_tried;  // said: broke

 private:
  void begin() {
    age_ = 0;
    versions_.clear();
    versions_.push_back(std::make_unique<Version>(random_model(random_)));
    ASSERT_FALSE(versions_[0]->diagnostics.failed()) << print(versions_[0]->model);
    lock_ = versions_[0]->facts;
  }

  // The next model that is a schema without faults.
  std::unique_ptr<Version> make_next() {
    for (;;) {
      const Change& change = changes()[random_.below(changes().size())];
      Model model = versions_.back()->model;
      if (!change.apply(model, random_)) continue;
      auto next = std::make_unique<Version>(std::move(model));
      if (next->diagnostics.failed()) continue;
      change_ = change.name;
      ++changes_tried[change_].shown;
      return next;
    }
  }

  // Any version since the last break must understand the next one.
  void goes_on(std::unique_ptr<Version> next, const Diagnostics& diagnostics) {
    ++compatible;
    if (!diagnostics.list().empty()) ++with_warnings;
    const Version& old = random_.one_in(2) ? *versions_.back() : *random_.pick(versions_);
    const std::string fault = exchange(old, *next, random_);
    EXPECT_EQ(fault, "") << "step " << steps << ", " << change_ << "\nold:\n"
                         << print(old.model) << "\nnew:\n"
                         << print(next->model);
    lock_ = remember(lock_, next->facts);
    versions_.push_back(std::move(next));
    if (versions_.size() > 5) versions_.erase(versions_.begin());
  }

  // Is there a version since the last break that the next one does not understand?
  bool shows(const Version& next) {
    for (size_t i = versions_.size(); i-- > 0;)
      if (!exchange(*versions_[i], next, random_).empty()) return true;
    return false;
  }

  // Mostly the change is taken back; sometimes it is forced, and the lock begins to remember.
  void breaks(std::unique_ptr<Version> next, const Diagnostics& diagnostics) {
    ++changes_tried[change_].said;
    std::set<std::string> said;
    for (const Diagnostic& one : diagnostics.list())
      if (one.severity == Severity::kError) said.insert(code_text(one.code));
    if (said.size() == 1) {
      Count& count = codes[*said.begin()];
      ++count.said;
      if (shows(*next)) ++count.shown;
    }
    if (!random_.one_in(3)) return;
    lock_ = remember(lock_, next->facts);
    versions_.clear();
    versions_.push_back(std::move(next));
  }

  Random random_;
  int age_ = 0;
  std::vector<std::unique_ptr<Version>> versions_;  // since the last break, the latest last
  facts::Facts lock_;
  std::string change_;
};

TEST(Evolution, WhatIsCompatibleExchangesAndConverges) {
  const uint64_t wanted = rdx::environment_number("RDX_STEPS", std::getenv("RDX_LONG") != nullptr ? 10000 : 1000);
  const uint64_t seed = rdx::environment_number("RDX_SEED", 1);
  Walk walk(seed);
  while (walk.steps < wanted && !::testing::Test::HasFailure()) walk.step();
  for (const auto& [code, count] : walk.codes)
    std::printf("  %s alone %zu times; the exchange showed it in %zu\n", code.c_str(), count.said, count.shown);
  for (const auto& [name, count] : walk.changes_tried)
    std::printf("  %-34s %zu times, %zu broke\n", name.c_str(), count.shown, count.said);
  std::printf("seed %llu: %zu steps, %zu compatible (%zu with warnings), each exchanged and converged\n",
              static_cast<unsigned long long>(seed), walk.steps, walk.compatible, walk.with_warnings);
  EXPECT_GT(walk.compatible * 4, walk.steps);  // the walk is not all breaks
  // The breaks that show whatever is stored, but where what was written happens to be the default.
  for (const char* code : {"RDX1101", "RDX1106", "RDX1109", "RDX1110"})
    EXPECT_GE(walk.codes[code].shown * 100, walk.codes[code].said * 95) << code;
  // Those that show where what is stored is of the kind. RDX1104 and RDX1108 are precautions: nothing shows yet.
  for (const char* code : {"RDX1102", "RDX1107", "RDX1111", "RDX1113", "RDX1114"})
    EXPECT_GT(walk.codes[code].shown, 0u) << code;
  if (walk.steps >= 10000) {
    EXPECT_GT(walk.codes["RDX1105"].shown, 0u);
  }
}

}  // namespace
}  // namespace rdxc::evolution
