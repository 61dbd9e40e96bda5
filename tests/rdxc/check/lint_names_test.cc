#include "rdxc/check/lint_names.h"

#include <gtest/gtest.h>

namespace rdxc {
namespace {

TEST(LintNames, WritesTypesInCamelCase) {
  EXPECT_EQ(type_form("some_body"), "SomeBody");
  EXPECT_EQ(type_form("HTTPServer2"), "HTTPServer2");
  EXPECT_EQ(type_form("x_"), "X");
}

TEST(LintNames, WritesMembersInLowerCase) {
  EXPECT_EQ(member_form("firstName"), "first_name");
  EXPECT_EQ(member_form("HTTPServer"), "http_server");
  EXPECT_EQ(member_form("NULL"), "null");
  EXPECT_EQ(member_form("utf8Text"), "utf8_text");
  EXPECT_EQ(member_form("a_B"), "a_b");
  EXPECT_EQ(member_form("int64_t"), "int64_t");
}

TEST(LintNames, WritesPackagesPartByPart) {
  EXPECT_EQ(package_form("School.everyThing"), "school.every_thing");
  EXPECT_EQ(package_form("a.b.c"), "a.b.c");
}

}  // namespace
}  // namespace rdxc
