#include "rdx/tlv/stamp.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

std::string stamp_bytes(uint64_t revision, uint32_t source) {
  std::string bytes;
  append_stamp(bytes, revision, source);
  return bytes;
}

TEST(Stamp, is_a_tiny_pair) {
  EXPECT_EQ(to_hex(stamp_bytes(4, 5)), "320405");
  EXPECT_EQ(to_hex(stamp_bytes(0, 0)), "30");
  EXPECT_EQ(to_hex(stamp_bytes(kMaxRevision, kMaxSource)), "740cffffffffffffff0fffff0f00");
}

TEST(Stamp, reads_back) {
  for (const uint64_t revision : {uint64_t{0}, uint64_t{255}, uint64_t{1} << 40, kMaxRevision})
    for (const uint32_t source : {0U, 255U, 256U, kMaxSource}) {
      const std::string bytes = stamp_bytes(revision, source) + "rest";
      EXPECT_EQ(stamp_size(revision, source), bytes.size() - 4);
      Bytes from = bytes;
      EXPECT_EQ(take_stamp(from), (Stamp{revision, source}));
      EXPECT_EQ(from, "rest");
    }
}

TEST(Stamp, past_the_last_revision_or_source_is_refused) {
  for (const std::string& bytes : {stamp_bytes(kMaxRevision + 1, 1), stamp_bytes(1, kMaxSource + 1)}) {
    Bytes from = bytes;
    EXPECT_FALSE(take_stamp(from)) << to_hex(bytes);
    EXPECT_EQ(from, bytes);
  }
}

TEST(ZigzagStamp, goes_to_the_last_revision_either_way) {
  const std::string erased = stamp_bytes(zigzag(-static_cast<int64_t>(kMaxRevision)), 1);
  const std::string past = stamp_bytes(zigzag(-static_cast<int64_t>(kMaxRevision) - 1), 1);
  Bytes from = erased;
  EXPECT_TRUE(take_zigzag_stamp(from));
  from = past;
  EXPECT_FALSE(take_zigzag_stamp(from));
}

TEST(Rank, is_by_revision_then_erased_then_source) {
  const auto rank = [](int64_t revision, uint32_t source) { return Rank{incarnation_of(zigzag(revision)), source}; };
  EXPECT_LT(rank(1, 9), rank(-1, 1));
  EXPECT_LT(rank(-1, 9), rank(2, 1));
  EXPECT_LT(rank(2, 1), rank(2, 9));
  EXPECT_EQ(magnitude_of(zigzag(-7)), 7U);
  EXPECT_EQ(magnitude_of(zigzag(7)), 7U);
}

TEST(NextRevision, is_one_up_or_what_the_clock_asks_for) {
  EXPECT_EQ(*next_revision(4, {1, 0}), 5U);
  EXPECT_EQ(*next_revision(4, {1, 9}), 9U);
  EXPECT_EQ(*next_revision(kMaxRevision - 1, {1, 0}), kMaxRevision);
  EXPECT_EQ(next_revision(kMaxRevision, {1, 0}).error().code, ErrorCode::limit);
  EXPECT_EQ(next_revision(0, {1, kMaxRevision + 1}).error().code, ErrorCode::limit);
}

}  // namespace
}  // namespace rdx
