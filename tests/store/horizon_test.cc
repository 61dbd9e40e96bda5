// The horizon: what is reported, cut and forgotten, and whom a gc waits for. Over both engines.
#include <filesystem>
#include <utility>

#include "tests/store/members.h"
#include "tests/store/passing_engine.h"

namespace rdx::test {
namespace {

template <class Kind>
class HorizonTest : public ::testing::Test {
 protected:
  Kind kind_;
  Member a_{kind_.engine(), 0xa};
  Member b_{kind_.engine(), 0xb};
};
TYPED_TEST_SUITE(HorizonTest, ReplicaKinds);

TYPED_TEST(HorizonTest, WhoIsAloneCutsEverything) {
  Member& a = this->a_;
  const Id object = a.begin();
  a.set_tags(object, tags_of({"x", "y"}));
  a.set_tags(object, tags_of({"y"}));
  const std::string before = a.bare(object, 2, 'E');
  const Collected collected = need(a.store().gc());
  EXPECT_TRUE(collected.is_new);
  EXPECT_EQ(collected.packets, 3u);
  EXPECT_GT(collected.packet_bytes, 20u);
  EXPECT_EQ(collected.values, 1u);
  EXPECT_EQ(a.keys('P') + a.keys('A'), 0u);
  EXPECT_EQ(a.bare(object, 2, 'E'), E::gc(before, before));
  EXPECT_EQ(a.tags(object), tags_of({"y"}));
  EXPECT_EQ(a.store().horizon(), a.store().seen());
  EXPECT_EQ(a.store().log_start(), 3u);
  EXPECT_FALSE(need(a.store().gc()).is_new);
  a.reopen();
  EXPECT_EQ(a.store().seen().size(), 3u);
  EXPECT_EQ(a.store().horizon(), a.store().seen());
  a.set_tags(object, tags_of({"y", "x"}));
  EXPECT_EQ(a.tags(object), tags_of({"x", "y"}));
}

TYPED_TEST(HorizonTest, AGcWaitsForWhatPeersReport) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  b.pull(a);  // it asked before it had anything
  EXPECT_EQ(need(a.store().gc()).packets, 0u);
  b.set_tags(object, tags_of({"x"}));
  a.pull(b);
  a.set_tags(object, {});
  EXPECT_EQ(need(a.store().gc()).packets, 0u);
  b.pull(a);
  b.pull(a);  // now it says that it has all
  const auto peers = a.store().peers();
  ASSERT_EQ(peers.size(), 1u);
  EXPECT_EQ(peers[0].source, 0xbu);
  EXPECT_EQ(peers[0].lacks, 0u);
  EXPECT_EQ(peers[0].dots, a.store().seen().record());
  a.reopen();
  EXPECT_EQ(need(a.store().gc()).packets, 3u);
  EXPECT_TRUE(E::gc(a.bare(object, 2, 'E'), a.bare(object, 2, 'E')) == a.bare(object, 2, 'E'));
  // The other one holds its log until it is told the same, and goes on with packets.
  EXPECT_EQ(b.keys('P'), 3u);
  a.count(object, 5);
  EXPECT_EQ(b.pull(a).applied, 1u);
  EXPECT_EQ(b.store().states_taken(), 0u);
  meet(a, b);
  need(b.store().gc());
  EXPECT_EQ(b.keys('P'), 0u);
}

TYPED_TEST(HorizonTest, WhatPacketsPastTheHorizonTouchedWaits) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  const Id other = a.begin();
  for (const Id each : {object, other}) {
    a.set_tags(each, tags_of({"x"}));
    a.set_tags(each, {});
  }
  meet(a, b);
  a.count(object, 1);
  const std::string before = a.bare(object, 2, 'E');
  const Collected collected = need(a.store().gc());
  EXPECT_EQ(collected.values, 1u);
  EXPECT_EQ(collected.packets, 6u);
  EXPECT_EQ(a.bare(object, 2, 'E'), before);
  meet(a, b);
  EXPECT_EQ(need(a.store().gc()).values, 1u);
}

