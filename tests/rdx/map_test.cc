#include "rdx/rdx/map.h"

#include <gtest/gtest.h>

#include "tests/rdx/bytes_of.h"

namespace rdx {
namespace {

using test::merge;
using test::raw;

constexpr Clock kFirst{1, 0};

TEST(Map, gives_a_new_key_and_its_value_revision_1) {
  EXPECT_EQ(to_hex(*M::delta("", {{1, "x"}}, kFirst)), to_hex(raw("6904 320201 02  7304 320201 78")));
  EXPECT_EQ(to_hex(*M::delta("", {{1, {}}}, kFirst)), to_hex(raw("6904 320201 02  7403 320201")));
}

TEST(Map, raises_only_the_value_of_a_live_key) {
  const std::string state = raw("6904 320201 02  7304 320201 78");
  EXPECT_EQ(to_hex(*M::delta(state, {{1, "y"}}, {2, 0})), to_hex(raw("6904 320201 02  7304 320402 79")));
  EXPECT_EQ(*M::delta(state, {{1, "x"}}, {2, 0}), "");
}

TEST(Map, erases_a_key_alone_and_puts_it_back_with_a_value_of_revision_1) {
  const std::string state = raw("6904 320201 02  7304 320e01 78");
  const std::string erased = *M::delta(state, {}, {2, 0});
  EXPECT_EQ(to_hex(erased), to_hex(raw("6904 320302 02")));
  const std::string back = *M::delta(merge<M>({state, erased}), {{1, "y"}}, {3, 0});
  EXPECT_EQ(to_hex(back), to_hex(raw("6904 320603 02  7304 320203 79")));
  EXPECT_EQ(M::string(merge<M>({state, erased, back})), "{1:\"y\"}");
}

TEST(Map, gives_revisions_above_the_floor) {
  EXPECT_EQ(to_hex(*M::delta(raw("7402 310c"), {{1, 2}}, kFirst)), to_hex(raw("6904 320e01 02  6904 320201 04")));
}

TEST(Map, carries_out_single_changes) {
  const std::string state = M::tlv({{1, "a"}, {2, "b"}}, {1, 1});
  const MapChange changes[] = {
      {'I', "\x02", 0, {}}, {'I', "\x04", 'S', "c"}, {'I', "\x06", 'T', {}}, {'I', "\x08", 0, {}}};
  const std::string delta = *M::delta_changes(state, changes, {2, 0});
  EXPECT_EQ(M::string(merge<M>({state, delta})), "{2:\"c\",3:null}");
}

TEST(Map, decides_the_value_and_the_key_of_one_incarnation_by_themselves) {
  const std::string a = raw("6904 320202 02  7304 320202 62");
  const std::string b = raw("6904 320201 02  7304 320401 61");
  EXPECT_EQ(to_hex(merge<M>({a, b})), to_hex(raw("6904 320202 02  7304 320401 61")));
}

TEST(Map, one_stamp_for_two_values_goes_to_the_larger_bytes) {
  const std::string a = raw("6904 320201 02  7304 320201 61");
  const std::string b = raw("6904 320201 02  7304 320201 62");
  EXPECT_EQ(merge<M>({a, b}), b);
  EXPECT_EQ(merge<M>({b, a}), b);
}

TEST(Map, refuses_what_no_key_or_value_can_be) {
  EXPECT_EQ(M::delta("", {{Value(), 1}}, kFirst).error().code, ErrorCode::invalid);
  EXPECT_EQ(M::delta("", {{"\xff", 1}}, kFirst).error().code, ErrorCode::invalid);
  EXPECT_EQ(M::delta("", {{1, "\xff"}}, kFirst).error().code, ErrorCode::invalid);
}

TEST(Map, past_the_last_revision_is_an_error) {
  const std::string last_key = raw("690b 39 feffffffffffff1f 01 02  7304 320201 78");
  ASSERT_TRUE(M::valid(last_key));
  EXPECT_EQ(M::delta(last_key, {}, kFirst).error().code, ErrorCode::limit);
  EXPECT_TRUE(M::delta(last_key, {{1, "y"}}, kFirst).has_value());
  const std::string last_value = raw("6904 320201 02  730b 39 feffffffffffff1f 01 78");
  ASSERT_TRUE(M::valid(last_value));
  EXPECT_EQ(M::delta(last_value, {{1, "y"}}, kFirst).error().code, ErrorCode::limit);
  EXPECT_TRUE(M::delta(last_value, {}, kFirst).has_value());
}

TEST(Map, valid_refuses) {
  const struct {
    const char* what;
    const char* bare;
  } kBad[] = {
      {"any bytes", "00ff17"},
      {"a live key without a value", "6904 320201 02"},
      {"a value for an erased key", "6904 320301 02  7403 320201"},
      {"an erased value", "6904 320201 02  7304 320301 78"},
      {"a key twice", "6904 320301 02  6904 320501 02"},
      {"unsorted keys", "6904 320301 04  6904 320301 02"},
      {"a null key", "7403 320201  7304 320201 78"},
      {"a null with bytes", "6904 320201 02  7404 320201 00"},
      {"a value that is a block", "6904 320201 02  6204 320201 78"},
      {"an overlong number", "6905 320301 0200"},
      {"a revision past 2^60-1", "6904 320201 02  730b 39 0000000000000020 01 78"},
      {"text that is not UTF-8", "6904 320201 02  7304 320201 ff"},
      {"a floor of 0", "7401 30"},
      {"a floor at the end", "6904 320301 02  7402 310c"},
  };
  for (const auto& bad : kBad) EXPECT_FALSE(M::valid(raw(bad.bare))) << bad.what;
}

TEST(Map, parses_in_any_order_and_shows_in_its_own) {
  EXPECT_EQ(M::string(*M::parse(" { \"k\" : null , 1 : 2 } ")), "{1:2,\"k\":null}");
  for (const char* text : {"", "{", "{1}", "{1:}", "{1:2,}", "{null:1}", "{1:2 3:4}", "{1:2,1:3}", "{1:2}x"})
    EXPECT_FALSE(M::parse(text).has_value()) << text;
}

TEST(Map, forgets_keys_that_stand_erased_in_both) {
  const std::string erased = raw("6904 320301 02");
  const std::string live = raw("6904 320401 02  7304 320201 78");
  EXPECT_EQ(to_hex(M::gc(erased, erased)), to_hex(raw("7402 3104")));
  EXPECT_EQ(M::gc(live, erased), live);
  EXPECT_EQ(M::gc(live, live), live);
}

TEST(Map, reads_live_and_erased_entries) {
  const std::string bare = raw("7402 310c  6904 320301 02  6904 320201 04  7403 320201");
  MapReader reader(bare);
  EXPECT_EQ(reader.floor(), 6U);
  EXPECT_FALSE(reader.next()->is_live());
  EXPECT_EQ(reader.next()->value_letter, 'T');
  EXPECT_FALSE(reader.next());
  EXPECT_TRUE(reader.rest().empty());
}

}  // namespace
}  // namespace rdx
