#include "rdxc/source/suggest.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace rdxc {
namespace {

TEST(Suggest, CountsEdits) {
  EXPECT_EQ(edit_distance("group", "group", 3), 0u);
  EXPECT_EQ(edit_distance("grup", "group", 3), 1u);
  EXPECT_EQ(edit_distance("gruop", "group", 3), 1u);  // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3u);
  EXPECT_EQ(edit_distance("abc", "xyz", 1), 2u);  // more than asked for
}

TEST(Suggest, TakesTheNearest) {
  const std::vector<std::string_view> names = {"Group", "Student", "Task", "deprecated"};
  EXPECT_EQ(nearest("Grup", names), "Group");
  EXPECT_EQ(nearest("student", names), "Student");
  EXPECT_EQ(nearest("depricated", names), "deprecated");
  EXPECT_EQ(nearest("Zebra", names), std::nullopt);
  EXPECT_EQ(nearest("", names), std::nullopt);
}

TEST(Suggest, SaysItOrNothing) {
  const std::vector<std::string_view> names = {"index"};
  EXPECT_EQ(did_you_mean("indx", names), "did you mean 'index'?");
  EXPECT_EQ(did_you_mean("colour", names), "");
}

}  // namespace
}  // namespace rdxc
