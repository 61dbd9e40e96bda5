#include "rdx/tool/ring_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "rdx/rdx.h"
#include "rdx/ring.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::tool {
namespace {

using test::Author;
using test::need;
using testing::EndsWith;
using testing::HasSubstr;

// Three nodes of one process.
class RingStatus : public testing::Test {
 protected:
  void SetUp() override {
    for (uint32_t number = 1; number <= 3; ++number) {
      start(number);
      view_ = need(with_member(view_, number));
    }
  }
  void start(uint32_t number) {
    need(nodes_.start(make_memory_engine(), {.number = number}, std::chrono::milliseconds(0)));
  }
  void found() {
    ASSERT_TRUE(set_ring_view(nodes_, view_).empty());
    repair();
  }
  void repair() {
    for (uint32_t number = 1; number <= 3; ++number)
      if (const auto node = nodes_.node(number)) need(node->repair(nodes_));
  }
  void save(int count) {
    RingStore::Setup setup;
    setup.contacts = {1, 2, 3};
    Replica replica = need(Replica::over(need(RingStore::open(nodes_, setup))));
    for (int i = 0; i < count; ++i) {
      Author author;
      author.name = std::to_string(i);
      need(replica.save(author));
    }
  }
  std::string own(uint32_t number) const { return std::to_string(Placement(view_).slots_of(number).count()); }
  std::string print(bool expect_well, bool json = false) {
    std::ostringstream out;
    EXPECT_EQ(print_ring(nodes_, addresses_, json, out), expect_well) << out.str();
    return out.str();
  }

  LocalNodes nodes_;
  RingView view_;
  RingAddresses addresses_{{1, "one"}, {2, "two"}, {3, "three"}};
};

TEST_F(RingStatus, OfOneThatIsWell) {
  found();
  save(20);
  std::string expected;
  for (const auto& [number, address] : addresses_)
    expected += "node " + std::to_string(number) + " at " + address + ": epoch 3, members 1 2 3; " + own(number) +
                " of " + own(number) + " slots served; 0 hints in 0 slots\n";
  EXPECT_EQ(print(true), expected + "ring: epoch 3, 4096 slots served twice, 0 once, 0 by nobody; 0 hints wait\n");
}

TEST_F(RingStatus, BeforeItIsFounded) {
  EXPECT_THAT(print(false), EndsWith("ring: epoch 0, 0 slots served twice, 0 once, 0 by nobody; 0 hints wait\n"
                                     "  no node that answers has a list of members yet\n"));
  ASSERT_TRUE(set_ring_view(nodes_, view_).empty());  // and nobody has asked anybody
  const std::string text = print(false);
  EXPECT_THAT(text, HasSubstr("0 of " + own(1) + " slots served"));
  EXPECT_THAT(text, HasSubstr("ring: epoch 3, 0 slots served twice, 0 once, 4096 by nobody"));
  EXPECT_THAT(text, HasSubstr("  node 2 does not serve " + own(2) + " of its slots\n"));
}

TEST_F(RingStatus, OfOneThatLostANode) {
  found();
  nodes_.stop(2);
  save(40);
  const uint64_t hints = nodes_.node(1)->hints() + nodes_.node(3)->hints();
  ASSERT_GT(hints, 0U);
  const std::string text = print(false);
  EXPECT_THAT(text, HasSubstr("node 2 at two: away: "));
  EXPECT_THAT(text, HasSubstr("; " + std::to_string(nodes_.node(1)->hints()) + " hints in "));
  EXPECT_THAT(text, EndsWith(std::to_string(hints) + " hints wait\n  node 2 is away\n  " + std::to_string(hints) +
                             " packets wait for owners who could not be reached\n"));
  EXPECT_THAT(text, HasSubstr(", " + own(2) + " once, 0 by nobody"));
  start(2);
  ASSERT_TRUE(set_ring_view(nodes_, view_).empty());
  for (int round = 0; round < 3; ++round) repair();
  print(true);
}

TEST_F(RingStatus, OfOneThatIsNotOfOneMind) {
  found();
  save(20);
  const RingView next = need(with_leaving(view_, 3));
  need(nodes_.node(1)->set_view(next));
  EXPECT_THAT(print(false), HasSubstr("  node 2 goes by list 3 of the members, others by 4\n"));
  ASSERT_TRUE(set_ring_view(nodes_, next).empty());
  EXPECT_THAT(print(false), HasSubstr("node 3 at three: epoch 4, members 1 2, leaving 3; 0 of 0 slots served; 0 hints "
                                      "in 0 slots; packets of " +
                                      std::to_string(nodes_.node(3)->present().count()) + " slots that are not"));
}

TEST_F(RingStatus, OfNodesThatAreGivenWrongly) {
  found();
  addresses_ = {{1, "one"}, {2, "two"}};
  EXPECT_THAT(print(false), EndsWith("\n  member 3 was not asked: its address is not given\n"));
}

TEST_F(RingStatus, AsJson) {
  found();
  nodes_.stop(3);
  const std::string text = print(false, true);
  EXPECT_THAT(text,
              HasSubstr("{\"node\":1,\"address\":\"one\",\"epoch\":3,\"members\":[1,2,3],\"leaving\":[],\"own\":" +
                        own(1) + ",\"served\":" + own(1) + ",\"hints\":0,\"hinted_slots\":0,\"strange_slots\":0}\n"));
  EXPECT_THAT(text, HasSubstr("{\"node\":3,\"address\":\"three\",\"away\":"));
  EXPECT_THAT(text, EndsWith("\"served_by_nobody\":0,\"hints\":0,\"faults\":[\"node 3 is away\"]}\n"));
}

TEST(RingAddressesText, IsANumberAndAnAddressEach) {
  const auto parsed = parse_ring_addresses({"1=one.example:7001", "12=[::1]:7002"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, (RingAddresses{{1, "one.example:7001"}, {12, "[::1]:7002"}}));
  for (const char* wrong : {"one.example:7001", "=one:1", "0=one:1", "1=", "x=one:1", "1x=one:1", "-1=one:1", ""})
    EXPECT_THAT(parse_ring_addresses({wrong}).error().message, HasSubstr("is no node; write its number")) << wrong;
  EXPECT_EQ(parse_ring_addresses({"1=a:1", "1=b:1"}).error().message, "node 1 is given twice");
}

}  // namespace
}  // namespace rdx::tool
