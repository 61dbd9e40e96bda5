#include "rdx/rdx/counter.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/rdx/bytes_of.h"

namespace rdx {
namespace {

using test::merge;
using test::raw;

constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
constexpr int64_t kLowest = std::numeric_limits<int64_t>::min();

TEST(CausalCounter, adds_up_and_wraps) {
  EXPECT_EQ(C::native(merge<C>({C::tlv(5), C::tlv(-7), ""})), -2);
  EXPECT_EQ(C::native(merge<C>({C::tlv(kHighest), C::tlv(1)})), kLowest);
  EXPECT_EQ(C::native(merge<C>({C::tlv(3), C::tlv(3)})), 6) << "not idempotent";
}

TEST(CausalCounter, delta_is_what_is_to_be_added) {
  EXPECT_EQ(*C::delta(C::tlv(5), 2, {1, 0}), C::tlv(-3));
  EXPECT_EQ(*C::delta(C::tlv(5), 5, {1, 0}), "");
  EXPECT_EQ(C::native(merge<C>({C::tlv(kLowest), *C::delta(C::tlv(kLowest), kHighest, {1, 0})})), kHighest);
}

TEST(CausalCounter, has_no_diff_and_nothing_to_forget) {
  EXPECT_EQ(C::diff(C::tlv(5), {{1, -1}}), "");
  EXPECT_EQ(C::gc(C::tlv(5), C::tlv(5)), C::tlv(5));
}

TEST(CausalCounter, valid_refuses_overlong_numbers) {
  EXPECT_FALSE(C::valid(raw("0100")));
  EXPECT_FALSE(C::valid(raw("010101010101010101")));
  EXPECT_TRUE(C::valid(""));
}

TEST(UnkillableCounter, moves_only_its_own_number) {
  const std::string state = raw("6904 320401 09  6904 320402 04");
  EXPECT_EQ(U::native(state), -3);
  EXPECT_EQ(to_hex(*U::delta(state, 0, {2, 0})), to_hex(raw("6904 320502 0a")));
  EXPECT_EQ(to_hex(*U::delta(state, 0, {3, 0})), to_hex(raw("6904 320103 06")));
  EXPECT_EQ(*U::delta(state, -3, {3, 0}), "");
}

TEST(UnkillableCounter, one_stamp_for_two_values_goes_to_the_larger_bytes) {
  const std::string a = raw("6904 320301 0a");
  const std::string b = raw("6904 320301 0e");
  EXPECT_EQ(merge<U>({a, b}), b);
  EXPECT_EQ(merge<U>({b, a, b}), b);
}

TEST(UnkillableCounter, past_the_last_revision_is_an_error) {
  const std::string last = raw("690b 39 ffffffffffffff0f 01 02");
  ASSERT_TRUE(U::valid(last));
  EXPECT_EQ(U::delta(last, 5, {1, 0}).error().code, ErrorCode::limit);
  EXPECT_TRUE(U::delta(last, 5, {2, 0}).has_value());
}

TEST(UnkillableCounter, valid_refuses) {
  const struct {
    const char* what;
    const char* bare;
  } kBad[] = {
      {"any bytes", "00ff17"},
      {"a source twice", "6904 320101 02  6904 320201 02"},
      {"unsorted sources", "6904 320102 02  6904 320201 02"},
      {"an overlong number", "6905 320101 0200"},
      {"an overlong stamp", "6905 33010000 02"},
      {"a revision past 2^60-1", "690b 39 0000000000000010 01 02"},
      {"a source past 2^20-1", "690a 38 01000000 00001000 02"},
      {"another letter", "7304 320101 78"},
      {"bytes behind the last record", "6904 320101 02 00"},
  };
  for (const auto& bad : kBad) EXPECT_FALSE(U::valid(raw(bad.bare))) << bad.what;
}

TEST(GrowingCounter, grows_by_its_own_number) {
  const std::string state = raw("7502 0501  7502 0902");
  EXPECT_EQ(N::native(state), 14U);
  EXPECT_EQ(to_hex(*N::delta(state, 20, {2, 0})), to_hex(raw("7502 0f02")));
  EXPECT_EQ(to_hex(*N::delta(state, 20, {3, 0})), to_hex(raw("7502 0603")));
}

TEST(GrowingCounter, never_falls_and_never_wraps) {
  const std::string state = raw("7502 0501");
  EXPECT_EQ(N::delta(state, 4, {1, 0}).error().code, ErrorCode::invalid);
  const std::string full = N::tlv(~uint64_t{0}, {0, 1});
  const std::string wrapped = merge<N>({full, N::tlv(5, {0, 2})});
  EXPECT_EQ(N::native(wrapped), 4U);
  EXPECT_EQ(N::delta(wrapped, 5, {1, 0}).error().code, ErrorCode::limit);
  EXPECT_EQ(N::native(merge<N>({wrapped, *N::delta(wrapped, 5, {2, 0})})), 5U);
}

TEST(GrowingCounter, valid_refuses) {
  const struct {
    const char* what;
    const char* bare;
  } kBad[] = {
      {"any bytes", "00ff17"},
      {"a source twice", "7502 0101  7502 0201"},
      {"unsorted sources", "7502 0102  7502 0101"},
      {"an overlong pair", "7502 0500"},
      {"a pair of 7 bytes", "7507 01020304050607"},
      {"a source past 2^20-1", "7508 01000000 00001000"},
      {"another letter", "7602 0101"},
      {"a long record", "55 02000000 0101"},
  };
  for (const auto& bad : kBad) EXPECT_FALSE(N::valid(raw(bad.bare))) << bad.what;
}

TEST(GrowingCounter, parses_all_of_64_bits) {
  EXPECT_EQ(N::string(*N::parse(" 18446744073709551615 ")), "18446744073709551615");
  for (const char* text : {"", "-1", "18446744073709551616", "1.0", "01", "1 2", "\"1\""})
    EXPECT_FALSE(N::parse(text).has_value()) << text;
}

}  // namespace
}  // namespace rdx
