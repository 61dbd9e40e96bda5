#include "rdx/base/bytes.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

TEST(Hex, is_two_digits_a_byte) {
  EXPECT_EQ(to_hex(std::string("\x00\x0f\xff", 3)), "000fff");
  EXPECT_EQ(to_hex(""), "");
  EXPECT_EQ(from_hex("000FfF"), std::string("\x00\x0f\xff", 3));
  EXPECT_EQ(from_hex(""), "");
}

TEST(Hex, refuses_other_digits_and_half_a_byte) {
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex("00 0"));
}

}  // namespace
}  // namespace rdx
