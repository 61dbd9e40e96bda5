#include "rdx/rdx/register.h"

#include <gtest/gtest.h>

#include "tests/rdx/bytes_of.h"

namespace rdx {
namespace {

using test::merge;
using test::raw;

TEST(Register, is_a_stamp_and_the_value) {
  EXPECT_EQ(to_hex(I::tlv(-11, {4, 5})), "32040515");
  EXPECT_EQ(I::native(raw("32040515")), -11);
  EXPECT_EQ(I::native(""), 0);
}

TEST(Register, goes_to_the_higher_revision_then_value_then_source) {
  EXPECT_EQ(I::native(merge<I>({I::tlv(9, {1, 9}), I::tlv(1, {2, 1})})), 1);
  EXPECT_EQ(S::native(merge<S>({S::tlv("b", {2, 1}), S::tlv("a", {2, 9})})), "b");
  EXPECT_EQ(merge<S>({S::tlv("a", {2, 1}), S::tlv("a", {2, 9})}), S::tlv("a", {2, 9}));
}

TEST(Register, delta_is_a_whole_register_one_revision_up) {
  EXPECT_EQ(*S::delta(S::tlv("a", {4, 5}), "b", {6, 0}), S::tlv("b", {5, 6}));
  EXPECT_EQ(*S::delta(S::tlv("a", {4, 5}), "b", {6, 9}), S::tlv("b", {9, 6}));
  EXPECT_EQ(*S::delta(S::tlv("a", {4, 5}), "a", {6, 9}), "");
  EXPECT_EQ(*F::delta("", 0.0, {6, 0}), "");
  EXPECT_NE(*F::delta("", -0.0, {6, 0}), "");
}

TEST(Register, past_the_last_revision_is_an_error) {
  EXPECT_EQ(I::delta(I::tlv(1, {kMaxRevision, 1}), 2, {1, 0}).error().code, ErrorCode::limit);
  EXPECT_EQ(I::delta("", 2, {1, kMaxRevision + 1}).error().code, ErrorCode::limit);
}

TEST(Register, takes_no_string_that_is_not_utf8) {
  EXPECT_EQ(S::delta("", "\xff", {1, 0}).error().code, ErrorCode::invalid);
}

TEST(Register, valid_refuses) {
  EXPECT_FALSE(I::valid(raw("00ff17"))) << "any bytes";
  EXPECT_FALSE(I::valid(raw("320405 1500"))) << "an overlong number";
  EXPECT_FALSE(I::valid(raw("33040005 15"))) << "an overlong stamp";
  EXPECT_FALSE(I::valid(raw("39 0000000000000010 01 02"))) << "a revision past 2^60-1";
  EXPECT_FALSE(I::valid(raw("38 01000000 00001000 02"))) << "a source past 2^20-1";
  EXPECT_FALSE(S::valid(raw("320405 c3"))) << "text that is not UTF-8";
  EXPECT_FALSE(F::valid(raw("320405 fe0f000000000080"))) << "a NaN that is not the one";
  EXPECT_FALSE(R::valid(raw("320405 09ffffffffffffffff01"))) << "an id past its bits";
  EXPECT_FALSE(I::valid(raw("15"))) << "no stamp";
}

}  // namespace
}  // namespace rdx
