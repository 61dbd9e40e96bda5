#include "rdxc/editor/text_index.h"

#include <gtest/gtest.h>

#include <string>

namespace rdxc {
namespace {

TEST(TextIndex, CountsUtf16UnitsAndLines) {
  const std::string text = "a\xd0\xb6🐝z\r\nb\rc\n";  // a: 1 byte, ж: 2 bytes, 🐝: 4 bytes and 2 units
  const TextIndex index(text);
  EXPECT_EQ(index.position(0), (Position{0, 0}));
  EXPECT_EQ(index.position(3), (Position{0, 2}));
  EXPECT_EQ(index.position(7), (Position{0, 4}));
  EXPECT_EQ(index.position(8), (Position{0, 5}));
  EXPECT_EQ(index.position(10), (Position{1, 0}));
  EXPECT_EQ(index.position(12), (Position{2, 0}));
  EXPECT_EQ(index.end(), (Position{3, 0}));
  for (const uint32_t offset : {0u, 1u, 3u, 7u, 8u, 10u, 11u, 12u, 13u, 14u})
    EXPECT_EQ(index.offset(index.position(offset)), offset);
}

TEST(TextIndex, StaysInsideOfTheText) {
  const TextIndex index("a🐝\nb");
  EXPECT_EQ(index.offset({0, 2}), 1u);  // within the pair
  EXPECT_EQ(index.offset({0, 99}), 5u);
  EXPECT_EQ(index.offset({1, 99}), 7u);
  EXPECT_EQ(index.offset({99, 0}), 7u);
  EXPECT_EQ(TextIndex("").offset({0, 7}), 0u);
  EXPECT_EQ(index.position(3), (Position{0, 1}));  // within the character
}

TEST(TextIndex, TakesBytesThatAreNoText) {
  const TextIndex index(
      "\xff\xfe"
      "a");
  EXPECT_EQ(index.position(2), (Position{0, 2}));
  EXPECT_EQ(index.offset({0, 2}), 2u);
}

}  // namespace
}  // namespace rdxc
