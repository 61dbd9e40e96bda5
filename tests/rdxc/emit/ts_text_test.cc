#include "rdxc/emit/ts_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rdxc {
namespace {

TEST(TsText, WordsOfTheLanguageGetADollar) {
  for (const char* word : {"any", "await", "class", "infer", "string", "type", "unique", "yield"})
    EXPECT_EQ(ts_name(word), std::string(word) + '$');
  for (const char* name : {"Card", "Map", "int", "namespace_", "Any"}) EXPECT_EQ(ts_name(name), name);
}

TEST(TsText, ModulesAreNamesThatNoSchemaHas) {
  EXPECT_EQ(ts_module("people"), "$people");
  EXPECT_EQ(ts_module("sub/2-people"), "$sub_2_people");
}

TEST(TsText, NoNumberLosesDigits) {
  EXPECT_EQ(ts_integer(-5), "-5");
  EXPECT_EQ(ts_integer(9007199254740991), "9007199254740991");
  EXPECT_EQ(ts_integer(9007199254740992), "9007199254740992n");
  EXPECT_EQ(ts_integer(std::numeric_limits<int64_t>::min()), "-9223372036854775808n");
  EXPECT_EQ(ts_real(1.5), "1.5");
  EXPECT_EQ(ts_real(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(ts_real(std::nan("")), "NaN");
}

TEST(TsText, NoLineEndsItsComment) { EXPECT_EQ(ts_comment_line("a */ b **/"), "a *\\/ b **\\/"); }

}  // namespace
}  // namespace rdxc
