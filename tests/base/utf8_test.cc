#include "rdx/base/utf8.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

std::string utf8(std::initializer_list<uint32_t> code_points) {
  std::string text;
  for (const uint32_t code_point : code_points) append_code_point(text, code_point);
  return text;
}

TEST(Utf8, takes_every_length_up_to_its_bounds) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8(utf8({0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff})));
}

TEST(Utf8, refuses_what_is_not_shortest_or_not_whole) {
  for (const char* hex : {"80", "c0af", "c180", "e08080", "e09fbf", "f0808080", "f08fbfbf", "eda080", "edbfbf",
                          "f4908080", "f5808080", "ff", "c3", "e697", "f09f98", "c328", "61c3"})
    EXPECT_FALSE(is_utf8(from_hex(hex).value())) << hex;
}

TEST(Utf8, finds_the_fault_wherever_it_lies) {
  for (std::size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    EXPECT_TRUE(is_utf8(text));
    text[at] = '\xff';
    EXPECT_FALSE(is_utf8(text)) << at;
  }
}

TEST(Utf8, counts_and_cuts_code_points) {
  const std::string text = utf8({'a', 0xe9, 0x65e5, 0x1f600, 'b', 'c', 'd', 'e', 'f', 'g', 'h'});
  EXPECT_EQ(count_code_points(text), 11U);
  const std::size_t ends[] = {0, 1, 3, 6, 10, 11, 12};
  for (std::size_t count = 0; count < std::size(ends); ++count) EXPECT_EQ(code_points_prefix(text, count), ends[count]);
  EXPECT_EQ(code_points_prefix(text, 100), text.size());
}

}  // namespace
}  // namespace rdx
