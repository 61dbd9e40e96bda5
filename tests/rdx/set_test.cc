#include "rdx/rdx/set.h"

#include <gtest/gtest.h>

#include "tests/rdx/bytes_of.h"

namespace rdx {
namespace {

using test::merge;
using test::raw;

constexpr Clock kFirst{1, 0};
const std::string kLast = "39 feffffffffffff1f 01";  // a live stamp of revision 2^60-1, source 1

TEST(Set, gives_a_new_value_revision_1) {
  EXPECT_EQ(to_hex(*E::delta("", {1}, kFirst)), to_hex(raw("6904 320201 02")));
}

TEST(Set, takes_out_and_puts_back_one_revision_up) {
  const std::string live = raw("6904 320201 02");
  const std::string erased = *E::delta(live, {}, {2, 0});
  EXPECT_EQ(to_hex(erased), to_hex(raw("6904 320302 02")));
  EXPECT_EQ(E::string(merge<E>({live, erased})), "{}");
  EXPECT_EQ(to_hex(*E::delta(erased, {1}, {3, 0})), to_hex(raw("6904 320603 02")));
}

TEST(Set, gives_revisions_above_the_floor_and_the_clock) {
  const std::string floor = raw("7402 310c");
  EXPECT_EQ(to_hex(*E::delta(floor, {1}, kFirst)), to_hex(raw("6904 320e01 02")));
  EXPECT_EQ(to_hex(*E::delta(floor, {1}, {1, 100})), to_hex(raw("6904 32c801 02")));
  const std::string erased = floor + raw("6904 320301 02");
  EXPECT_EQ(to_hex(*E::delta(erased, {1}, kFirst)), to_hex(raw("6904 320e01 02"))) << "putting back as well";
}

TEST(Set, delta_holds_only_what_changed) {
  const std::string state = E::tlv({1, 2, "a"}, {1, 1});
  EXPECT_EQ(*E::delta(state, {1, 2, "a"}, kFirst), "");
  EXPECT_EQ(E::string(merge<E>({state, *E::delta(state, {2, "b", 0.5}, kFirst)})), "{0.5,2,\"b\"}");
  const auto changes = E::delta(state, {2, "a"}, kFirst);
  EXPECT_EQ(to_hex(*changes), to_hex(raw("6904 320301 02")));
}

TEST(Set, carries_out_single_changes) {
  const std::string state = E::tlv({1, 3}, {1, 1});
  const SetChange changes[] = {{'I', "\x02", false}, {'I', "\x04", true}, {'I', "\x06", true}, {'I', "\x08", false}};
  const std::string delta = *E::delta_changes(state, changes, kFirst);
  EXPECT_EQ(to_hex(delta), to_hex(raw("6904 320301 02  6904 320201 04")));
}

TEST(Set, refuses_what_no_element_can_be) {
  EXPECT_EQ(E::delta("", {Value()}, kFirst).error().code, ErrorCode::invalid);
  EXPECT_EQ(E::delta("", {"\xff"}, kFirst).error().code, ErrorCode::invalid);
  const SetChange overlong[] = {{'I', Bytes("\x02\0", 2), true}};
  EXPECT_EQ(E::delta_changes("", overlong, kFirst).error().code, ErrorCode::invalid);
}

TEST(Set, past_the_last_revision_is_an_error) {
  const std::string live = raw("690b" + kLast + "02");
  ASSERT_TRUE(E::valid(live));
  EXPECT_EQ(E::delta(live, {}, kFirst).error().code, ErrorCode::limit);
  const std::string erased = raw("690b 39 fdffffffffffff1f 01 02");
  ASSERT_TRUE(E::valid(erased));
  EXPECT_EQ(E::delta(erased, {1}, kFirst).error().code, ErrorCode::limit);
  const std::string floor = raw("740a 39 feffffffffffff1f 00");
  ASSERT_TRUE(E::valid(floor));
  EXPECT_EQ(E::delta(floor, {1}, kFirst).error().code, ErrorCode::limit);
  EXPECT_EQ(E::delta("", {1}, {1, kMaxRevision + 1}).error().code, ErrorCode::limit);
}

TEST(Set, valid_refuses) {
  const struct {
    const char* what;
    const char* bare;
  } kBad[] = {
      {"any bytes", "00ff17"},
      {"a value twice", "6904 320201 02  6904 320402 02"},
      {"unsorted elements", "6904 320201 04  6904 320201 02"},
      {"letters out of order", "7304 320201 61  6904 320201 02"},
      {"a prefix behind the longer value", "7305 320201 6162  7304 320201 61"},
      {"an overlong number", "6905 320201 0200"},
      {"an overlong stamp", "6905 33020000 02"},
      {"a revision past 2^60-1", "690b 39 0000000000000020 01 02"},
      {"a source past 2^20-1", "690a 38 02000000 00001000 02"},
      {"text that is not UTF-8", "7304 320201 ff"},
      {"a NaN that is not the one", "660b 320201 fe0f000000000080"},
      {"null", "7403 320201"},
      {"an unknown letter", "7804 320201 61"},
      {"a short record as a long one", "4904000000 320201 02"},
      {"a record cut off", "6904 3202"},
      {"an element without a stamp", "6900"},
      {"bytes behind the last element", "6904 320201 02 69"},
      {"a floor of 0", "7401 30"},
      {"an erased floor", "7402 310b"},
      {"a floor with a source", "7403 320c01"},
      {"a floor with a value", "7403 310c 78"},
      {"a floor at the end", "6904 320201 02  7402 310c"},
      {"two floors", "7402 310c  7402 310e"},
  };
  for (const auto& bad : kBad) EXPECT_FALSE(E::valid(raw(bad.bare))) << bad.what;
}

TEST(Set, parses_in_any_order_and_shows_in_its_own) {
  EXPECT_EQ(E::string(*E::parse(" { 2 , \"b\",1.0, 1 , 2} ")), "{1.0,1,2,\"b\"}");
  EXPECT_EQ(E::parse("{1,}").error().message, "byte 3: expected a value");
  for (const char* text : {"", "{", "{1", "{1,}", "{1 2}", "1", "{null}", "{1}x", "{,}"})
    EXPECT_FALSE(E::parse(text).has_value()) << text;
}

TEST(Set, one_stamp_for_two_states_goes_to_the_same_one_everywhere) {
  // Source 1 gave revision 2 of a value twice, once live and once erased.
  const std::string live = raw("6904 320401 02");
  const std::string erased = raw("6904 320301 02");
  EXPECT_EQ(merge<E>({live, erased}), merge<E>({erased, live}));
}

TEST(Set, forgets_what_stands_erased_in_both) {
  const std::string erased = raw("6904 320301 02");
  const std::string later = raw("6904 320701 02");
  EXPECT_EQ(to_hex(E::gc(erased, erased)), to_hex(raw("7402 3104")));
  EXPECT_EQ(E::gc(later, erased), later) << "erased again since";
  EXPECT_EQ(E::gc(erased, ""), erased);
  const std::string live = raw("6904 320401 02");
  EXPECT_EQ(E::gc(live, live), live);
}

TEST(Set, merges_revisions_too_high_for_a_short_rank) {
  const std::string low = raw("690b 39 0000000000000004 01 02");
  const std::string high = raw("690b 39 0000000000000004 02 02");
  const std::string higher = raw("690b 39 0200000000000004 01 02");
  for (const auto& values :
       {std::vector{low, high, higher}, std::vector{higher, low, high}, std::vector{high, higher, low}}) {
    EXPECT_EQ(to_hex(merge<E>(values)), to_hex(higher));
    EXPECT_EQ(to_hex(merge<E>({values[0], values[1]})), to_hex(std::max({values[0], values[1]}, [](auto& a, auto& b) {
                return E::highest_revision(a) < E::highest_revision(b) ||
                       (E::highest_revision(a) == E::highest_revision(b) && a < b);
              })));
  }
}

}  // namespace
}  // namespace rdx
