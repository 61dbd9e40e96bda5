#include "rdx/rdx/types.h"

#include <gtest/gtest.h>

#include "rdx/rdx/counter.h"

namespace rdx {
namespace {

TEST(TypeTable, has_every_letter_that_ships) {
  for (const char letter : std::string("CEFIMNRSUVZ")) {
    const TypeFunctions* type = built_in_types().find(letter);
    ASSERT_NE(type, nullptr) << letter;
    EXPECT_EQ(type->letter, letter);
    EXPECT_EQ(type->zero(), "");
    EXPECT_TRUE(type->valid(type->zero())) << letter;
  }
  for (const char letter : std::string("ABDOQTXa0")) EXPECT_EQ(built_in_types().find(letter), nullptr) << letter;
}

TEST(TypeTable, has_u_under_its_later_name) {
  EXPECT_EQ(built_in_types().find('Z')->merge, built_in_types().find('U')->merge);
}

TEST(TypeTable, takes_a_letter_once) {
  TypeTable types = built_in_types();
  EXPECT_FALSE(types.add(functions_of<C>()));
  EXPECT_FALSE(types.add(functions_of<C>('c')));
  EXPECT_TRUE(types.add(functions_of<C>('Q')));
  EXPECT_FALSE(types.add(functions_of<C>('Q')));
  EXPECT_EQ(built_in_types().find('Q'), nullptr);
}

TEST(TypeTable, reaches_what_another_value_shows) {
  const TypeFunctions& set = *built_in_types().find('E');
  const std::string now = *set.parse("{1,2}");
  const std::string wanted = *set.parse("{2,3}");
  const std::string delta = *set.delta(now, wanted, {1, 0});
  const std::vector<Bytes> bares{now, delta};
  EXPECT_EQ(set.string(set.merge(bares)), "{2,3}");
}

TEST(TypeTable, knows_the_highest_revision_of_types_that_have_them) {
  EXPECT_EQ(built_in_types().find('U')->highest_revision(U::tlv(1, {7, 1})), 7U);
  EXPECT_EQ(built_in_types().find('N')->highest_revision(N::tlv(1, {7, 1})), 0U);
  EXPECT_EQ(built_in_types().find('E')->highest_revision(from_hex("7402310c69043203"
                                                                  "0102")
                                                             .value()),
            6U);
}

}  // namespace
}  // namespace rdx
