#include <cmath>

#include "rdx/rdx/array.h"
#include "tests/classes/member.h"

namespace rdx::test {
namespace {

using Strings = std::set<std::string>;
using Marks = std::map<std::string, int64_t>;
using Steps = std::vector<std::string>;

TEST(SetField, CarriesOverOnlyTheKeysThatChanged) {
  const FieldInfo field = row<'E', Strings>();
  Cell cell('E');
  cell.set(R"({"a","b"})", 1);
  Handle<Strings> one(field, cell, 1);
  Handle<Strings> two(field, cell, 2);
  one->insert("c");
  two->erase("a");
  two->insert("d");
  one.save();
  two.save();
  EXPECT_EQ(cell.text(), R"({"b","c","d"})");
}

TEST(SetField, TellsEveryKindOfChange) {
  Cell cell('E');
  cell.set(R"({"a","b"})", 1);
  Handle<Strings> set(row<'E', Strings>(), cell, 1);
  EXPECT_FALSE(set.changed());
  for (const Strings& other : {Strings{"a"}, Strings{"b"}, Strings{"a", "b", "c"}, Strings{"a", "c"}, Strings{}}) {
    *set = other;
    EXPECT_TRUE(set.changed());
  }
}

TEST(SetField, LeavesElementsOfOtherLetters) {
  Cell cell('E');
  cell.set(R"({1,"a",2.5,5-1-0})", 2);
  Handle<Strings> set(row<'E', Strings>(), cell, 1);
  EXPECT_EQ(*set, Strings{"a"});
  EXPECT_FALSE(set.changed());
  set->clear();
  set->insert("b");
  set.save();
  EXPECT_EQ(cell.text(), R"({2.5,1,5-1-0,"b"})");
}

TEST(SetField, HoldsEachKindOfElement) {
  Cell cell('E');
  Handle<std::set<int64_t>> ints(row<'E', std::set<int64_t>>(), cell, 1);
  *ints = {-300, 0, 7, INT64_MIN, INT64_MAX};
  ints.save();
  EXPECT_EQ(*ints, (std::set<int64_t>{-300, 0, 7, INT64_MIN, INT64_MAX}));
  Handle<std::set<Colour>> colours(row<'E', std::set<Colour>>(), cell, 1);
  EXPECT_TRUE(colours->contains(static_cast<Colour>(7)));
  Handle<std::set<Ref<Thing>>> things(row<'E', std::set<Ref<Thing>>>(), cell, 1);
  EXPECT_TRUE(things->empty());
  things->insert(Ref<Thing>(Id(9)));
  things.save();
  Handle<std::set<Value>> all(row<'E', std::set<Value>>(), cell, 1);
  EXPECT_EQ(all->size(), 6U);
  EXPECT_TRUE(all->contains(Value(Id(9))));
  all->insert(Value("x"));
  all.save();
  EXPECT_TRUE(cell.text().ends_with(",\"x\"}")) << cell.text();
}

TEST(SetField, NanAndMinusZeroAreNoElementsOfAnOrderedSet) {
  Cell cell('E');
  cell.set("{nan,-0.0,0.0,1.5}", 2);
  Handle<std::set<double>> set(row<'E', std::set<double>>(), cell, 1);
  EXPECT_EQ(*set, (std::set<double>{0.0, 1.5}));
  EXPECT_FALSE(set.changed());
  *set = {-0.0, 2.5};  // minus zero is stored as zero
  EXPECT_TRUE(set.changed());
  set.save();
  EXPECT_EQ(cell.text(), "{0.0,-0.0,2.5,nan}");
  *set = {std::nan("")};
  EXPECT_EQ(set.change().error().code, ErrorCode::invalid);
}

TEST(SetField, RefusesWhatNoElementMayBe) {
  Cell cell('E');
  Handle<Strings> strings(row<'E', Strings>(), cell, 1);
  *strings = {"\xff"};
  EXPECT_EQ(strings.change().error().code, ErrorCode::invalid);
  Handle<std::set<Value>> values(row<'E', std::set<Value>>(), cell, 1);
  *values = {Value()};
  EXPECT_EQ(values.change().error().code, ErrorCode::invalid);
}

TEST(MapField, CarriesOverOnlyTheKeysThatChanged) {
  const FieldInfo field = row<'M', Marks>();
  Cell cell('M');
  cell.set(R"({"art":1,"math":2})", 1);
  Handle<Marks> one(field, cell, 1);
  Handle<Marks> two(field, cell, 2);
  (*one)["math"] = 5;
  (*two)["law"] = 3;
  two->erase("art");
  one.save();
  two.save();
  EXPECT_EQ(cell.text(), R"({"law":3,"math":5})");
}

TEST(MapField, LeavesKeysAndValuesOfOtherLetters) {
  Cell cell('M');
  cell.set(R"({1:1,"a":1,"b":"x","c":null})", 2);
  Handle<Marks> marks(row<'M', Marks>(), cell, 1);
  EXPECT_EQ(*marks, (Marks{{"a", 1}}));
  EXPECT_FALSE(marks.changed());
  marks->erase("a");
  (*marks)["b"] = 2;
  marks.save();
  EXPECT_EQ(cell.text(), R"({1:1,"b":2,"c":null})");
}

TEST(MapField, HoldsEveryKindOfKeyAndValue) {
  Cell cell('M');
  using Odd = std::map<int64_t, Ref<Thing>>;
  Handle<Odd> odd(row<'M', Odd>(), cell, 1);
  (*odd)[-1] = Ref<Thing>(Id(5, 1, 0));
  (*odd)[300] = Ref<Thing>(Id(5, 2, 0));
  odd.save();
  EXPECT_EQ(odd->size(), 2U);
  using Any = std::map<Value, Value>;
  Handle<Any> any(row<'M', Any>(), cell, 1);
  (*any)[Value("k")] = Value();
  (*any)[Value(1.5)] = Value("s");
  any.save();
  EXPECT_EQ(cell.text(), R"({1.5:"s",-1:5-1-0,300:5-2-0,"k":null})");
  using ByColour = std::map<Colour, bool>;
  Handle<ByColour> none(row<'M', ByColour>(), cell, 1);
  EXPECT_TRUE(none->empty());
  EXPECT_FALSE(none.changed());
}

TEST(MapField, RefusesWhatNoKeyMayBe) {
  Cell cell('M');
  using Any = std::map<Value, Value>;
  Handle<Any> any(row<'M', Any>(), cell, 1);
  (*any)[Value()] = 1;
  EXPECT_EQ(any.change().error().code, ErrorCode::invalid);
  Handle<Marks> marks(row<'M', Marks>(), cell, 1);
  (*marks)["\xc0"] = 1;
  EXPECT_EQ(marks.change().error().code, ErrorCode::invalid);
}

TEST(ArrayField, EditsOfTwoStaleHandlesBothStand) {
  const FieldInfo field = row<'L', Steps>();
  Cell cell('L');
  cell.set(R"(["build","test","tag"])", 1);
  Handle<Steps> one(field, cell, 1);
  Handle<Steps> two(field, cell, 2);
  one->insert(one->begin() + 1, "lint");
  two->erase(two->begin());
  two->push_back("announce");
  one.save();
  two.save();
  EXPECT_EQ(cell.text(), R"(["lint","test","tag","announce"])");
}

TEST(ArrayField, LeavesItemsOfOtherLetters) {
  Cell cell('L');
  cell.set(R"([1,"a",2,"b",3,"c"])", 2);
  Handle<Steps> steps(row<'L', Steps>(), cell, 1);
  EXPECT_EQ(*steps, (Steps{"a", "b", "c"}));
  EXPECT_FALSE(steps.changed());
  steps->erase(steps->begin() + 1);
  steps->push_back("d");
  steps.save();
  EXPECT_EQ(cell.text(), R"([1,"a",2,3,"c","d"])");
}

TEST(ArrayField, HoldsEachKindOfItem) {
  Cell cell('L');
  using Flags = std::vector<bool>;
  Handle<Flags> flags(row<'L', Flags>(), cell, 1);
  *flags = {true, false, true};
  flags.save();
  EXPECT_EQ(cell.text(), "[1,0,1]");
  using Numbers = std::vector<double>;
  Handle<Numbers> numbers(row<'L', Numbers>(), cell, 1);
  *numbers = {std::nan(""), -0.0, 0.0, 1e300};
  numbers.save();
  EXPECT_EQ(cell.text(), "[1,0,1,nan,-0.0,0.0,1e+300]");
  Handle<std::vector<Value>> all(row<'L', std::vector<Value>>(), cell, 1);
  EXPECT_EQ(all->size(), 7U);
  all->push_back(Value("long text"));
  all.save();
  EXPECT_EQ(cell.text(), "[1,0,1,nan,-0.0,0.0,1e+300,\"long text\"]");
}

TEST(TextField, EditsOfTwoStaleHandlesBothStand) {
  const FieldInfo field = row<'L', std::string>();
  Cell cell('L');
  Handle<std::string> one(field, cell, 1);
  *one = "We ship on Friday.";
  one.save();
  Handle<std::string> two(field, cell, 2);
  *one = "We ship on Friday at noon.";
  *two = "We surely ship on Friday.";
  one.save();
  two.save();
  EXPECT_EQ(*two, "We surely ship on Friday at noon.");
}

TEST(TextField, LeavesItemsThatAreNoCharacters) {
  Cell cell('L');
  cell.set(R"(["a",1,"b","word"])", 2);
  Handle<std::string> text(row<'L', std::string>(), cell, 1);
  EXPECT_EQ(*text, "ab");
  EXPECT_FALSE(text.changed());
  *text = "abc";
  text.save();
  EXPECT_EQ(*text, "abc");
  EXPECT_NE(cell.text().find("\"word\""), std::string::npos);
  *text = "\xff";
  EXPECT_EQ(text.change().error().message, "the text is not UTF-8");
}

TEST(TextField, TellsEveryKindOfChange) {
  Cell cell('L');
  Handle<std::string> text(row<'L', std::string>(), cell, 1);
  *text = "añb";
  text.save();
  for (const char* other : {"añ", "añbc", "ab", ""}) {
    *text = other;
    EXPECT_TRUE(text.changed()) << other;
  }
}

}  // namespace
}  // namespace rdx::test
