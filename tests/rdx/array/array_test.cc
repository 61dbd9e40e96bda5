// L, case by case: bad input, limits, the door, where an insertion lands.
#include "rdx/rdx/array.h"

#include <gtest/gtest.h>

#include "rdx/rdx/array_writer.h"
#include "rdx/rdx/types.h"

namespace rdx::test {
namespace {

std::string bytes(std::string_view hex) { return from_hex(hex).value(); }

std::string merge(const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return L::merge(bares);
}

std::string text_run(Stamp first, std::string_view text) {
  WeaveWriter writer(text.size());
  writer.text(first, text.size(), text);
  return writer.take();
}

TEST(Array, refuses_what_is_not_canonical) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"e5", "no record"},
      {"69", "half a header"},
      {"6904320101", "a body cut short"},
      {"49040000003201010a", "a long header for a short body"},
      {"690101", "no stamp"},
      {"690532010100", "an overlong number"},
      {"69053301000102", "an overlong stamp"},
      {"690232000a", "a record that is longer than what it holds"},
      {"69023001", "a (0,0) with nothing before it"},
      {"690432000104", "revision 0"},
      {"690331000a", "an overlong (0,0)"},
      {"690a38010000000000100004", "a source past 20 bits"},
      {"690b3900000000000000100104", "a revision past 2^60-1"},
      {"690b39ffffffffffffff0f010469023002", "a (0,0) past 2^60-1"},
      {"780c39ffffffffffffff0f016161", "a text past 2^60-1"},
      {"670b39ffffffffffffff0f0102", "a gap past 2^60-1"},
      {"690432010102690432020102", "a stamp that could be (0,0)"},
      {"690432010102690432010102", "an id twice"},
      {"780632010161626369043202010e", "an id twice, within a run"},
      {"670432010105780432030161", "an id twice, within a gap"},
      {"7403320101", "a null"},
      {"6f03320101", "a letter that no value has"},
      {"660d320101000000000000000001", "a float with a zero byte at its end"},
      {"72053201010100", "an id that is not zipped as ids are"},
      {"730432010161", "a string of one code point outside a text"},
      {"7305320101c328", "a string that is not UTF-8"},
      {"7803320101", "an empty text"},
      {"7804320101ff", "a text that is not UTF-8"},
      {"7806320101eda080", "a surrogate"},
      {"7805320101c080", "an overlong code point"},
      {"7804320101c3", "half a code point"},
      {"780532010161627803306364", "texts not joined"},
      {"6703320101", "an empty gap"},
      {"67053201010200", "an overlong length"},
      {"67083201010100000001", "a gap of more than 2^32"},
      {"67043201010267023001", "gaps not joined"},
      {"6203320401", "an empty block"},
      {"620169", "a block without attach"},
      {"6209320001690432060102", "an attach of revision 0"},
      {"62053069043202010e", "an attach of (0,0)"},
      {"62073209016902300a", "a (0,0) right behind the attach"},
      {"6209320501690432040102", "a child older than its attach"},
      {"6209320502690432050102", "a child of its attach's revision and a lower source"},
      {"6209320501690432050102", "a child that is its attach"},
      {"62093205016904320601026209320401690432070102", "blocks that descend"},
      {"62093204016904320601026209320401690432070102", "a block twice"},
      {"6904320401026209320401690432060102", "an attach that stands here"},
      {"62093204016904320601026209320601690432070102", "an attach that stands in a block"},
      {"6209320401690432060102690432090102", "a run behind a block"},
      {"620c32040162093205016904320601", "a block in a block"},
      {"6400", "an empty D"},
      {"64053201013105", "a range of length 0"},
      {"6406320101320001", "a skip of 0"},
      {"6409320102320502320003", "ranges that touch"},
      {"6904320501026406320101320501", "a D id that stands here"},
      {"6209320401690432060102640632010132 0601", "a D id that stands in a block"},
      {"64063201013205016406320201320501", "two D"},
      {"64063201013205016209320401690432060102", "a block behind D"},
      {"6406320101320501690432060102", "a run behind D"},
  };
  for (const auto& [hex, what] : cases) {
    std::string digits(hex);
    std::erase(digits, ' ');
    const std::string bare = bytes(digits);
    EXPECT_FALSE(L::valid(bare)) << what;
    // None of the others minds, either.
    const std::string fine = text_run({1, 1}, "abc");
    merge({bare, fine});
    L::native(bare);
    L::diff(bare, {{1, -1}});
    L::gc(bare, bare);
    static_cast<void>(L::delta_text(bare, "abc", {1, 0}));
  }
}

TEST(Array, takes_what_is) {
  for (const char* hex :
       {"", "69043201010a6902300c7803306162", "67083201010000000001", "690b39ffffffffffffff0f0104",
        "670832010100000000016706300000000001", "62093209016904320a010a", "6406320101320502", "6409320102320502320103",
        "620a32020178053203026869"
        "6406320101320201"}) {
    EXPECT_TRUE(L::valid(bytes(hex))) << hex;
  }
}

