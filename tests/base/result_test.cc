#include "rdx/base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace rdx {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{ErrorCode::invalid, "odd"};
  return number / 2;
}

Result<int> quarter(int number) {
  RDX_TRY(const int once, half(number));
  RDX_TRY(const int twice, half(once));
  return twice;
}

TEST(Result, holds_a_value_or_the_error) {
  EXPECT_EQ(*half(4), 2);
  EXPECT_FALSE(half(3));
  EXPECT_EQ(half(3).error(), (Error{ErrorCode::invalid, "odd"}));
  EXPECT_EQ(half(3).value_or(7), 7);
}

TEST(Result, passes_errors_up) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().message, "odd");
}

TEST(Result, holds_what_can_only_be_moved) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
  const std::unique_ptr<int> taken = std::move(result).value();
  EXPECT_EQ(*taken, 5);
}

TEST(Result, of_nothing_says_whether_it_went_well) {
  EXPECT_TRUE(Result<void>());
  const Result<void> failed = Error{ErrorCode::gone, "the object has ended"};
  EXPECT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::gone);
}

TEST(ErrorCode, has_a_name) {
  EXPECT_STREQ(error_code_name(ErrorCode::source_taken), "source_taken");
  EXPECT_STREQ(error_code_name(ErrorCode::no_space), "no_space");
}

}  // namespace
}  // namespace rdx
