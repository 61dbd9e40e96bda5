// A type of one's own: the concept, the table and the laws take it as they take ours.
#include <gtest/gtest.h>

#include "examples/grow_set/acme/grow_set.h"
#include "tests/rdx/bytes_of.h"
#include "tests/rdx/laws.h"

namespace rdx {
namespace {

using acme::GrowSet;
using test::raw;

struct GrowSetDriver {
  using Type = GrowSet;
  static GrowSet::Native edit(test::Random& random, GrowSet::Native now, uint32_t /*source*/) {
    for (std::size_t i = random.below(4); i > 0; --i) now.insert(random.one_in(3) ? random.number() : random.below(10));
    return now;
  }
};

TEST(ExternType, keeps_the_laws) { test::check_laws<GrowSetDriver>(); }

TEST(ExternType, stands_in_a_copy_of_the_table) {
  TypeTable types = built_in_types();
  ASSERT_TRUE(types.add(functions_of<GrowSet>()));
  const TypeFunctions& type = *types.find('Q');
  const std::string a = *type.parse("{1,300}");
  const std::string b = *type.parse("{2, 1}");
  const std::vector<Bytes> bares{a, b};
  EXPECT_EQ(type.string(type.merge(bares)), "{1,2,300}");
  EXPECT_TRUE(type.may_bring(a, 1));
  EXPECT_EQ(type.highest_revision(a), 0U);
  EXPECT_EQ(built_in_types().find('Q'), nullptr);
}

TEST(ExternType, valid_refuses) {
  for (const char* bad : {"00ff", "3101 3101", "3102 3101", "320100", "3100", "32"})
    EXPECT_FALSE(GrowSet::valid(raw(bad))) << bad;
}

TEST(ExternType, only_grows) {
  EXPECT_EQ(GrowSet::delta(GrowSet::tlv({1, 2}), {1}, {1, 0}).error().code, ErrorCode::invalid);
}

// What is missing is told at compile time.
struct WithoutMerge {
  using Native = int;
  static constexpr char kLetter = 'Y';
  static bool valid(Bytes);
  static std::string zero();
  static std::string string(Bytes);
  static Result<std::string> parse(std::string_view);
  static std::string tlv(Native, Stamp);
  static Native native(Bytes);
  static Result<std::string> delta(Bytes, Native, Clock);
  static std::string diff(Bytes, const VersionVector&);
  static std::string gc(Bytes, Bytes);
};
static_assert(!Crdt<WithoutMerge>);

}  // namespace
}  // namespace rdx
