#include "rdx/store/effects.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

TEST(Effects, AreReadAsTheyWereWritten) {
  std::string bytes;
  append_effect(bytes, {true, Id(1, 2, 3), Id(0, 7, 2)});
  append_effect(bytes, {false, Id(4, 5, 0), {}});
  Bytes rest = bytes;
  const auto ended = take_effect(rest);
  ASSERT_TRUE(ended && ended->ended);
  EXPECT_EQ(ended->object, Id(1, 2, 3));
  EXPECT_EQ(ended->class_id, Id(0, 7, 2));
  const auto dropped = take_effect(rest);
  ASSERT_TRUE(dropped && !dropped->ended);
  EXPECT_EQ(dropped->object, Id(4, 5, 0));
  EXPECT_FALSE(take_effect(rest));
  for (std::size_t size = 1; size < bytes.size() / 2; ++size) {
    Bytes cut = Bytes(bytes).substr(0, size);
    EXPECT_FALSE(take_effect(cut)) << size;
    EXPECT_EQ(cut.size(), size);
  }
}

}  // namespace
}  // namespace rdx
