// What an editor holds is, byte for byte, the merge of all changes; cursors stay where they were put.
#include "rdx/rdx/text_edit.h"

#include <gtest/gtest.h>

#include <iostream>

#include "rdx/base/utf8.h"
#include "tests/rdx/array/drivers.h"

namespace rdx::test {
namespace {

std::string merge(const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return L::merge(bares);
}

// A user types a text: runs of letters, backspaces, jumps, a paste now and then.
std::string random_edit(Random& random, TextEdit& edit) {
  const std::size_t position = random.below(edit.size() + 1);
  const std::size_t count = random.one_in(2) ? 0 : random.below(std::min<std::size_t>(6, edit.size() - position) + 1);
  return edit.replace(position, count, random.one_in(3) ? "" : random_text(random, 5)).value();
}

std::string random_edit(Random& random, ArrayEdit& edit) {
  const std::size_t position = random.below(edit.size() + 1);
  const std::size_t count = random.one_in(2) ? 0 : random.below(std::min<std::size_t>(6, edit.size() - position) + 1);
  std::vector<Value> values;
  for (std::size_t i = random.below(4); i > 0; --i)
    values.push_back(random.one_in(2) ? Value("a") : random_value(random));
  return edit.replace(position, count, values).value();
}

std::string shown(const TextEdit& edit) { return edit.text(); }
std::string shown(const ArrayEdit& edit) { return L::string(L::tlv(edit.values())); }
std::string shown_of(const TextEdit& /*edit*/, Bytes bare) { return L::text(bare); }
std::string shown_of(const ArrayEdit& /*edit*/, Bytes bare) { return L::string(bare); }

// Editors of one text that get each other's deltas in any order, some of them in states.
template <class Edit>
void check_history(uint64_t seed) {
  SCOPED_TRACE("RDX_SEED=" + std::to_string(seed) + " RDX_HISTORIES=1");
  Random random(seed);
  std::vector<Edit> edits;
  std::vector<std::vector<std::string>> known(3);
  for (uint32_t source = 1; source <= 3; ++source) edits.emplace_back(Clock{source, 0});
  std::vector<std::string> changes;
  if (random.one_in(2)) changes.push_back(L::tlv({1, "a", "b", "x", 2.5, "c"}, {1, 9}));
  for (std::size_t step = 10 + random.below(60); step > 0; --step) {
    const std::size_t at = random.below(edits.size());
    if (random.one_in(2) || changes.empty()) {
      changes.push_back(random_edit(random, edits[at]));
      known[at].push_back(changes.back());
    } else {
      std::string change = random.pick(changes);
      if (random.one_in(6)) change = merge({change, random.pick(changes)});
      if (random.one_in(12)) change = edits[random.below(edits.size())].to_tlv();
      ASSERT_TRUE(edits[at].integrate(change));
      known[at].push_back(change);
    }
    const std::string expected = merge(known[at]);
    ASSERT_EQ(to_hex(edits[at].to_tlv()), to_hex(expected)) << "source " << at + 1;
    ASSERT_EQ(shown(edits[at]), shown_of(edits[at], expected));
  }
}

TEST(TextEdit, is_the_merge_of_all_changes) {
  const uint64_t histories = history_count(600);
  std::cout << histories << " histories from seed " << first_seed() << '\n';
  for (uint64_t i = 0; i < histories && !HasFatalFailure(); ++i) check_history<TextEdit>(first_seed() + i);
}

TEST(ArrayEdit, is_the_merge_of_all_changes) {
  const uint64_t histories = history_count(600);
  for (uint64_t i = 0; i < histories && !HasFatalFailure(); ++i) check_history<ArrayEdit>(first_seed() + i);
}

// Long enough for a tree of several levels.
TEST(TextEdit, follows_a_long_document) {
  Random random(first_seed());
  TextEdit edit({1, 0});
  std::u32string expected;
  std::vector<std::string> deltas;
  for (int i = 0; i < 20000; ++i) {
    const std::size_t position = random.below(expected.size() + 1);
    const std::size_t count =
        random.one_in(3) ? random.below(std::min<std::size_t>(9, expected.size() - position) + 1) : 0;
    const std::u32string typed(random.below(4), static_cast<char32_t>('a' + i % 26));
    expected.replace(position, count, typed);
    deltas.push_back(edit.replace(position, count, std::string(typed.begin(), typed.end())).value());
  }
  EXPECT_EQ(edit.text(), std::string(expected.begin(), expected.end()));
  EXPECT_EQ(edit.to_tlv(), merge(deltas));
  const auto opened = TextEdit::open(edit.to_tlv(), {2, 0});
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->text(), edit.text());
  EXPECT_EQ(opened->to_tlv(), edit.to_tlv());
  EXPECT_EQ(edit.text(), L::text(edit.to_tlv()));
}

// A delta of the editor is the delta that the array's own function answers.
TEST(TextEdit, answers_the_delta_of_the_array) {
  TextEdit edit({1, 0});
  std::string state;
  const std::vector<std::tuple<std::size_t, std::size_t, std::string>> edits{
      {0, 0, "hello world"}, {5, 0, ","}, {7, 2, "W\xc3\xb6"}, {0, 1, "H"}, {3, 6, ""}};
  for (const auto& [position, count, text] : edits) {
    const std::string delta = edit.replace(position, count, text).value();
    EXPECT_EQ(to_hex(delta), to_hex(L::delta_text(state, edit.text(), {1, 0}).value()));
    state = merge({state, delta});
  }
}

TEST(TextEdit, refuses_what_is_not_there) {
  TextEdit edit({1, 0});
  ASSERT_TRUE(edit.insert(0, "abc").has_value());
  const std::string before = edit.to_tlv();
  EXPECT_FALSE(edit.insert(4, "x").has_value());
  EXPECT_FALSE(edit.erase(2, 2).has_value());
  EXPECT_FALSE(edit.erase(4, 0).has_value());
  EXPECT_FALSE(edit.insert(0, "\xff").has_value());
  EXPECT_FALSE(edit.integrate("nonsense"));
  EXPECT_FALSE(TextEdit::open("nonsense", {1, 0}).has_value());
  EXPECT_EQ(edit.to_tlv(), before);
  EXPECT_EQ(edit.erase(1, 0).value(), "");
  EXPECT_EQ(edit.insert(1, "").value(), "");
}

TEST(TextEdit, ends_at_the_last_revision) {
  TextEdit edit({1, kMaxRevision - 1});
  EXPECT_EQ(edit.insert(0, "abc").error().code, ErrorCode::limit);
  EXPECT_TRUE(edit.insert(0, "ab").has_value());
  EXPECT_EQ(edit.insert(0, "c").error().code, ErrorCode::limit);
  EXPECT_TRUE(edit.erase(0, 1).has_value());
  EXPECT_EQ(edit.text(), "b");
}

TEST(ArrayEdit, refuses_a_null) {
  ArrayEdit edit({1, 0});
  const std::vector<Value> values{1, Value()};
  EXPECT_FALSE(edit.insert(0, values).has_value());
  EXPECT_EQ(edit.size(), 0U);
}

TEST(TextEdit, leaves_what_is_no_text_where_it_is) {
  auto edit = TextEdit::open(L::tlv({"a", 7, "b"}), {1, 0}).value();
  EXPECT_EQ(edit.size(), 2U);
  ASSERT_TRUE(edit.insert(1, "-").has_value());
  ASSERT_TRUE(edit.erase(2, 1).has_value());
  EXPECT_EQ(L::string(edit.to_tlv()), "[\"a\",\"-\",7]");
}

// A cursor before 'w' stays there whatever is typed and erased around it, by whomever.
TEST(TextEdit, keeps_cursors_at_their_characters) {
  TextEdit ada({1, 0});
  const std::string typed = ada.insert(0, "hello world").value();
  auto bob = TextEdit::open(typed, {2, 0}).value();
  const EditCursor cursor = ada.add_cursor(6);
  const EditCursor end = ada.add_cursor(11);
  const auto at_cursor = [&] { return ada.text().substr(ada.position(cursor), 1); };
  ASSERT_TRUE(ada.insert(0, ">> ").has_value());
  EXPECT_EQ(at_cursor(), "w");
  ASSERT_TRUE(ada.insert(ada.position(cursor), "big ").has_value());
  EXPECT_EQ(at_cursor(), "w");
  ASSERT_TRUE(ada.integrate(bob.replace(0, 5, "good bye,").value()));
  EXPECT_EQ(ada.text(), "good bye,>>  big world");
  EXPECT_EQ(at_cursor(), "w");
  ASSERT_TRUE(ada.integrate(bob.insert(bob.size(), std::string(5000, '!')).value()));  // through bytes
  EXPECT_EQ(at_cursor(), "w");
  EXPECT_EQ(ada.position(end), ada.size());
  ASSERT_TRUE(ada.integrate(bob.erase(10, 2).value()));  // "wo"
  EXPECT_EQ(at_cursor(), "r");
  ada.drop_cursor(cursor);
  EXPECT_EQ(ada.position(ada.add_cursor(3)), 3U);
}

TEST(TextEdit, keeps_cursors_as_their_ids_would) {
  Random random(first_seed());
  for (int history = 0; history < 200; ++history) {
    TextEdit ada({1, 0});
    TextEdit bob({2, 0});
    const std::string typed = ada.insert(0, "abcdefghijklmnop").value();
    ASSERT_TRUE(bob.integrate(typed));
    const EditCursor cursor = ada.add_cursor(8);
    for (int i = 0; i < 12; ++i) {
      TextEdit& edit = random.one_in(2) ? ada : bob;
      const std::size_t position = random.below(edit.size() + 1);
      // Small letters are never typed again, and 'i' is never erased.
      const bool may_erase = position < edit.size() && edit.text()[position] != 'i';
      const std::string delta = edit.replace(position, may_erase ? 1 : 0, random.one_in(2) ? "X" : "YZ").value();
      if (&edit == &bob) {
        ASSERT_TRUE(ada.integrate(delta));
      }
      ASSERT_EQ(ada.text()[ada.position(cursor)], 'i');
    }
  }
}

}  // namespace
}  // namespace rdx::test
