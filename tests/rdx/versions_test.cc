#include "rdx/rdx/versions.h"

#include <gtest/gtest.h>

#include "tests/rdx/bytes_of.h"

namespace rdx {
namespace {

using test::raw;

TEST(Versions, show_source_and_sequence_in_hex) {
  EXPECT_EQ(V::string(V::tlv({{0xb0b, 2}, {5, 0x1f}})), "{5-1f,b0b-2}");
  EXPECT_EQ(V::string(*V::parse(" { b0b-2 , 5-1f,5-3 } ")), "{5-1f,b0b-2}");
  for (const char* text : {"", "{", "{5}", "{5-}", "{-1}", "{05-1}", "{5-01}", "{B-1}", "{100000-1}",
                           "{1-1000000000000000}", "{1-2,}", "{1-2}x"})
    EXPECT_FALSE(V::parse(text).has_value()) << text;
}

TEST(Versions, tell_zero_from_absent) {
  EXPECT_EQ(V::native(V::tlv({{5, 0}})).at(5), 0);
  EXPECT_EQ(V::native("").at(5), std::nullopt);
  EXPECT_EQ(V::tlv({{5, -1}}), "") << "a source of which nothing was seen is no value";
}

TEST(Versions, only_grow) {
  const std::string state = V::tlv({{1, 5}, {2, 7}});
  EXPECT_EQ(*V::delta(state, {{1, 5}, {2, 9}, {3, 0}}, {1, 0}), V::tlv({{2, 9}, {3, 0}}));
  EXPECT_EQ(*V::delta(state, V::native(state), {1, 0}), "");
  EXPECT_EQ(V::delta(state, {{1, 4}, {2, 7}}, {1, 0}).error().code, ErrorCode::invalid);
  EXPECT_EQ(V::delta(state, {{1, 5}}, {1, 0}).error().code, ErrorCode::invalid);
  EXPECT_EQ(V::delta(state, {{1, 5}, {2, int64_t{1} << 60}}, {1, 0}).error().code, ErrorCode::limit);
}

TEST(Versions, diff_is_what_lies_above) {
  const std::string state = V::tlv({{1, 5}, {2, 7}, {3, 0}});
  EXPECT_EQ(V::diff(state, {{1, 5}, {2, 6}, {3, -1}}), V::tlv({{2, 7}, {3, 0}}));
  EXPECT_EQ(V::diff(state, {}), "");
}

TEST(Versions, valid_refuses) {
  const struct {
    const char* what;
    const char* bare;
  } kBad[] = {
      {"any bytes", "00ff17"},
      {"a source twice", "7602 0101  7602 0201"},
      {"unsorted sources", "7602 0502  7602 0901"},
      {"a sequence past 2^60-1", "7609 0000000000000010 01"},
      {"a source past 2^20-1", "7608 05000000 00001000"},
      {"an overlong pair", "7602 0500"},
      {"another letter", "7502 0101"},
      {"bytes behind the last record", "7602 0101 76"},
  };
  for (const auto& bad : kBad) EXPECT_FALSE(V::valid(raw(bad.bare))) << bad.what;
}

}  // namespace
}  // namespace rdx