TYPED_TEST(HorizonTest, PeersAreKnownByWhatOthersSayOfThem) {
  Member& a = this->a_;
  Member& b = this->b_;
  Member c(this->kind_.engine(), 0xc);
  const Id object = a.begin();
  b.pull(a);
  c.pull(b);  // never meets a
  b.pull(a);
  EXPECT_EQ(need(a.store().gc()).packets, 0u) << "c has reported nothing that a knows of";
  c.pull(b);
  b.pull(a);
  EXPECT_EQ(need(a.store().gc()).packets, 1u);
  EXPECT_EQ(a.store().peers().size(), 2u);
  static_cast<void>(object);
}

// The only peer goes on under a fresh source, which a diff says before anything is written under it.
TYPED_TEST(HorizonTest, AGcWaitsForWhatAPeerBecame) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = b.begin();
  a.pull(b);
  DotSet lost;
  lost.add({0xb, 7});
  need(b.store().build_diff(write_request({}, {}, lost, {}), kDiffBytes));  // b wrote that, and was restored since
  const uint32_t fresh = b.book().current();
  ASSERT_NE(fresh, 0xbu);
  a.count(object, 5);
  a.pull(b);
  EXPECT_EQ(need(a.store().gc()).waits_for, std::vector{fresh});
  a.reopen();
  EXPECT_EQ(need(a.store().gc()).waits_for, std::vector{fresh});
  b.count(object, 3);
  meet(a, b);
  EXPECT_EQ(b.counted(object), 8);
  EXPECT_EQ(b.store().states_taken(), 0u);
  EXPECT_TRUE(need(a.store().gc()).waits_for.empty());
}

TYPED_TEST(HorizonTest, AForgottenPeerIsNotWaitedForAndTakesPartAgain) {
  Member& a = this->a_;
  Member& b = this->b_;
  Member c(this->kind_.engine(), 0xc);
  const Id object = a.begin();
  meet(a, b);
  meet(a, c);
  meet(a, b);
  a.count(object, 1);
  meet(a, b);
  EXPECT_EQ(need(a.store().gc()).packets, 1u) << "c lacks the last";
  need(a.store().forget_peer(0xc));
  EXPECT_FALSE(a.store().forget_peer(0xa));
  EXPECT_FALSE(a.store().forget_peer(0));
  meet(a, b);
  EXPECT_EQ(b.store().closed_sources(), std::vector<uint32_t>{0xc}) << "it spreads";
  EXPECT_EQ(need(a.store().gc()).packets, 1u);

  EXPECT_EQ(c.pull(a).applied, 1u);
  EXPECT_EQ(c.store().states_taken(), 1u);
  EXPECT_NE(c.book().current(), 0xcu);
  EXPECT_FALSE(c.store().is_forgotten());
  c.count(object, 10);
  EXPECT_EQ(a.pull(c).applied, 1u);
  EXPECT_EQ(a.counted(object), 11);
}

// It writes on the state under its fresh source, and is not heard of between.
TYPED_TEST(HorizonTest, WhoHandsOutStateKnowsWhoGoesOnFromIt) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  a.set_tags(object, tags_of({"x", "y"}));
  meet(a, b);
  need(a.store().forget_peer(0xb));
  b.pull(a);
  EXPECT_EQ(b.store().states_taken(), 1u);
  a.set_tags(object, tags_of({"y"}));
  need(a.store().gc());
  a.set_tags(object, tags_of({"y", "z"}));
  need(a.store().gc());
  ASSERT_EQ(a.store().peers().size(), 1u);
  EXPECT_EQ(a.store().peers()[0].source, b.book().current());
  b.set_tags(object, tags_of({"x", "y", "w"}));
  meet(a, b);
  EXPECT_EQ(b.store().states_taken(), 1u) << "nothing is cut that it lacks";
  EXPECT_EQ(a.tags(object), tags_of({"w", "y", "z"}));
  EXPECT_EQ(b.tags(object), tags_of({"w", "y", "z"}));
}

// The number was given while it was away; what comes under the old one nobody waits for.
TYPED_TEST(HorizonTest, WhoseSourceIsClosedGoesOnUnderAFreshOne) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  meet(a, b);
  Sender other;  // b goes on under 0xbb; its disk is then put back to a copy of before that
  other.own = {0xbb};
  other.closed = {0xb};
  need(a.store().build_diff(write_request(other, {}, b.store().seen(), {}), kDiffBytes));
  b.pull(a);
  EXPECT_NE(b.book().current(), 0xbu);
  EXPECT_FALSE(b.store().is_forgotten());
  b.count(object, 1);
  EXPECT_EQ(a.pull(b).applied, 1u);
  EXPECT_EQ(a.counted(object), 1);
}

