#include "rdx/base/id.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

TEST(Id, has_three_parts_in_64_bits) {
  const Id id(0xc187, 0x3a62, 0x12);
  EXPECT_EQ(id.number(), 0xc187'00003a62'012ULL);
  EXPECT_EQ(id.source(), 0xc187U);
  EXPECT_EQ(id.sequence(), 0x3a62U);
  EXPECT_EQ(id.offset(), 0x12U);
  EXPECT_EQ(id.sequence_and_offset(), 0x3a62012U);
}

TEST(Id, cuts_off_what_does_not_fit) { EXPECT_EQ(Id(0x100001, 1, 0x1001), Id(1, 1, 1)); }

TEST(Id, of_zero_is_nobody) {
  EXPECT_FALSE(Id());
  EXPECT_TRUE(Id(0, 0, 1));
}

TEST(Id, orders_by_source_then_sequence_then_offset) {
  EXPECT_LT(Id(1, 9, 9), Id(2, 0, 0));
  EXPECT_LT(Id(1, 1, 9), Id(1, 2, 0));
  EXPECT_LT(Id(1, 1, 1), Id(1, 1, 2));
}

TEST(Id, reads_back_what_it_writes) {
  for (const Id id : {Id(), Id(0xc187, 0x3a62, 0x12), Id(kMaxSource, 0xffffffff, kMaxOffset)})
    EXPECT_EQ(parse_id(to_text(id)), id) << to_text(id);
  EXPECT_EQ(to_text(Id(0xc187, 0x3a62, 0x12)), "c187-3a62-12");
}

TEST(Id, has_one_spelling) {
  for (const char* text : {"", "1-2", "1-2-3-4", "1-2-", "-2-3", "01-2-3", "A-2-3", "1-2-3 ", " 1-2-3", "1--3",
                           "100000-0-0", "0-100000000-0", "0-0-1000", "1-2-g"})
    EXPECT_FALSE(parse_id(text)) << text;
}

}  // namespace
}  // namespace rdx
