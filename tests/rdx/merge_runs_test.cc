// The merge of many, large and lopsided runs, against a plain std::map.
#include "rdx/rdx/merge_runs.h"

#include <gtest/gtest.h>

#include <map>

#include "rdx/rdx/counter.h"
#include "rdx/rdx/element.h"
#include "rdx/rdx/set.h"
#include "tests/rdx/bytes_of.h"
#include "tests/rdx/random.h"

namespace rdx {
namespace {

using test::merge;
using test::Random;

// An element of any length around the sizes where the merge changes its way.
std::string element_value(Random& random, std::size_t kinds) {
  static const std::vector<std::size_t> kSizes{0, 1, 6, 7, 8, 9, 15, 16, 31, 32, 64, 240, 260, 5000};
  const std::size_t kind = random.below(kinds);
  std::string value(kSizes[kind % kSizes.size()], static_cast<char>('a' + kind / kSizes.size() % 3));
  if (!value.empty()) value.back() = static_cast<char>('a' + random.below(3));
  return value;
}

using Elements = std::map<std::string, Stamp>;

std::string set_of(const Elements& elements) {
  std::string bare;
  for (const auto& [value, stamp] : elements) append_element(bare, 'S', value, stamp);
  return bare;
}

void expect_union(const std::vector<Elements>& inputs) {
  Elements expected;
  std::vector<std::string> bares;
  for (const Elements& input : inputs) {
    for (const auto& [value, stamp] : input)
      if (!expected.contains(value) || rank_of(expected[value]) < rank_of(stamp)) expected[value] = stamp;
    bares.push_back(set_of(input));
  }
  const std::string merged = merge<E>(bares);
  ASSERT_TRUE(E::valid(merged));
  ASSERT_EQ(to_hex(merged), to_hex(set_of(expected)));
}

TEST(MergeRuns, takes_any_number_of_inputs) {
  Random random(7);
  for (const std::size_t count : {2U, 3U, 15U, 16U, 17U, 255U, 256U, 257U, 4097U}) {
    SCOPED_TRACE(count);
    std::vector<Elements> inputs(count);
    for (Elements& input : inputs)
      for (std::size_t i = random.below(6); i > 0; --i)
        input[element_value(random, 80)] = {random.one_in(9) ? random.number() >> 4 : random.below(6),
                                            static_cast<uint32_t>(random.below(4))};
    expect_union(inputs);
  }
}

TEST(MergeRuns, copies_long_stretches) {
  Random random(8);
  for (const std::size_t count : {2U, 3U}) {
    std::vector<Elements> inputs(count);
    for (std::size_t i = 0; i < 3000; ++i) {
      char digits[8];
      std::snprintf(digits, sizeof digits, "%05zu", i);
      inputs[i / 100 % count][digits] = {2, 1};
      if (random.one_in(50)) inputs[random.below(count)][digits] = {4, 2};
    }
    expect_union(inputs);
  }
}

TEST(MergeRuns, of_none_or_one_that_says_anything_answers_it) {
  const std::string set = E::tlv({1, "a"}, {1, 1});
  EXPECT_EQ(merge<E>({}), "");
  EXPECT_EQ(merge<E>({"", ""}), "");
  EXPECT_EQ(merge<E>({"", set, ""}), set);
}

TEST(MergeRuns, keeps_no_more_than_about_twice_what_came_out) {
  const std::string set = E::tlv({1, 2, 3, "abcdefghijklmnopqrstuvwxyz"}, {1, 1});
  const std::string merged = merge<E>(std::vector<std::string>(1000, set));
  EXPECT_EQ(merged, set);
  EXPECT_LT(merged.capacity(), 4 * set.size());
}

TEST(MergeRuns, ends_on_any_bytes) {
  Random random(9);
  const std::string set = E::tlv({1, 2, "abc", 0.5}, {1, 1});
  for (int i = 0; i < 2000; ++i) {
    std::string broken = set;
    broken.resize(random.below(set.size() + 1));
    for (std::size_t flips = random.below(3); flips > 0 && !broken.empty(); --flips)
      broken[random.below(broken.size())] = static_cast<char>(random.number());
    const std::string other = random.one_in(2) ? set : broken;
    EXPECT_LE(merge<E>({broken, other}).size(), broken.size() + other.size());
    EXPECT_LE(merge<E>({broken, other, set}).size(), broken.size() + other.size() + set.size());
    EXPECT_LE(merge<U>({broken, other}).size(), broken.size() + other.size());
    EXPECT_LE(merge<N>({broken, other}).size(), broken.size() + other.size());
  }
}

}  // namespace
}  // namespace rdx
