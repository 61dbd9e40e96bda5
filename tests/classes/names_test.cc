// Names that are taken build all the same, behind the headers that take them.
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <iso646.h>
#include <cassert>
#include <cstdio>

#include "names.rdx.h"
// The generated headers come first in their own .cc and behind everything here.
#include <gtest/gtest.h>

#include "rdx/rdx.h"

namespace rdx::test {
namespace {

using names::namespace_::union_::register_;
using names::namespace_::union_::volatile_;

TEST(Names, KeywordsAndMacrosGetAnUnderscoreInCppAloneAndKeepTheirNameInTheStore) {
  Replica replica = *open_memory({.source = 1});
  volatile_ object;
  object.class_ = "a";
  object.int_ = 5;
  object.errno_ = 6;
  object.Field_ = register_::NULL_;
  object.std_ = {"x"};
  object.find_by_class_ = "b";
  ASSERT_TRUE(replica.save(object));
  EXPECT_EQ(volatile_::find_by_class(replica, "a")->size(), 1U);
  EXPECT_EQ(volatile_::find_by_find_by_class(replica, "b")->size(), 1U);
  EXPECT_TRUE(object.is_set(volatile_::Field::class_));
  EXPECT_EQ(volatile_::kClass.find(1, 'S')->name, std::string("class"));
  EXPECT_EQ(to_string(register_::EOF_), "EOF");
  EXPECT_NE(to_string(object).find("errno: 6"), std::string::npos);
}

}  // namespace
}  // namespace rdx::test
