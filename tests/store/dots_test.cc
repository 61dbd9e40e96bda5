// Sets of packet numbers: their bytes, and what is no such bytes.
#include "rdx/store/dots.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace rdx::test {
namespace {

DotSet set_of(std::initializer_list<Dot> dots) {
  DotSet set;
  for (const Dot dot : dots) set.add(dot);
  return set;
}

std::string fault_of(std::string_view hex) {
  const std::string record = *from_hex(hex);
  const auto read = DotRanges::read(record);
  return read ? "none" : read.error().message;
}

TEST(Dots, AreWrittenAsRanges) {
  EXPECT_EQ(to_hex(DotSet().record()), "6400");
  // source 5: one range, from 1, of 3 numbers
  EXPECT_EQ(to_hex(set_of({{5, 1}, {5, 2}, {5, 3}}).record()), to_hex(std::string("d\x06"
                                                                                  "2\x05\x01"
                                                                                  "2\x01\x03")));
  // source 5: 1, then from 3 on (skip 1) two; source 6: 2 (skip 2)
  EXPECT_EQ(to_hex(set_of({{6, 2}, {5, 4}, {5, 3}, {5, 1}}).record()), to_hex(std::string("d\x0f"
                                                                                          "2\x05\x02"
                                                                                          "2\x01\x01"
                                                                                          "2\x01\x02"
                                                                                          "2\x06\x01"
                                                                                          "2\x02\x01")));
}

TEST(Dots, AMillionInARowAreAFewBytes) {
  DotSet set;
  for (uint32_t i = 1; i <= 1000000; ++i) set.add({0xfffff, i});
  EXPECT_LT(set.record().size(), 20u);
  EXPECT_EQ(set.size(), 1000000u);
  EXPECT_EQ(set.last(0xfffff), 1000000u);
}

TEST(Dots, AreReadAgain) {
  std::mt19937 random(3);
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random()) % limit; };
  for (int round = 0; round < 50; ++round) {
    DotSet set;
    for (int i = 0; i < 200; ++i) set.add({below(4) + 1, below(round < 25 ? 300 : 0xffffffff) + 1});
    set.add({9, 0xffffffff});
    const std::string record = set.record();
    const auto ranges = DotRanges::read(record);
    ASSERT_TRUE(ranges) << ranges.error().message;
    DotSet again;
    again.add(*ranges);
    EXPECT_EQ(again, set);
    EXPECT_EQ(again.record(), record);
    again.remove(*ranges);
    EXPECT_TRUE(again.empty());
  }
}

TEST(Dots, ASetIsASet) {
  DotSet a = set_of({{1, 1}, {1, 2}, {2, 7}});
  const DotSet b = set_of({{1, 2}, {3, 1}});
  EXPECT_TRUE(a.contains({2, 7}));
  EXPECT_FALSE(a.contains({2, 6}));
  EXPECT_FALSE(a.includes(b));
  DotSet both = a;
  both.add(b);
  EXPECT_EQ(both.size(), 4u);
  EXPECT_TRUE(both.includes(a) && both.includes(b));
  a.remove(b);
  EXPECT_EQ(a, set_of({{1, 1}, {2, 7}}));
  std::vector<Dot> seen;
  both.for_each([&](Dot dot) { return seen.push_back(dot), true; });
  EXPECT_EQ(seen, (std::vector<Dot>{{1, 1}, {1, 2}, {2, 7}, {3, 1}}));
  EXPECT_EQ(both.sources(), (std::vector<uint32_t>{1, 2, 3}));
}

