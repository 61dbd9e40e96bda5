// Ranges of ids: the one form that each set of ids has.
#include "rdx/rdx/id_ranges.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/rdx/random.h"

namespace rdx::test {
namespace {

std::string bytes_of(std::vector<IdRange> ranges) {
  normalize(ranges);
  std::string bytes;
  append_id_ranges(bytes, ranges);
  return bytes;
}

std::vector<IdRange> read(Bytes bytes) {
  std::vector<IdRange> ranges;
  IdRangeReader reader(bytes);
  while (const auto range = reader.next()) ranges.push_back(*range);
  return ranges;
}

bool is_valid(std::string_view hex) { return valid_id_ranges(from_hex(hex).value()); }

TEST(IdRanges, are_written_in_one_form) {
  EXPECT_EQ(to_hex(bytes_of({{1, 5, 6}})), "320101320502");
  EXPECT_EQ(to_hex(bytes_of({{1, 8, 9}, {1, 5, 6}})), "320102320502320102");
  EXPECT_EQ(to_hex(bytes_of({{1, 7, 9}, {1, 5, 6}, {1, 6, 8}})), "320101320505") << "what touches is one range";
  EXPECT_EQ(to_hex(bytes_of({{2, 5, 5}, {1, 7, 7}})), "320101320701320201320501");
  EXPECT_EQ(bytes_of({}), "");
}

TEST(IdRanges, of_wide_numbers_take_a_short_record) {
  const std::vector<IdRange> wide{{1, 1ULL << 40, (1ULL << 41) - 1}};
  const std::string bytes = bytes_of(wide);
  EXPECT_EQ(to_hex(bytes),
            "3201016410"
            "00000000000100000000000000010000")
      << "skip and length of eight bytes each";
  EXPECT_EQ(read(bytes), wide);
}

TEST(IdRanges, that_are_not_canonical_are_refused) {
  EXPECT_TRUE(is_valid("320101320502"));
  EXPECT_FALSE(is_valid("")) << "no ranges";
  EXPECT_FALSE(is_valid("3101")) << "a source without ranges";
  EXPECT_FALSE(is_valid("320101")) << "a range missing";
  EXPECT_FALSE(is_valid("320102320502")) << "the second range missing";
  EXPECT_FALSE(is_valid("320101320502320102")) << "a range too many";
  EXPECT_FALSE(is_valid("32010133050002")) << "an overlong pair";
  EXPECT_FALSE(is_valid("320101320002")) << "skip 0";
  EXPECT_FALSE(is_valid("3201013105")) << "length 0";
  EXPECT_FALSE(is_valid("320102320502320001")) << "ranges that touch";
  EXPECT_FALSE(is_valid("320201320501320101320501")) << "sources descend";
  EXPECT_FALSE(is_valid("320101320501320101320501")) << "a source twice";
  EXPECT_FALSE(is_valid("380000100001000000320501")) << "a source past 20 bits";
  EXPECT_FALSE(is_valid("32010139ffffffffffffff0f02")) << "past the last number";
  EXPECT_TRUE(is_valid("32010139ffffffffffffff0f01")) << "the last number";
}

TEST(IdRanges, keep_to_the_limit_of_what_they_number) {
  const std::string bytes = bytes_of({{1, 10, 20}});
  EXPECT_TRUE(valid_id_ranges(bytes, 20));
  EXPECT_FALSE(valid_id_ranges(bytes, 19));
}

TEST(IdRanges, are_sets) {
  const uint64_t histories = history_count(500);
  for (uint64_t i = 0; i < histories && !HasFailure(); ++i) {
    Random random(first_seed() + i);
    std::array<std::set<std::pair<uint32_t, uint64_t>>, 2> expected;
    std::array<std::vector<IdRange>, 2> ranges;
    for (std::size_t which = 0; which < 2; ++which) {
      for (std::size_t count = random.below(i % 10 == 0 ? 400 : 12); count > 0; --count) {
        const auto source = static_cast<uint32_t>(random.one_in(9) ? 0xfffff : random.below(3));
        const uint64_t first = 1 + random.below(60) + (random.one_in(9) ? 1ULL << 40 : 0);
        const uint64_t last = first + random.below(5);
        ranges[which].push_back({source, first, last});
        for (uint64_t number = first; number <= last; ++number) expected[which].insert({source, number});
      }
      normalize(ranges[which]);
      const std::string bytes = bytes_of(ranges[which]);
      EXPECT_EQ(valid_id_ranges(bytes), !ranges[which].empty());
      EXPECT_EQ(read(bytes), ranges[which]);
      std::set<std::pair<uint32_t, uint64_t>> found;
      for (const IdRange& range : ranges[which])
        for (uint64_t number = range.first; number <= range.last; ++number) found.insert({range.source, number});
      EXPECT_EQ(found, expected[which]);
      for (uint64_t number = 0; number < 70; ++number)
        EXPECT_EQ(contains(ranges[which], 1, number), expected[which].count({1, number}) != 0);
    }
    std::set<std::pair<uint32_t, uint64_t>> left;
    for (const IdRange& range : subtract(ranges[0], ranges[1]))
      for (uint64_t number = range.first; number <= range.last; ++number) left.insert({range.source, number});
    std::set<std::pair<uint32_t, uint64_t>> wanted;
    std::set_difference(expected[0].begin(), expected[0].end(), expected[1].begin(), expected[1].end(),
                        std::inserter(wanted, wanted.end()));
    EXPECT_EQ(left, wanted) << first_seed() + i;
  }
}

}  // namespace
}  // namespace rdx::test
