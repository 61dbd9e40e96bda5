#include <cmath>

#include "rdx/rdx/register.h"
#include "tests/classes/member.h"

namespace rdx::test {
namespace {

TEST(RegisterField, UnsetShowsTheDefaultAndWritesNothing) {
  Cell cell('F');
  Handle<double> weight(row<'F', double>(1.5), cell, 1);
  EXPECT_EQ(*weight, 1.5);
  EXPECT_FALSE(weight.changed());
  weight.save();
  EXPECT_EQ(cell.bare(), "");
}

TEST(RegisterField, ZeroIsWrittenWhereTheDefaultIsAnother) {
  Cell cell('F');
  Handle<double> weight(row<'F', double>(1.5), cell, 1);
  *weight = 0;
  weight.save();
  EXPECT_EQ(cell.bare(), F::tlv(0.0, {1, 1}));
}

TEST(RegisterField, EachKindLoadsItsDefault) {
  Cell ints('I');
  Cell strings('S');
  EXPECT_EQ(*Handle<int64_t>(row<'I', int64_t>(-7), ints, 1), -7);
  EXPECT_TRUE(*Handle<bool>(row<'I', bool>(true), ints, 1));
  EXPECT_EQ(*Handle<Colour>(row<'I', Colour>(Colour::green), ints, 1), Colour::green);
  EXPECT_EQ(*Handle<std::string>(row<'S', std::string>("none"), strings, 1), "none");
}

TEST(RegisterField, WritesOneRevisionAboveWhatIsStoredNow) {
  Cell cell('S');
  cell.set("\"a\"", 2);
  Handle<std::string> mine(row<'S', std::string>(), cell, 1);
  cell.set("\"b\"", 2);
  cell.set("\"c\"", 2);
  *mine = "mine";
  mine.save();
  EXPECT_EQ(cell.bare(), S::tlv("mine", {4, 1}));
}

TEST(RegisterField, AStaleCopyUndoesNothing) {
  Cell cell('S');
  cell.set("\"old\"", 2);
  Handle<std::string> stale(row<'S', std::string>(), cell, 1);
  cell.set("\"new\"", 2);
  stale.save();
  EXPECT_EQ(cell.text(), "\"new\"");
}

TEST(RegisterField, WritesNothingWhereTheStoreHasItAlready) {
  Cell cell('I');
  Handle<int64_t> mine(row<'I', int64_t>(), cell, 1);
  cell.set("5", 2);
  *mine = 5;
  EXPECT_TRUE(mine.changed());
  EXPECT_EQ(*mine.change(), "");
}

TEST(RegisterField, RefusesAStringThatIsNotUtf8) {
  Cell cell('S');
  Handle<std::string> mine(row<'S', std::string>(), cell, 1);
  *mine = "\xff";
  EXPECT_EQ(mine.change().error().message, "the string is not UTF-8");
}

TEST(RegisterField, RefusesARevisionPastTheLast) {
  Cell cell('I');
  cell.apply(I::tlv(1, {kMaxRevision, 2}));
  Handle<int64_t> mine(row<'I', int64_t>(), cell, 1);
  *mine = 2;
  EXPECT_EQ(mine.change().error().code, ErrorCode::limit);
}

TEST(RegisterField, ABoolOfTwoIsTrueAndStays) {
  Cell cell('I');
  cell.set("2", 2);
  Handle<bool> flag(row<'I', bool>(), cell, 1);
  EXPECT_TRUE(*flag);
  EXPECT_FALSE(flag.changed());
  *flag = false;
  flag.save();
  EXPECT_EQ(cell.text(), "0");
}

TEST(RegisterField, AnEnumKeepsAValueThatItDoesNotKnow) {
  Cell cell('I');
  cell.set("7", 2);
  Handle<Colour> colour(row<'I', Colour>(), cell, 1);
  EXPECT_EQ(*colour, static_cast<Colour>(7));
  EXPECT_FALSE(colour.changed());
  *colour = Colour::green;
  colour.save();
  EXPECT_EQ(cell.text(), "1");
}

TEST(RegisterField, ReferencesAreIds) {
  Cell cell('R');
  Handle<Ref<Thing>> reference(row<'R', Ref<Thing>>(), cell, 1);
  EXPECT_FALSE(*reference);
  *reference = Ref<Thing>(Id(0xa1, 2, 3));
  reference.save();
  EXPECT_EQ(cell.text(), "a1-2-3");
  EXPECT_EQ(*Handle<Id>(row<'R', Id>(), cell, 1), Id(0xa1, 2, 3));
}

TEST(RegisterField, NanIsNotChanged) {
  Cell cell('F');
  Handle<double> number(row<'F', double>(), cell, 1);
  *number = std::nan("");
  number.save();
  EXPECT_EQ(cell.text(), "nan");
}

}  // namespace
}  // namespace rdx::test
