// What a program put into a text or a list that it loaded before a gc, saved onto what stands there now: what its
// elements hung on is forgotten.
#include "rdx/rdx/array.h"
#include "tests/simulator/thing.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

using simulator::Thing;

template <class Kind>
class CarryOverTest : public ::testing::Test {
 protected:
  // A thing as a program loaded it, of which nothing is left in the store: "abc" and 1, 2, 3. What was given last
  // stands in front, so that nothing keeps the others.
  Thing forgotten() {
    Thing before;
    before.essay = "abc";
    before.queue = {1, 2, 3};
    need(replica_.save(before));
    Thing now = before;
    now.essay = "fabc";
    now.queue = {4, 1, 2, 3};
    need(replica_.save(now));
    now.essay.clear();
    now.queue.clear();
    need(replica_.save(now));
    EXPECT_GT(need(replica_.gc()).values, 0u);
    return before;
  }

  Kind kind_;
  Replica replica_ = kind_.open({.source = 1});
};
TYPED_TEST_SUITE(CarryOverTest, ReplicaKinds);

TYPED_TEST(CarryOverTest, WhatIsNewIsThereAndWhatWasForgottenIsNot) {
  Thing before = this->forgotten();
  before.essay = "abXc";
  before.queue = {1, 5, 2, 3};
  need(this->replica_.save(before));
  EXPECT_EQ(before.essay, "X");
  EXPECT_EQ(before.queue, std::vector<int64_t>{5});
  const Thing loaded = need(this->replica_.template load<Thing>(before.id()));
  EXPECT_EQ(loaded.essay, "X");
  EXPECT_EQ(loaded.queue, std::vector<int64_t>{5});
  Replica other = need(open_memory({.source = 2}));
  for (bool more = true; more;)
    more = need(other.integrate_diff(need(this->replica_.build_diff(need(other.request_diff()))))).more;
  EXPECT_EQ(need(other.load<Thing>(before.id())).image(), loaded.image());
}

TYPED_TEST(CarryOverTest, ErasingWhatIsForgottenChangesNothing) {
  Thing before = this->forgotten();
  before.essay = "a";
  before.queue = {3};
  need(this->replica_.save(before));
  EXPECT_EQ(before.essay, "");
  EXPECT_EQ(before.queue, std::vector<int64_t>());
}

TEST(CarryOver, WhatIsNotForgottenIsMerged) {
  const std::string older = need(L::delta_text({}, "abc", {1, 0}));
  const std::string change = need(L::delta_text(older, "abXc", {1, 0}));
  EXPECT_EQ(L::carry_over(older, change, older), L::merge(std::array<Bytes, 2>{older, change}));
  const std::string theirs = need(L::delta_text(older, "abcd", {2, 0}));
  const std::string now = L::merge(std::array<Bytes, 2>{older, theirs});
  const std::string carried = L::carry_over(older, change, now);
  EXPECT_EQ(carried, L::merge(std::array<Bytes, 2>{now, change}));
  EXPECT_EQ(L::text(carried), "abXcd");
}

TEST(CarryOver, WhatIsForgottenStandsErasedAndKeepsItsPlace) {
  const std::string older = need(L::delta_text({}, "abc", {1, 0}));
  const std::string front = need(L::delta_text(older, "fabc", {1, 0}));
  const std::string full = L::merge(std::array<Bytes, 2>{older, front});
  const std::string erased = L::merge(std::array<Bytes, 2>{full, need(L::delta_text(full, "", {1, 0}))});
  const std::string now = L::gc(erased, erased);
  ASSERT_LT(now.size(), erased.size());
  for (const auto& [wanted, text] :
       {std::pair<const char*, const char*>{"Xabc", "X"}, {"aXbc", "X"}, {"aXbYc", "XY"}}) {
    const std::string change = need(L::delta_text(older, wanted, {1, 100}));
    const std::string carried = L::carry_over(older, change, now);
    EXPECT_TRUE(L::valid(carried));
    EXPECT_EQ(L::text(carried), text) << wanted;
  }
}

}  // namespace
}  // namespace rdx::test