// Gaps join as far as one can be long, from the left, however they were cut.
TEST(Array, cuts_gaps_past_the_longest) {
  const auto gap = [](Stamp first, uint64_t length) {
    WeaveWriter writer(16);
    writer.gap(first, length);
    return writer.take();
  };
  const auto under = [](Stamp attach, const std::string& runs) {
    WeaveWriter writer(16);
    writer.begin_block(attach);
    WeaveRun run;
    for (WeaveReader reader(runs); reader.next(run);) writer.run(run);
    writer.end_block();
    return writer.take();
  };
  const std::string first = gap({1, 1}, 10);
  const std::string second = under({10, 1}, gap({11, 1}, kMaxGap));
  const std::string third = under({10 + kMaxGap, 1}, gap({11 + kMaxGap, 1}, kMaxGap));
  const std::string all = merge({third, second, first});
  EXPECT_EQ(to_hex(all),
            "6708320101"
            "0000000001"
            "67063000000000"
            "01"
            "6702300a");
  EXPECT_TRUE(L::valid(all));
  EXPECT_EQ(merge({merge({third, second}), first}), all);
  EXPECT_EQ(merge({all, third, second}), all);
  EXPECT_LT(merge({all, text_run({5, 1}, "abc")}).size(), 64U);
}

TEST(Array, prefers_the_larger_of_two_values) {
  EXPECT_EQ(L::string(merge({text_run({1, 1}, "abc"), text_run({1, 1}, "adb")})), "[\"a\",\"d\",\"c\"]");
  EXPECT_EQ(L::string(merge({L::tlv({7}, {1, 1}), text_run({1, 1}, "ab")})), "[\"a\",\"b\"]");
  EXPECT_EQ(L::string(merge({L::tlv({"long"}, {1, 1}), text_run({1, 1}, "ab")})), "[\"long\",\"b\"]");
  EXPECT_EQ(L::string(merge({L::tlv({7}, {1, 1}), L::tlv({8}, {1, 1})})), "[8]");
}

// Ids that contradict each other, an id twice in one value among them: it ends, in bounds.
TEST(Array, ends_on_ids_that_contradict_each_other) {
  const std::string chain = text_run({1, 1}, "abcdef");
  const std::string twice = chain + chain;
  const std::string backwards = text_run({6, 1}, "f") + text_run({5, 1}, "e") + text_run({4, 1}, "d");
  merge({twice, backwards, chain});
  merge({bytes("670b39ffffffffffffff0f0102"), bytes("670b39ffffffffffffff0f0103")});
  EXPECT_EQ(merge({backwards, chain}), merge({chain, backwards}));
}

TEST(Array, lets_a_source_bring_its_own_live_elements_only) {
  const std::string own = text_run({4, 7}, "ab");
  EXPECT_TRUE(L::may_bring(own, 7));
  EXPECT_FALSE(L::may_bring(own, 8));
  EXPECT_TRUE(L::may_bring("", 7));
  WeaveWriter writer(64);
  writer.gap({2, 8}, 2);
  writer.begin_block({5, 9});
  writer.text({6, 7}, 1, "x");
  writer.end_block();
  writer.erased(std::vector<IdRange>{{3, 1, 4}});
  const std::string mixed = writer.take();
  ASSERT_TRUE(L::valid(mixed));
  EXPECT_TRUE(L::may_bring(mixed, 7)) << "gaps, attaches and D may be anybody's";
  EXPECT_FALSE(L::may_bring(mixed, 8));
  EXPECT_TRUE(built_in_types().find('L')->may_bring(mixed, 7));
}

TEST(Array, counts_revisions_up_from_the_stamp) {
  EXPECT_EQ(to_hex(L::tlv({1, "a", "b"})),
            "6903310102"
            "7803306162");
  EXPECT_EQ(to_hex(L::tlv({1, "a", "b"}, {5, 3})),
            "690432050302"
            "7803306162");
  EXPECT_EQ(L::highest_revision(L::tlv({1, "a", "b"}, {5, 3})), 7U);
  EXPECT_FALSE(L::valid(L::tlv({Value()}))) << "a null";
}

TEST(Array, shows_texts_as_runs_to_a_reader) {
  const std::string bare = L::tlv({1, "a", "b", "word", "c"});
  ArrayReader reader(bare);
  std::string seen;
  while (const auto item = reader.next()) seen += std::string(1, item->letter) + ':' + std::string(item->value) + ' ';
  EXPECT_EQ(seen, "I:\x02 X:ab S:word X:c ");
}

TEST(Array, parses_only_what_it_can_hold) {
  EXPECT_EQ(to_hex(L::parse(" [ 1 , \"a\" , \"b\" ] ").value()), to_hex(L::tlv({1, "a", "b"})));
  EXPECT_EQ(L::parse("[]").value(), "");
  for (const char* text : {"", "[", "[1", "[1,]", "[1 2]", "[,1]", "[1]]", "[null]", "[1,null]", "{1}", "[nul]"})
    EXPECT_FALSE(L::parse(text).has_value()) << text;
  EXPECT_EQ(L::parse("[1,null]").error().message, "byte 3: an array holds numbers, ids and strings, no null");
}

