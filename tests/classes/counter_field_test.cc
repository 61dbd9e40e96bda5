#include "rdx/rdx/counter.h"
#include "rdx/rdx/versions.h"
#include "tests/classes/member.h"

namespace rdx::test {
namespace {

template <class Pair>
class CounterFieldTest : public testing::Test {};

template <char kTheLetter, class Type>
struct CounterPair {
  static constexpr char kLetter = kTheLetter;
  using Native = Type;
};
using Counters = testing::Types<CounterPair<'C', int64_t>, CounterPair<'U', int64_t>, CounterPair<'Z', int64_t>,
                                CounterPair<'N', uint64_t>>;
TYPED_TEST_SUITE(CounterFieldTest, Counters);

TYPED_TEST(CounterFieldTest, TwoHandlesThatAddThreeGiveSix) {
  using Native = typename TypeParam::Native;
  const FieldInfo field = row<TypeParam::kLetter, Native>();
  Cell cell(TypeParam::kLetter);
  Handle<Native> a(field, cell, 1);
  Handle<Native> b(field, cell, 2);
  *a += 3;
  *b += 3;
  a.save();
  b.save();
  a.save();  // nothing changed since
  EXPECT_EQ(cell.text(), "6");
  a.load();
  EXPECT_EQ(*a, Native{6});
}

TEST(CounterField, GoesBelowZeroAndWrapsAsTwosComplementDoes) {
  Cell cell('C');
  Handle<int64_t> a(row<'C', int64_t>(), cell, 1);
  Handle<int64_t> b(row<'C', int64_t>(), cell, 1);
  *a = INT64_MAX;
  a.save();
  *b -= 5;
  b.save();
  EXPECT_EQ(cell.text(), std::to_string(INT64_MAX - 5));
  b.load();
  *b = INT64_MIN;
  b.save();
  EXPECT_EQ(cell.text(), std::to_string(INT64_MIN));
}

TEST(CounterField, RefusesAnNThatWentDown) {
  Cell cell('N');
  cell.set("5", 2);
  Handle<uint64_t> number(row<'N', uint64_t>(), cell, 1);
  *number = 4;
  EXPECT_EQ(number.change().error().message, "this counter only grows: it was 5 and is 4");
}

TEST(VersionsField, PutsWhatRoseOntoWhatIsStoredNow) {
  Cell cell('V');
  cell.set("{1-5,2-7}", 9);
  Handle<VersionVector> mine(row<'V', VersionVector>(), cell, 1);
  cell.set("{1-9,2-7,4-1}", 9);
  mine->raise(2, 8);
  mine->raise(3, 0);
  mine.save();
  EXPECT_EQ(cell.text(), "{1-9,2-8,3-0,4-1}");
}

TEST(VersionsField, RefusesOneThatLacksWhatWasLoadedOrIsOutOfRange) {
  Cell cell('V');
  cell.set("{1-5}", 9);
  Handle<VersionVector> mine(row<'V', VersionVector>(), cell, 1);
  mine->clear();
  EXPECT_TRUE(mine.changed());
  EXPECT_EQ(mine.change().error().code, ErrorCode::invalid);
  *mine = {{1, 5}, {2, -1}};
  EXPECT_EQ(mine.change().error().code, ErrorCode::invalid);
  *mine = {{1, 5}, {kMaxSource + 1, 1}};
  EXPECT_EQ(mine.change().error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace rdx::test
