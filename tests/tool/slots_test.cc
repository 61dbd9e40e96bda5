#include "rdx/tool/slots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "rdx/ring.h"
#include "rdx/rocksdb.h"
#include "rdx/store/ring_keys.h"
#include "rdx/tool/check.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/merge.h"
#include "rdx/tool/objects.h"
#include "rdx/tool/tail.h"
#include "rdx/tool/value.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::tool {
namespace {

using test::Author;
using test::need;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

// Three nodes, each with a database of its own, that run while their folders are read.
class Slots : public testing::Test {
 protected:
  void SetUp() override {
    for (uint32_t number = 1; number <= 3; ++number) {
      start(number);
      view_ = need(with_member(view_, number));
    }
    ASSERT_TRUE(set_ring_view(nodes_, view_).empty());
    repair();
    RingStore::Setup setup;
    setup.contacts = {1, 2, 3};
    setup.source = 0xa1;
    replica_ = std::make_unique<Replica>(need(Replica::over(need(RingStore::open(nodes_, setup)))));
  }
  void start(uint32_t number) {
    need(nodes_.start(need(open_rocks_engine(path(number), {.least_free_bytes = 0})), {.number = number},
                      std::chrono::milliseconds(0)));
  }
  // As their keepers would.
  void repair() {
    for (uint32_t number = 1; number <= 3; ++number) need(nodes_.node(number)->repair(nodes_));
  }
  std::string path(uint32_t number) const { return folder_ / std::to_string(number); }
  Author saved(const std::string& name) {
    Author author;
    author.name = name;
    need(replica_->save(author));
    return author;
  }
  std::string slots(uint32_t number, const SlotsOptions& options = {}) {
    std::ostringstream out;
    EXPECT_EQ(run_slots(path(number), options, out, errors_), kFine) << errors_.str();
    return out.str();
  }
  static std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

