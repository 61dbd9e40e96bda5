// Edit scripts lead from one sequence to the other, and short sequences by a shortest way.
#include "rdx/rdx/array_script.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/rdx/random.h"

namespace rdx::test {
namespace {

using Sequence = std::vector<uint32_t>;

Sequence sequence(std::string_view text) { return {text.begin(), text.end()}; }

Sequence apply(const Sequence& before, const Sequence& after, const std::vector<Hunk>& hunks) {
  Sequence result;
  std::size_t at = 0;
  for (const Hunk& hunk : hunks) {
    result.insert(result.end(), before.begin() + static_cast<std::ptrdiff_t>(at),
                  before.begin() + static_cast<std::ptrdiff_t>(hunk.old_begin));
    result.insert(result.end(), after.begin() + static_cast<std::ptrdiff_t>(hunk.new_begin),
                  after.begin() + static_cast<std::ptrdiff_t>(hunk.new_end));
    at = hunk.old_end;
  }
  result.insert(result.end(), before.begin() + static_cast<std::ptrdiff_t>(at), before.end());
  return result;
}

std::size_t cost(const std::vector<Hunk>& hunks) {
  std::size_t cost = 0;
  for (const Hunk& hunk : hunks) cost += hunk.old_end - hunk.old_begin + hunk.new_end - hunk.new_begin;
  return cost;
}

std::size_t shortest(const Sequence& before, const Sequence& after) {
  std::vector<std::vector<std::size_t>> common(before.size() + 1, std::vector<std::size_t>(after.size() + 1));
  for (std::size_t i = 0; i < before.size(); ++i)
    for (std::size_t j = 0; j < after.size(); ++j)
      common[i + 1][j + 1] = before[i] == after[j] ? common[i][j] + 1 : std::max(common[i][j + 1], common[i + 1][j]);
  return before.size() + after.size() - 2 * common.back().back();
}

void expect_script(const Sequence& before, const Sequence& after, bool is_shortest) {
  const auto hunks = edit_script(before, after);
  EXPECT_EQ(apply(before, after, hunks), after);
  if (is_shortest) {
    EXPECT_EQ(cost(hunks), shortest(before, after));
  }
  for (std::size_t i = 1; i < hunks.size(); ++i) EXPECT_LT(hunks[i - 1].old_end, hunks[i].old_begin);
}

TEST(EditScript, is_empty_for_equal_sequences) {
  EXPECT_TRUE(edit_script({}, {}).empty());
  EXPECT_TRUE(edit_script(sequence("abc"), sequence("abc")).empty());
}

TEST(EditScript, names_what_goes_and_what_comes) {
  EXPECT_EQ(edit_script(sequence("abc"), sequence("axc")), (std::vector<Hunk>{{1, 2, 1, 2}}));
  EXPECT_EQ(edit_script(sequence(""), sequence("ab")), (std::vector<Hunk>{{0, 0, 0, 2}}));
  EXPECT_EQ(edit_script(sequence("ab"), sequence("")), (std::vector<Hunk>{{0, 2, 0, 0}}));
  EXPECT_EQ(edit_script(sequence("one two"), sequence("one and two")), (std::vector<Hunk>{{4, 4, 4, 8}}));
}

TEST(EditScript, is_shortest_for_short_sequences) {
  const uint64_t histories = history_count(3000);
  for (uint64_t i = 0; i < histories && !HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(first_seed() + i));
    Random random(first_seed() + i);
    const auto random_sequence = [&] {
      Sequence letters(random.below(30));
      const std::size_t alphabet = 1 + random.below(5);
      for (uint32_t& letter : letters) letter = static_cast<uint32_t>(random.below(alphabet));
      return letters;
    };
    expect_script(random_sequence(), random_sequence(), true);
  }
}

TEST(EditScript, leads_from_one_long_sequence_to_another) {
  Random random(first_seed());
  Sequence before(30000);
  Sequence other(20000);
  for (uint32_t& letter : before) letter = static_cast<uint32_t>(random.below(40));
  for (uint32_t& letter : other) letter = static_cast<uint32_t>(random.below(40));
  expect_script(before, other, false);  // nothing in common: past the limit
  Sequence after = before;
  for (int i = 0; i < 200; ++i) {
    const auto at = after.begin() + static_cast<std::ptrdiff_t>(random.below(after.size() - 10));
    if (random.one_in(2))
      after.erase(at, at + static_cast<std::ptrdiff_t>(random.below(10)));
    else
      after.insert(at, random.below(10), 77);
  }
  expect_script(before, after, false);
  expect_script({}, after, false);
}

}  // namespace
}  // namespace rdx::test