// Against a set of plain numbers, through containers of every kind and gaps between them.
TEST(Dots, ASetIsWhatAPlainSetWouldBe) {
  std::mt19937 random(17);
  const auto below = [&](uint32_t limit) { return static_cast<uint32_t>(random()) % limit; };
  for (int round = 0; round < 8; ++round) {
    DotSet ours;
    DotSet theirs;
    std::set<uint32_t> plain_ours;
    std::set<uint32_t> plain_theirs;
    for (int i = 0; i < 30; ++i) {
      const uint32_t first = below(5) * 65536 + below(i % 3 == 0 ? 65536 : 200) + 1;
      const uint32_t last = first + below(i % 4 == 0 ? 70000 : 50);
      DotSet& set = i % 2 == 0 ? ours : theirs;
      std::set<uint32_t>& plain = i % 2 == 0 ? plain_ours : plain_theirs;
      set.add_range(3, first, last);
      for (uint32_t number = first; number <= last; ++number) plain.insert(plain.end(), number);
    }
    const std::string record = theirs.record();
    DotSet by_ranges = ours;
    by_ranges.remove(*DotRanges::read(record));
    DotSet by_set = ours;
    by_set.remove(theirs);
    for (const uint32_t number : plain_theirs) plain_ours.erase(number);
    std::set<uint32_t> left;
    by_set.for_each([&](Dot dot) { return left.insert(left.end(), dot.sequence), true; });
    EXPECT_EQ(left, plain_ours) << "round " << round;
    EXPECT_EQ(by_ranges, by_set);
    EXPECT_EQ(by_ranges.record(), by_set.record());
    EXPECT_EQ(by_set.size(), plain_ours.size());
  }
}

TEST(Dots, FewBytesMayNameMoreThanMemoryHolds) {
  DotSet ours = set_of({{5, 1}, {5, 9}, {6, 1}});
  const std::string record = *from_hex(
      "640c320501"
      "38"
      "01000000ffffffff");
  const auto every = DotRanges::read(record);
  ASSERT_TRUE(every) << every.error().message;
  ours.remove(*every);
  EXPECT_EQ(ours, set_of({{6, 1}}));
}

TEST(Dots, WhatIsNotCanonicalIsRefused) {
  EXPECT_EQ(fault_of("6400"), "none");
  EXPECT_EQ(fault_of(""), "the set of packet numbers has no D record around it");
  EXPECT_EQ(fault_of("640000"), "the set of packet numbers has no D record around it");
  EXPECT_EQ(fault_of("4400000000"), "the set of packet numbers has no D record around it");
  EXPECT_EQ(fault_of("6403320501"), "the set of packet numbers has a range that is none");        // n says 1
  EXPECT_EQ(fault_of("6406320501320003"), "the set of packet numbers has a range that is none");  // skip 0
  EXPECT_EQ(fault_of("64053205013101"), "the set of packet numbers has a range that is none");    // length 0
  EXPECT_EQ(fault_of("6402"
                     "3105"),
            "the set of packet numbers has a source that is none");  // n 0
  EXPECT_EQ(fault_of("640c320501320101320501320101"), "the set of packet numbers has sources that do not ascend");
  EXPECT_EQ(fault_of("6409320501350100000005"),
            "the set of packet numbers has a range that is none");  // an overlong pair
  EXPECT_EQ(fault_of("640932050135ffffffff02"), "the set of packet numbers has a number past 2^32-1");
}

TEST(Dots, ADotHasOneForm) {
  std::string bytes;
  append_dot(bytes, {0x1f, 2});
  append_dot(bytes, {kMaxSource, 0xffffffff});
  Bytes rest = bytes;
  EXPECT_EQ(take_dot(rest), (Dot{0x1f, 2}));
  EXPECT_EQ(take_dot(rest), (Dot{kMaxSource, 0xffffffff}));
  EXPECT_TRUE(rest.empty());
  for (const char* hex : {"30", "3101",
                          "32"
                          "0005",
                          "34"
                          "01000500",
                          "38"
                          "0100000000001000"}) {
    const std::string wrong = *from_hex(hex);
    Bytes at = wrong;
    EXPECT_FALSE(take_dot(at)) << hex;
    EXPECT_EQ(at, wrong);
  }
  EXPECT_EQ(to_text(Dot{0xc187, 0x3a62}), "c187-3a62");
}

}  // namespace
}  // namespace rdx::test
