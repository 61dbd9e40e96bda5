#include "rdx/store/ring_view.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace rdx {
namespace {

RingView view_of(uint32_t count) {
  RingView view;
  for (uint32_t number = 1; number <= count; ++number) view = *with_member(view, number);
  return view;
}

// The fullest member's slots by the mean.
double fullest(const RingView& view) {
  const Placement placement(view);
  std::size_t most = 0;
  for (const RingMember& each : view.members) most = std::max(most, placement.slots_of(each.number).count());
  const std::size_t copies = std::min<std::size_t>(2, view.members.size());
  return static_cast<double>(most * view.members.size()) / static_cast<double>(kSlots * copies);
}

// Copies that the second view wants where the first has none.
std::size_t moved(const RingView& from, const RingView& to) {
  const Placement before(from);
  const Placement after(to);
  std::size_t count = 0;
  for (const RingMember& each : to.members)
    count += (after.slots_of(each.number) & ~before.slots_of(each.number)).count();
  return count;
}

TEST(RingView, IsWrittenAndRead) {
  RingView view = view_of(3);
  view.leaving = {7, 9};
  EXPECT_EQ(*read_view(write_view(view)), view);
  EXPECT_EQ(view.epoch, 3U);
  EXPECT_EQ(view.others_than(2), (std::vector<uint32_t>{1, 3, 7, 9}));
}

TEST(RingView, RefusesGarbage) {
  const std::string bytes = write_view(view_of(3));
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(read_view(Bytes(bytes).substr(0, size)));
  EXPECT_FALSE(read_view(bytes + '0'));
  RingView twice = view_of(2);
  twice.members[1].number = 1;
  EXPECT_FALSE(read_view(write_view(twice)));
}

TEST(RingView, NamesEachMemberOnce) {
  const RingView view = view_of(2);
  EXPECT_EQ(with_member(view, 2).error().code, ErrorCode::invalid);
  EXPECT_EQ(with_member(view, 0).error().code, ErrorCode::invalid);
  EXPECT_EQ(without_member(view, 5).error().code, ErrorCode::not_found);
  const RingView leaving = *with_leaving(view, 1);
  EXPECT_EQ(leaving.leaving, std::vector<uint32_t>{1});
  EXPECT_EQ(with_member(leaving, 1)->leaving.size(), 0U);
  EXPECT_EQ(without_member(leaving, 1)->leaving.size(), 0U);
}

TEST(Placement, HasTwoOwnersOfEachSlot) {
  const Placement one(view_of(1));
  const Placement four(view_of(4));
  for (uint32_t number = 0; number < kSlots; ++number) {
    const auto slot = static_cast<uint16_t>(number);
    EXPECT_EQ(one.owners(slot).size(), 1U);
    ASSERT_EQ(four.owners(slot).size(), 2U);
    EXPECT_NE(four.owners(slot)[0], four.owners(slot)[1]);
    EXPECT_EQ(four.ranked(slot).size(), 4U);
  }
}

TEST(Placement, KeepsTheOrderOfTheOthers) {
  const RingView four = view_of(4);
  const Placement before(four);
  const Placement after(*without_member(four, 2));
  for (uint32_t number = 0; number < kSlots; ++number) {
    const auto slot = static_cast<uint16_t>(number);
    std::vector<uint32_t> others(before.ranked(slot).begin(), before.ranked(slot).end());
    std::erase(others, 2U);
    ASSERT_TRUE(std::equal(others.begin(), others.end(), after.ranked(slot).begin(), after.ranked(slot).end()));
  }
}

TEST(Placement, IsBalanced) {
  RingView view;
  const uint32_t most = std::getenv("RDX_LONG") != nullptr ? 40 : 9;
  for (uint32_t number = 1; number <= most; ++number) {
    view = *with_member(view, number);
    EXPECT_LE(fullest(view), 1.04) << number << " members";
    for (const RingMember& each : number > 1 ? view.members : std::vector<RingMember>())
      EXPECT_LE(fullest(*without_member(view, each.number)), 1.06) << number << " less one";
  }
}

TEST(Placement, MovesNoMoreThanItMust) {
  for (uint32_t count = 2; count <= 5; ++count) {
    const RingView before = view_of(count);
    const RingView after = *with_member(before, count + 1);
    const double ideal = 2.0 * kSlots / (count + 1);
    EXPECT_NEAR(static_cast<double>(moved(before, after)) / ideal, 1, 0.02) << count;
    for (const RingMember& each : after.members)
      EXPECT_NEAR(static_cast<double>(moved(after, *without_member(after, each.number))) / ideal, 1, 0.02) << count;
  }
}

}  // namespace
}  // namespace rdx