TEST(Array, gives_new_elements_revisions_above_all_that_it_mentions) {
  const std::string seen = bytes(
      "69043201010a"
      "62093209016904320a010a"
      "6406320301320c02");
  ASSERT_TRUE(L::valid(seen));
  EXPECT_EQ(L::highest_revision(seen), 13U);
  const std::string delta = L::delta(seen, {5, 6}, {2, 0}).value();
  EXPECT_EQ(to_hex(delta), "62093201016904320e020c");
  EXPECT_EQ(L::highest_revision(L::delta(seen, {5, 6}, {2, 100}).value()), 100U);
}

TEST(Array, ends_at_the_last_revision) {
  const std::string last = bytes("690b39ffffffffffffff0f0104");
  EXPECT_EQ(L::delta(last, {2, 3}, {1, 0}).error().code, ErrorCode::limit);
  EXPECT_EQ(L::delta_text(last, "a", {1, 0}).error().code, ErrorCode::limit);
  EXPECT_EQ(L::delta("", {2, 3}, {1, kMaxRevision}).error().code, ErrorCode::limit);
  EXPECT_TRUE(L::delta("", {2}, {1, kMaxRevision}).has_value());
  EXPECT_TRUE(L::delta(last, {}, {1, 0}).has_value()) << "erasing needs no revision";
}

TEST(Array, refuses_to_want_what_it_cannot_hold) {
  EXPECT_EQ(L::delta("", {Value()}, {1, 0}).error().code, ErrorCode::invalid);
  EXPECT_EQ(L::delta("", {"\xff"}, {1, 0}).error().code, ErrorCode::invalid);
  EXPECT_EQ(L::delta_text("", "\xff", {1, 0}).error().code, ErrorCode::invalid);
  const std::vector<ArrayItem> text{{'X', "ab"}};
  EXPECT_EQ(L::delta_items("", text, {1, 0}).error().code, ErrorCode::invalid);
}

// Each stretch is one chain under the live element before it; what goes is listed in D.
TEST(Array, makes_small_deltas) {
  const std::string bare = text_run({1, 1}, "hello world");
  EXPECT_EQ(to_hex(L::delta_text(bare, "hello, world!", {2, 0}).value()),
            "6209320501"
            "7804320c022c"
            "6209320b01"
            "7804320d0221");
  EXPECT_EQ(to_hex(L::delta_text(bare, "world", {2, 0}).value()),
            "6406320101"
            "320106");
  EXPECT_EQ(to_hex(L::delta_text(bare, "Hello world", {2, 0}).value()),
            "7804320c0248"
            "6406320101320101");
  EXPECT_EQ(L::delta_text(bare, "hello world", {2, 0}).value(), "");
}

// An insertion lands where it was made though erased elements and siblings of others stand around it.
TEST(Array, puts_an_insertion_where_it_was_made) {
  std::string state = text_run({1, 1}, "abc");
  state = merge({state, L::delta_text(state, "ac", {1, 0}).value()});
  state = merge({state, L::delta_text(state, "aXc", {1, 0}).value()});
  state = merge({state, L::delta_text(state, "aYXc", {2, 0}).value()});
  EXPECT_EQ(L::text(state), "aYXc");
  EXPECT_EQ(L::text(merge({state, L::delta_text(state, "aYXZc", {3, 0}).value()})), "aYXZc");
}

TEST(Array, leaves_what_is_no_text_where_it_is) {
  const std::string bare = L::tlv({"a", 7, "b", "word", "c"});
  const std::string changed = merge({bare, L::delta_text(bare, "aXc", {1, 0}).value()});
  EXPECT_EQ(L::text(changed), "aXc");
  EXPECT_EQ(L::string(changed), "[\"a\",\"X\",7,\"word\",\"c\"]");
}

// What is forgotten: leaves of the tree that are erased here and in what is stable, but not the highest id.
TEST(Array, forgets_what_nothing_hangs_on) {
  const std::string bare = text_run({1, 1}, "abcdef");
  const std::string erased = merge({bare, bytes("6406320101320204")});  // b c d e
  EXPECT_EQ(to_hex(L::gc(erased, erased)), to_hex(erased)) << "f hangs on e";
  const std::string all = merge({bare, bytes("6406320101320106")});
  EXPECT_EQ(to_hex(L::gc(all, all)), to_hex(all)) << "the highest id, and what it hangs on";
  const std::string more = merge({all, text_run({9, 2}, "x")});
  EXPECT_EQ(to_hex(L::gc(more, all)), to_hex(text_run({9, 2}, "x")));
  EXPECT_EQ(to_hex(L::gc(more, erased)), to_hex(more)) << "f is not stable, and all hang under it";
  const std::string waiting = merge({text_run({9, 2}, "x"), bytes("6406320101320106")});
  EXPECT_EQ(to_hex(L::gc(waiting, waiting)), to_hex(waiting)) << "D stays";
}

}  // namespace
}  // namespace rdx::test