  test::TemporaryFolder folder_;
  LocalNodes nodes_;
  RingView view_;
  std::unique_ptr<Replica> replica_;
  std::ostringstream out_;
  std::ostringstream errors_;
};

TEST_F(Slots, AreShownWithTheirOwners) {
  const Author ada = saved("Ada");
  const Placement members(view_);
  const uint16_t slot = slot_of(ada.id());
  for (const uint32_t owner : members.owners(slot)) {
    const std::string shown = slots(owner, {.dots = true, .slot = slot});
    EXPECT_THAT(shown, MatchesRegex("node " + std::to_string(owner) + ", epoch 3, members 1 2 3\nslot " +
                                    std::to_string(slot) + ": owners " + std::to_string(members.owners(slot)[0]) + " " +
                                    std::to_string(members.owners(slot)[1]) +
                                    ", 1 objects, 1 packets, [0-9]+ keys, [0-9]+ bytes\n  dots a1: 1\n"));
  }
  const std::string all = slots(1);
  EXPECT_THAT(all, StartsWith("node 1, epoch 3, members 1 2 3\n"));
  EXPECT_THAT(all, HasSubstr("in all: " + std::to_string(members.slots_of(1).count()) + " slots of its own, "));
  EXPECT_THAT(all, EndsWith(", 0 hints\n"));
}

TEST_F(Slots, TheirSumsAreThoseOfTheNodes) {
  for (int i = 0; i < 40; ++i) saved(std::to_string(i));
  for (uint32_t number = 1; number <= 3; ++number) {
    const auto node = nodes_.node(number);
    EXPECT_EQ(lines(slots(number)), node->present().count() + 2);
    const std::string json = slots(number, {.dots = true, .json = true});
    EXPECT_EQ(lines(json), node->present().count() + 1);
    for (uint16_t slot = 0; slot < kSlots; ++slot) {
      if (node->seen(slot).empty()) continue;
      EXPECT_THAT(json, HasSubstr("{\"slot\":" + std::to_string(slot) + ",\"owners\":["));
    }
  }
}

TEST_F(Slots, HintsWaitBesideThem) {
  saved("before");
  nodes_.stop(2);
  for (int i = 0; i < 40; ++i) saved(std::to_string(i));
  const uint64_t hints = nodes_.node(1)->hints() + nodes_.node(3)->hints();
  ASSERT_GT(hints, 0U);
  EXPECT_THAT(slots(1), EndsWith(", " + std::to_string(nodes_.node(1)->hints()) + " hints\n"));
  EXPECT_THAT(slots(3), EndsWith(", " + std::to_string(nodes_.node(3)->hints()) + " hints\n"));
  EXPECT_EQ(run_check(path(1), out_, errors_), kFine) << out_.str() << errors_.str();
  start(2);
  for (int round = 0; round < 3; ++round) repair();
  EXPECT_THAT(slots(1), EndsWith(", 0 hints\n"));
}

TEST_F(Slots, OfAMemberThatLeavesAreNotItsOwn) {
  for (int i = 0; i < 40; ++i) saved(std::to_string(i));
  view_ = need(with_leaving(view_, 3));
  ASSERT_TRUE(set_ring_view(nodes_, view_).empty());
  const std::string shown = slots(3);
  EXPECT_THAT(shown, StartsWith("node 3, epoch 4, members 1 2, leaving 3\n"));
  EXPECT_THAT(shown, HasSubstr("in all: 0 slots of its own, 0 as the first; "));
  EXPECT_THAT(shown, EndsWith(std::to_string(nodes_.node(3)->present().count()) + " slots not its own\n"));
}

TEST_F(Slots, TheirObjectsAreDumpedAndChecked) {
  const Author ada = saved("Ada");
  for (int i = 0; i < 20; ++i) saved(std::to_string(i));
  const uint32_t owner = Placement(view_).owners(slot_of(ada.id()))[0];
  ASSERT_EQ(run_dump(path(owner), {}, out_, errors_), kFine) << errors_.str();
  EXPECT_THAT(out_.str(), HasSubstr("slot " + std::to_string(slot_of(ada.id())) + "\n"));
  EXPECT_THAT(out_.str(), HasSubstr("= \"Ada\"\n"));
  out_.str("");
  EXPECT_EQ(run_check(path(owner), out_, errors_), kFine) << out_.str();
  EXPECT_THAT(out_.str(), EndsWith(" objects: fine\n"));
  nodes_.stop(owner);
  {
    const auto engine = need(open_database_to_write(path(owner)));
    WriteBatch batch;
    batch.put(Keys(prefix_of_slot(slot_of(ada.id()))).value(ada.id(), 1, 'S'), "?");
    need(engine->write(batch));
  }
  out_.str("");
  EXPECT_EQ(run_check(path(owner), out_, errors_), kFindings);
  EXPECT_THAT(out_.str(), StartsWith("wrong: slot " + std::to_string(slot_of(ada.id())) + ": object " +
                                     to_text(ada.id()) + ", field 1 S: the value is not valid\n"));
}

TEST_F(Slots, ANodesDatabaseIsNoReplicas) {
  saved("Ada");
  const auto refused = [&](int status) {
    EXPECT_EQ(status, kFiles);
    EXPECT_THAT(errors_.str(), EndsWith("this is the database of node 1 of a ring, no replica's; slots, dump and check "
                                        "read it\n"));
    errors_.str("");
  };
  refused(run_tail(
      path(1), {}, [] { return false; }, out_, errors_));
  refused(run_write_json(path(1), {}, out_, errors_));
  refused(run_merge({path(1)}, folder_ / "new", out_, errors_));
  nodes_.stop(1);
  std::istringstream in("{}\n");
  refused(run_read_json(path(1), {}, in, out_, errors_));
  { need(open_rocksdb(folder_ / "plain", {}, {.least_free_bytes = 0})); }
  EXPECT_EQ(run_slots(folder_ / "plain", {}, out_, errors_), kFiles);
  EXPECT_THAT(errors_.str(), HasSubstr("no database of a ring's node"));
}

}  // namespace
}  // namespace rdx::tool
