#include "rdx/tool/merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rdx/rdx/register.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/tool/check.h"
#include "tests/store/members.h"

namespace rdx::tool {
namespace {

using test::meet;
using test::Member;
using test::need;
using test::tags_of;
using testing::HasSubstr;

constexpr Id kClass(0, 1, 0);

std::string begun(Dot dot) {
  PacketBuilder packet(dot);
  packet.change('I', packet.begin_object(kClass), 1, I::tlv(dot.sequence, {1, dot.source}));
  return packet.packet();
}
std::string changed(Dot dot, Id object) {
  PacketBuilder packet(dot);
  packet.change('I', object, 1, I::tlv(1000, {dot.sequence + 1, dot.source}));
  return packet.packet();
}
void add(Engine& engine, const std::string& bytes) {
  const auto store = LocalStore::open(engine, {});
  Bytes rest = bytes;
  const auto packet = take_packet(rest);
  ASSERT_TRUE(store && packet && (*store)->apply(std::span(&*packet, 1)));
}

class Merge : public testing::Test {
 protected:
  Merge() {
    for (int i = 0; i < 3; ++i) from_.push_back(make_memory_engine());
  }
  Result<Merged> merge() {
    std::vector<GivenStore> given;
    for (const auto& each : from_) given.push_back({"store " + std::to_string(given.size()), each.get()});
    return merge_stores(given, *into_);
  }

  std::vector<std::unique_ptr<Engine>> from_;
  std::unique_ptr<Engine> into_ = make_memory_engine();
};

TEST_F(Merge, HasWhatEachHas) {
  for (uint32_t i = 1; i <= 300; ++i) add(*from_[i % 3], begun({0xa0 + i % 3, i}));
  add(*from_[1], begun({0xa0, 300}));  // two have it
  const auto merged = merge();
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->packets, 300U);
  EXPECT_TRUE(merged->left_out.empty());
  const auto store = LocalStore::open(*into_, {});
  ASSERT_TRUE(store);
  EXPECT_EQ((*store)->seen().size(), 300U);
}

TEST_F(Merge, OfTwoUnderOneSourceIsRefused) {
  add(*from_[0], begun({0xa1, 1}));
  PacketBuilder other({0xa1, 1});
  other.change('I', other.begin_object(kClass), 1, I::tlv(-5, {1, 0xa1}));
  add(*from_[1], other.packet());
  add(*from_[1], begun({0xa1, 2}));
  // Equal numbers are not asked for again; the keys of the two tell them apart.
  for (int i = 0; i < 2; ++i) {
    const auto book = SourceBook::open(*from_[static_cast<std::size_t>(i)], {}, [i] { return uint64_t(i) + 7; });
    ASSERT_TRUE(book && (*book)->claim(0xa1, DotSet()));
  }
  const auto merged = merge();
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::source_taken);
  EXPECT_THAT(merged.error().message, HasSubstr("store 1: "));
}

TEST_F(Merge, OfNothingIsNothing) {
  const auto merged = merge();
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->packets, 0U);
}

TEST_F(Merge, ChangesFindTheirObjectsWhicheverStoreHasThem) {
  const std::string object = begun({0xb2, 1});
  const std::string change = changed({0xa1, 1}, Id(0xb2, 1, 0));
  add(*from_[2], object);
  add(*from_[0], object);
  add(*from_[0], change);
  const auto merged = merge();
  ASSERT_TRUE(merged);
  EXPECT_EQ(merged->packets, 2U);
  EXPECT_TRUE(merged->left_out.empty());
}

// Replicas that have met, whose logs may be cut.
class MergeOfReplicas : public testing::Test {
 protected:
  // In that order, into a new one.
  Result<Merged> merge(std::vector<Member*> members) {
    into_ = make_memory_engine();
    std::vector<GivenStore> given;
    for (Member* const each : members) given.push_back({to_hex(zip(each->book().current())), &each->engine()});
    auto merged = merge_stores(given, *into_);
    if (!merged) return merged;
    const auto report = check(*into_);
    EXPECT_TRUE(report && report->wrong == 0) << (report ? report->findings[0] : report.error().message);
    return merged;
  }
  // What became of it, as a replica reads it.
  Member opened() { return Member(std::move(into_), 0xf); }

  Member a_{make_memory_engine(), 0xa};
  Member b_{make_memory_engine(), 0xb};
  std::unique_ptr<Engine> into_;
};