TYPED_TEST(HorizonTest, WhatAForgottenPeerWroteAloneIsForItsOperator) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  meet(a, b);
  b.count(object, 1);
  need(a.store().forget_peer(0xb));
  const std::string own = b.write([&](PacketBuilder& builder) { builder.change('C', object, 1, C::tlv(2)); });
  EXPECT_EQ(need(a.store().integrate_diff(own)).left_out, 1u) << "pushed";
  EXPECT_EQ(a.pull(b).applied, 0u);
  Result<Integrated> back;
  for (int i = 0; i < 3; ++i) back = b.pull_once(a);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, ErrorCode::behind);
  EXPECT_EQ(b.counted(object), 3) << "its own state stands";
  const auto dot = b.store().next_dot();
  ASSERT_FALSE(dot);
  EXPECT_EQ(dot.error().code, ErrorCode::behind);
  b.reopen();
  EXPECT_EQ(b.counted(object), 3);
}

// Neither takes part, and neither has what the other wrote alone.
TYPED_TEST(HorizonTest, OfTwoThatForgotEachOtherOneIsReinstated) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  EXPECT_FALSE(a.store().reinstate()) << "nobody has forgotten it";
  meet(a, b);
  a.count(object, 1);
  need(a.store().forget_peer(0xb));
  need(b.store().forget_peer(0xa));
  meet(a, b);
  meet(a, b);
  EXPECT_TRUE(a.store().is_forgotten());
  EXPECT_TRUE(b.store().is_forgotten());
  EXPECT_FALSE(a.store().next_dot());
  EXPECT_EQ(b.store().states_taken(), 0u);
  a.reopen();
  const auto too_soon = a.store().reinstate();
  ASSERT_FALSE(too_soon) << "b may take part for all it knows";
  EXPECT_EQ(too_soon.error().code, ErrorCode::busy);
  meet(a, b);
  need(a.store().reinstate());
  a.count(object, 2);
  EXPECT_GT(b.pull(a).applied, 0u);
  EXPECT_EQ(b.store().states_taken(), 1u);
  EXPECT_FALSE(b.store().is_forgotten());
  b.count(object, 4);
  meet(a, b);
  EXPECT_EQ(a.counted(object), 7);
  EXPECT_EQ(b.counted(object), 7);
  a.reopen();
  EXPECT_FALSE(a.store().is_forgotten());
  need(a.store().forget_peer(0xc0));
  a.pull(b);
  EXPECT_EQ(need(a.store().gc()).waits_for, std::vector{b.book().current()});
}

TYPED_TEST(HorizonTest, PacketsOfWhatTheLogHasNoMoreAreReadyAndSkipped) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  const Id ended = a.begin();
  const std::string counted = a.write([&](PacketBuilder& builder) { builder.change('C', object, 1, C::tlv(4)); });
  meet(a, b);
  a.end(ended);
  meet(a, b);
  need(a.store().gc());
  EXPECT_EQ(need(a.store().integrate_diff(counted)).known, 1u);
  EXPECT_EQ(a.counted(object), 4);
  // Of an object that ended, and one that stands, both begun below the horizon.
  const std::string late = b.write([&](PacketBuilder& builder) { builder.change('C', object, 1, C::tlv(3)); });
  EXPECT_EQ(need(a.store().integrate_diff(late)).applied, 1u);
  EXPECT_EQ(a.counted(object), 7);
  PacketBuilder builder({0xb, 2});
  builder.change('C', ended, 1, C::tlv(1));
  EXPECT_EQ(need(a.store().integrate_diff(builder.packet())).applied, 1u);
  EXPECT_EQ(a.store().load(ended, nullptr).error().code, ErrorCode::gone);
}

TYPED_TEST(HorizonTest, ARequestStaysSmall) {
  Member& a = this->a_;
  std::string request = need(a.store().request_diff());
  EXPECT_LT(request.size(), 100u);
  std::vector<std::unique_ptr<Member>> others;
  for (uint32_t source = 1; source < 10; ++source)
    others.push_back(std::make_unique<Member>(make_memory_engine(), 0x10000 * source));
  for (auto& other : others) other->begin();
  a.begin();
  for (int round = 0; round < 3; ++round)
    for (auto& other : others) meet(a, *other);
  request = need(a.store().request_diff());
  const std::string diff = need(others[0]->store().build_diff(request, kDiffBytes));
  EXPECT_LT(request.size() + diff.size(), 1000u) << "ten sources, equal replicas";
}

