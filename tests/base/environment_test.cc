#include "tests/environment.h"

#include <gtest/gtest.h>

namespace rdx {
namespace {

constexpr const char* kName = "RDX_ENVIRONMENT_TEST";

TEST(Environment, GivesANumberOrWhatStandsInForIt) {
  unsetenv(kName);
  EXPECT_EQ(environment_number(kName, 7), 7U);
  setenv(kName, "", 1);
  EXPECT_EQ(environment_number(kName, 7), 7U);
  setenv(kName, "12", 1);
  EXPECT_EQ(environment_number(kName, 7), 12U);
}

TEST(EnvironmentDeathTest, SaysWhatIsNoNumber) {
  setenv(kName, "100k", 1);
  EXPECT_EXIT(environment_number(kName, 7), testing::ExitedWithCode(2), "RDX_ENVIRONMENT_TEST is no number: 100k");
}

}  // namespace
}  // namespace rdx