TEST_F(MergeOfReplicas, WithACutLogHasItsState) {
  const Id object = a_.begin();
  const Id ended = b_.begin();
  a_.count(object, 5);
  a_.set_tags(object, tags_of({"gone", "stays"}));
  a_.set_tags(object, tags_of({"stays"}));
  meet(a_, b_);
  a_.end(ended);
  b_.count(object, 7);
  meet(a_, b_);
  ASSERT_GT(need(a_.store().gc()).packets, 0U);
  a_.count(object, 100);
  b_.count(object, 1000);
  const Id late = b_.begin();
  for (const bool a_is_first : {true, false}) {
    const auto merged = a_is_first ? merge({&a_, &b_}) : merge({&b_, &a_});
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_EQ(merged->packets, 10U);
    EXPECT_TRUE(merged->left_out.empty());
    Member both = opened();
    EXPECT_EQ(both.counted(object), 1112);
    EXPECT_EQ(both.tags(object), tags_of({"stays"}));
    EXPECT_EQ(both.store().load(ended, nullptr).error().code, ErrorCode::gone);
    EXPECT_TRUE(both.store().load(late, nullptr));
  }
  const auto alone = merge({&a_});
  ASSERT_TRUE(alone) << alone.error().message;
  EXPECT_EQ(alone->packets, 8U);
  EXPECT_EQ(opened().counted(object), 112);
}

TEST_F(MergeOfReplicas, WithAStateOfManyPieces) {
  std::vector<Id> objects;
  for (int i = 0; i < 5; ++i) {
    objects.push_back(a_.begin());
    a_.set_name(objects.back(), std::string(7 << 20, static_cast<char>('a' + i)));
  }
  ASSERT_GT(need(a_.store().gc()).packets, 0U);
  b_.begin();
  const auto merged = merge({&a_, &b_});
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->packets, 11U);
  Member both = opened();
  for (const Id each : objects) EXPECT_EQ(both.bare(each, 3, 'S'), a_.bare(each, 3, 'S'));
}

TEST_F(MergeOfReplicas, ThatWereCutApartIsRefused) {
  a_.begin();
  b_.begin();
  need(a_.store().gc());
  need(b_.store().gc());
  const auto merged = merge({&a_, &b_});
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::behind);
  EXPECT_EQ(merged.error().message,
            "0b and those named before it have each forgotten what the other has not seen, so no store can have both; "
            "merge without one of them");
}

TEST_F(MergeOfReplicas, LeavesOutWhatAForgottenOneWroteAlone) {
  const Id object = a_.begin();
  meet(a_, b_);
  need(a_.store().forget_peer(0xb));
  b_.count(object, 3);
  for (const bool a_is_first : {true, false}) {
    const auto merged = a_is_first ? merge({&a_, &b_}) : merge({&b_, &a_});
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_EQ(merged->packets, 1U);
    ASSERT_EQ(merged->left_out.size(), 1U);
    EXPECT_EQ(merged->left_out[0].name, "0b");
    EXPECT_EQ(merged->left_out[0].packets, 1U);
    EXPECT_TRUE(merged->left_out[0].is_forgotten);
    EXPECT_EQ(opened().counted(object), 0);
  }
}

// What was merged knows who was forgotten, and has no source of its own.
TEST_F(MergeOfReplicas, OfWhatWasMergedHasAllOfIt) {
  const Id object = a_.begin();
  meet(a_, b_);
  need(a_.store().forget_peer(0xb));
  a_.count(object, 3);
  const auto once = merge({&a_});
  ASSERT_TRUE(once) << once.error().message;
  auto again = make_memory_engine();
  const std::vector<GivenStore> given = {{"once", into_.get()}};
  const auto twice = merge_stores(given, *again);
  ASSERT_TRUE(twice) << twice.error().message;
  EXPECT_EQ(twice->packets, 2U);
  EXPECT_TRUE(twice->left_out.empty());
  EXPECT_EQ(Member(std::move(again), 0xf).counted(object), 3);
}

TEST_F(MergeOfReplicas, HasWhatOneWroteBeforeItsFreshSource) {
  const Id object = a_.begin();
  need(a_.store().renew_source());
  a_.count(object, 3);
  ASSERT_EQ(a_.store().closed_sources(), std::vector<uint32_t>{0xa});
  const auto merged = merge({&a_});
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_TRUE(merged->left_out.empty());
  EXPECT_EQ(opened().counted(object), 3);
}

// An older copy knows the source's key and lacks its later numbers; nobody goes on under a fresh source for that.
TEST_F(MergeOfReplicas, WithAnOlderCopyOfItself) {
  const Id object = a_.begin();
  auto copy = make_memory_engine();
  WriteBatch batch;
  need(a_.engine().scan({}, {}, [&](Bytes key, Bytes value) { return batch.put(key, value), true; }));
  need(copy->write(batch));
  Member old(std::move(copy), 0xa);
  a_.count(object, 3);
  for (const bool a_is_first : {true, false}) {
    const auto merged = a_is_first ? merge({&a_, &old}) : merge({&old, &a_});
    ASSERT_TRUE(merged) << merged.error().message;
    EXPECT_TRUE(merged->left_out.empty());
    Member both = opened();
    EXPECT_EQ(both.counted(object), 3);
    EXPECT_TRUE(both.store().closed_sources().empty());
  }
}

TEST_F(MergeOfReplicas, WaitsForAStateThatIsTakingItsPlace) {
  a_.begin();
  WriteBatch batch;
  batch.put(Keys().about(kSwitchName), "0");
  need(a_.engine().write(batch));
  const auto merged = merge({&a_});
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, ErrorCode::busy);
}

}  // namespace
}  // namespace rdx::tool