TYPED_TEST(HorizonTest, MissingPacketsCostTheirBytes) {
  Member& a = this->a_;
  Member& b = this->b_;
  const Id object = a.begin();
  meet(a, b);
  std::size_t size = 0;
  for (int i = 0; i < 3000; ++i)
    size += a.write([&](PacketBuilder& builder) {
               builder.change('S', object, 3, S::tlv("number " + std::to_string(i), {1 + uint64_t(i), 0xa}));
             }).size();
  const std::string request = need(b.store().request_diff());
  const std::string diff = need(a.store().build_diff(request, kDiffBytes));
  EXPECT_LT(static_cast<double>(request.size() + diff.size()), 1.05 * static_cast<double>(size) + 1024);
}

uint64_t size_of(const std::string& folder) {
  uint64_t size = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().filename().string().rfind("LOG", 0) != 0) size += entry.file_size();
  return size;
}

TEST(Horizon, ARemovedWorldLeavesLessThan64Kilobytes) {
  const TemporaryFolder folder;
  const RocksOptions rocks{.durability = Durability::written, .least_free_bytes = 0};
  const auto compacted = [&](const std::string& name, bool is_used) {
    Member a(need(open_rocks_engine(folder / (name + "a"), rocks)), 0xa);
    Member b(need(open_rocks_engine(folder / (name + "b"), rocks)), 0xb);
    std::vector<Id> objects;
    for (int i = 0; is_used && i < 2000; ++i) {
      Member& writer = i % 2 == 0 ? a : b;
      objects.push_back(writer.begin());
      writer.set_tags(objects.back(), tags_of({"x", "y"}));
      writer.set_name(objects.back(), std::string(500, 'n'));
    }
    meet(a, b);
    for (const Id object : objects) (object.number() % 3 == 0 ? a : b).end(object);
    meet(a, b);
    for (Member* each : {&a, &b}) {
      need(each->store().gc());
      need(each->engine().compact());
      EXPECT_EQ(each->keys('P') + each->keys('A') + each->keys('O') + each->keys('K'), 0u);
    }
  };
  compacted("empty", false);
  compacted("used", true);
  // Opened once more, for the database to remove what it does not need.
  for (const char* name : {"emptya", "emptyb", "useda", "usedb"})
    need(need(open_rocks_engine(folder / name, rocks))->compact());
  for (const char* which : {"a", "b"}) {
    const uint64_t empty = size_of(folder / (std::string("empty") + which));
    const uint64_t used = size_of(folder / (std::string("used") + which));
    EXPECT_LT(used, empty + (64 << 10)) << "the empty one has " << empty;
  }
}

// A request of some hundred kilobytes could name thousands of peers, each with a report as large as itself.
TEST(Horizon, ARequestTakesLittleMoreMemoryThanItsBytes) {
  Member a(make_memory_engine(), 0xa);
  DotSet seen;
  for (uint32_t number = 1; number < 20'000; number += 2) seen.add({0x70000, number});
  Sender many;
  for (uint32_t source = 0x1000; source < 0x1400; ++source) many.own.push_back(source);
  std::vector<PeerEntry> told;
  for (uint32_t source = 0x2000; source < 0x2200; ++source) told.push_back({source, DotSet().record()});
  const auto kept = [&](std::size_t expected_peers) {
    std::size_t size = 0;
    const auto peers = a.store().peers();
    for (const KnownPeer& peer : peers) size += peer.dots.size();
    EXPECT_EQ(peers.size(), expected_peers);
    return size;
  };
  need(a.store().build_diff(write_request(many, {}, seen, {}), kDiffBytes));
  const std::size_t before = kept(0x400);
  EXPECT_LE(before, 4 * kMaxRequestBytes);
  EXPECT_GT(before, 0u);
  need(a.store().build_diff(write_request({{}, {0x1000}, {}, {}}, told, seen, {}), kDiffBytes));
  EXPECT_LE(kept(0x600), before + 40 * seen.record().size());
}

// Each request is small enough; there are many of them.
TEST(Horizon, WhatIsKeptOfRequestsIsBounded) {
  Member a(make_memory_engine(), 0xa);
  std::size_t size = 0;
  for (uint32_t source = 0x1000; source < 0x1020; ++source) {
    DotSet seen;
    for (uint32_t number = 1; number < 400'000; number += 2) seen.add({0x70000 + source, number});
    const std::string request = write_request({{}, {source}, {}, {}}, {}, seen, {});
    size += request.size();
    need(a.store().build_diff(request, kDiffBytes));
  }
  ASSERT_GT(size, kMaxReportBytes);
  std::size_t kept = 0;
  const auto peers = a.store().peers();
  for (const KnownPeer& peer : peers) kept += peer.dots.size();
  EXPECT_EQ(peers.size(), 0x20u);
  EXPECT_LE(kept, kMaxReportBytes);
  EXPECT_GT(kept, kMaxReportBytes / 2);

  Sender closing;
  closing.own = {0x2000};
  for (uint32_t source = 0x10000; source < 0x10000 + kMaxClosed / 2; ++source) closing.closed.push_back(source);
  need(a.store().build_diff(write_request(closing, {}, {}, {}), kDiffBytes));
  for (uint32_t& source : closing.closed) source += kMaxClosed;
  need(a.store().build_diff(write_request(closing, {}, {}, {}), kDiffBytes));
  for (uint32_t& source : closing.closed) source += kMaxClosed;
  const auto refused = a.store().build_diff(write_request(closing, {}, {}, {}), kDiffBytes);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
  EXPECT_EQ(a.store().closed_sources().size(), kMaxClosed);
  EXPECT_LE(need(a.store().request_diff()).size(), kMaxRequestBytes);
}

TEST(Horizon, ARequestOfAMillionPacketsInARowIsSmall) {
  Member a(make_memory_engine(), 0xa);
  std::string checkpoint;
  append_arrival(checkpoint, 1'000'000);
  DotSet seen;
  seen.add_range(0xa, 1, 1'000'000);
  WriteBatch batch;
  batch.put(Keys().about(kCheckpointName), checkpoint + seen.record());
  need(a.engine().write(batch));
  a.reopen();
  for (int i = 0; i < 70'000; ++i) a.begin();  // past where a set of numbers changes its form
  EXPECT_EQ(a.store().seen().size(), 1'070'000u);
  EXPECT_LT(need(a.store().request_diff()).size(), 100u);
  Member b(make_memory_engine(), 0xb);
  need(a.store().build_diff(need(b.store().request_diff()), 100));
  EXPECT_LT(need(a.store().request_diff()).size(), 200u) << "with a peer that has nothing";
}

// Does something in front of the next reading of a packet.
class InterruptedEngine final : public PassingEngine {
 public:
  using PassingEngine::PassingEngine;
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    if (key.starts_with('P') && interrupt)
      if (const auto now = std::exchange(interrupt, nullptr)) now();
    return below().get(key, at);
  }
  mutable std::function<void()> interrupt;
};

// A gc in the background ends its replica on errors; that somebody's state came meanwhile is none.
TEST(Horizon, AGcThatAStateOvertakesIsDoneByTheNext) {
  auto& engine = *new InterruptedEngine(make_memory_engine());
  Member b(std::unique_ptr<Engine>(&engine), 0xb);
  Member a(make_memory_engine(), 0xa);
  Member c(make_memory_engine(), 0xc);
  Id object;
  need(b.store().integrate_diff(c.write([&](PacketBuilder& builder) { object = builder.begin_object(kThings); })));
  need(b.store().build_diff(need(c.store().request_diff()), kDiffBytes));  // c reports
  const std::string counted = c.write([&](PacketBuilder& builder) { builder.change('C', object, 1, C::tlv(5)); });
  need(b.store().integrate_diff(counted));  // past the horizon to be
  const Id theirs = a.begin();
  meet(a, c);
  EXPECT_EQ(need(a.store().gc()).packets, 3u);
  engine.interrupt = [&] { b.pull(a); };
  const auto collected = b.store().gc();
  ASSERT_FALSE(collected);
  EXPECT_EQ(collected.error().code, ErrorCode::busy);
  EXPECT_EQ(b.store().states_taken(), 1u);
  EXPECT_EQ(b.counted(object), 5);
  EXPECT_TRUE(b.store().load(theirs, nullptr));
  EXPECT_TRUE(b.store().gc());
}

}  // namespace
}  // namespace rdx::test
