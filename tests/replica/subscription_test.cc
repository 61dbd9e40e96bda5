// Subscriptions and tails: what happened, in order, without a gap, whichever way it came in.
#include "rdx/replica/subscription.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "rdx/store/local_store.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

template <class Kind>
class SubscriptionTest : public ::testing::Test {
 protected:
  LocalStore& store() { return dynamic_cast<LocalStore&>(replica_.store()); }

  Kind kind_;
  Replica replica_ = kind_.open({.source = 1});
};
TYPED_TEST_SUITE(SubscriptionTest, ReplicaKinds);

// `2 1-1 begun 1-1-0`, `2 1-1 changed 1-1-0 S1`
std::string text(const Event& event) {
  const char* const kinds[] = {"begun", "changed", "ended"};
  std::string line = std::to_string(event.arrival) + ' ' + to_text(event.dot) + ' ' +
                     kinds[static_cast<int>(event.kind)] + ' ' + to_text(event.object);
  if (event.letter != 0) line += std::string(" ") + event.letter + std::to_string(event.field);
  return line;
}
std::vector<std::string> polled(Subscription& subscription, std::size_t most = 1024) {
  std::vector<std::string> lines;
  for (const Event& event : need(subscription.poll(most))) lines.push_back(text(event));
  return lines;
}
using Lines = std::vector<std::string>;

Note note(const std::string& title) {
  Note made;
  made.title = title;
  return made;
}

TYPED_TEST(SubscriptionTest, SaysWhatBeganChangedAndEnded) {
  Subscription all = need(this->replica_.subscribe());
  EXPECT_EQ(polled(all), Lines());
  Note first = note("first");
  need(this->replica_.save(first));
  first.stars = 3;
  first.title = "again";
  need(this->replica_.save(first));
  need(this->replica_.remove(first));
  EXPECT_EQ(polled(all), (Lines{"0 1-1 begun 1-1-0", "0 1-1 changed 1-1-0 S1", "1 1-2 changed 1-1-0 S1",
                                "1 1-2 changed 1-1-0 I2", "2 1-3 ended 1-1-0"}));
  EXPECT_EQ(polled(all), Lines());
  EXPECT_EQ(all.position(), 3u);
}

TYPED_TEST(SubscriptionTest, OfAClassAndWhatDescendsFromItAndOfAnObject) {
  Subscription authors = need(this->replica_.template subscribe<Author>());
  Note other = note("other");
  need(this->replica_.save(other));
  Author ada;
  need(this->replica_.save(ada));
  Poet poet;
  need(this->replica_.save(poet));
  Subscription of_ada = need(this->replica_.subscribe(ada.id()));
  poet.meter = "iamb";
  need(this->replica_.save(poet));
  ada.born = 1815;
  need(this->replica_.save(ada));
  need(this->replica_.remove(poet));
  EXPECT_EQ(polled(authors), (Lines{"1 1-2 begun 1-2-0", "2 1-3 begun 1-3-0", "3 1-4 changed 1-3-0 S3",
                                    "4 1-5 changed 1-2-0 I2", "5 1-6 ended 1-3-0"}));
  EXPECT_EQ(polled(of_ada), (Lines{"4 1-5 changed 1-2-0 I2"}));
}

TYPED_TEST(SubscriptionTest, SeesWhatComesByOpsByADiffAndByApply) {
  Subscription all = need(this->replica_.subscribe());
  Replica peer = this->kind_.open({.source = 2});
  Note theirs = note("theirs");
  need(this->replica_.integrate_ops(need(peer.save(theirs))));
  Note later = note("later");
  need(peer.save(later));
  need(this->replica_.integrate_diff(need(peer.build_diff(need(this->replica_.request_diff())))));
  const std::string ops = need(peer.remove(theirs));
  Bytes bytes = ops;
  need(this->replica_.store().apply(std::vector<Packet>{*take_packet(bytes)}));
  EXPECT_EQ(polled(all), (Lines{"0 2-1 begun 2-1-0", "0 2-1 changed 2-1-0 S1", "1 2-2 begun 2-2-0",
                                "1 2-2 changed 2-2-0 S1", "2 2-3 ended 2-1-0"}));
}

TYPED_TEST(SubscriptionTest, WhatCameToNothingIsNotTold) {
  Replica peer = this->kind_.open({.source = 2});
  Note shared = note("shared");
  need(peer.integrate_ops(need(this->replica_.save(shared))));
  Subscription all = need(this->replica_.subscribe());
  need(this->replica_.remove(shared));
  Note theirs = need(peer.template load<Note>(shared.id()));
  theirs.title = "late";
  need(this->replica_.integrate_ops(need(peer.save(theirs))));
  need(this->replica_.integrate_ops(need(peer.remove(theirs))));
  EXPECT_EQ(polled(all), (Lines{"1 1-2 ended 1-1-0"}));
  EXPECT_EQ(all.position(), 4u);
}

TYPED_TEST(SubscriptionTest, SomeOfAPacketMayComeToNothing) {
  Replica peer = this->kind_.open({.source = 2});
  std::vector<Note> notes(4, note("n"));
  for (Note& each : notes) need(peer.integrate_ops(need(this->replica_.save(each))));
  need(this->replica_.remove(notes[0]));
  need(this->replica_.remove(notes[2]));
  Subscription all = need(this->replica_.subscribe());
  Transaction transaction = peer.begin();
  for (Note& each : notes) {
    each.stars = 9;
    each.title = "later";
    need(transaction.save(each));
  }
  for (const Note& each : notes)
    if (each.id() != notes[3].id()) need(transaction.remove(each));
  need(this->replica_.integrate_ops(need(transaction.commit())));
  EXPECT_EQ(polled(all), (Lines{"6 2-1 ended 1-2-0", "6 2-1 changed 1-4-0 S1", "6 2-1 changed 1-4-0 I2"}));
  PacketBuilder builder({2, 2});
  for (const std::size_t at : {0U, 3U, 0U, 2U, 3U}) builder.change('I', notes[at].id(), 2, I::tlv(1, {90, 2}));
  need(this->replica_.integrate_ops(builder.packet()));
  EXPECT_EQ(polled(all), (Lines{"7 2-2 changed 1-4-0 I2", "7 2-2 changed 1-4-0 I2"}));
}

TYPED_TEST(SubscriptionTest, OfAClassAlsoWhereTheObjectIsGoneByNow) {
  Author ada;
  ada.name = "Ada";
  need(this->replica_.save(ada));
  Subscription authors = need(this->replica_.template subscribe<Author>());
  ada.born = 1815;
  need(this->replica_.save(ada));
  need(this->replica_.remove(ada));
  const auto events = need(authors.poll());
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].class_id, Author::kClass.id);
  EXPECT_EQ(events[1].class_id, Author::kClass.id);
}

TYPED_TEST(SubscriptionTest, AFewAtATimeAndOnFromAPosition) {
  for (int i = 0; i < 5; ++i) {
    Note each = note("n");
    need(this->replica_.save(each));
  }
  Subscription all = need(this->replica_.subscribe(0));
  EXPECT_EQ(polled(all, 3), (Lines{"0 1-1 begun 1-1-0", "0 1-1 changed 1-1-0 S1", "1 1-2 begun 1-2-0"}));
  EXPECT_EQ(all.position(), 1u);  // of which one event was not polled
  EXPECT_TRUE(all.wait(milliseconds(0)));
  Subscription again = need(this->replica_.subscribe(all.position()));
  EXPECT_EQ(polled(again, 1), (Lines{"1 1-2 begun 1-2-0"}));
  EXPECT_EQ(polled(all, 100).size(), 7u);
  EXPECT_EQ(all.position(), 5u);
  EXPECT_FALSE(all.wait(milliseconds(0)));
}

TYPED_TEST(SubscriptionTest, AReplacedOrCutLogSaysToStartAnew) {
  Note first = note("first");
  need(this->replica_.save(first));
  Subscription all = need(this->replica_.subscribe(0));
  first.stars = 1;
  need(this->replica_.save(first));
  need(this->replica_.gc());
  EXPECT_TRUE(all.wait(milliseconds(0)));
  EXPECT_EQ(all.poll().error().code, ErrorCode::behind);
  EXPECT_EQ(all.poll().error().code, ErrorCode::behind);  // and it stays so
  EXPECT_EQ(this->replica_.subscribe(0).error().code, ErrorCode::behind);
  Subscription anew = need(this->replica_.subscribe(2));
  EXPECT_EQ(polled(anew), (Lines{}));
  EXPECT_EQ(this->replica_.subscribe(3).error().code, ErrorCode::behind);
  EXPECT_EQ(this->replica_.tail(3).error().code, ErrorCode::behind);
}

TYPED_TEST(SubscriptionTest, AWaitEndsWithASaveACloseOrItsTime) {
  Subscription all = need(this->replica_.subscribe());
  EXPECT_FALSE(all.wait(milliseconds(1)));
  auto waiting = std::async(std::launch::async, [&] { return all.wait(minutes(1)); });
  Note each = note("n");
  need(this->replica_.save(each));
  EXPECT_TRUE(waiting.get());
  EXPECT_EQ(polled(all).size(), 2u);
  auto closing = std::async(std::launch::async, [&] { return all.wait(minutes(1)); });
  all.close();
  EXPECT_FALSE(closing.get());
  EXPECT_FALSE(all.wait(minutes(1)));
}

TYPED_TEST(SubscriptionTest, NoneIsMissedBesideWritersAndNoneComesTwice) {
  constexpr int kWriters = 3;
  constexpr int kNotes = 200;
  Subscription all = need(this->replica_.template subscribe<Note>());
  Replica peer = this->kind_.open({.source = 2});
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer)
    writers.emplace_back([&, writer] {
      for (int i = 0; i < kNotes; ++i) {
        Note each = note("n");
        if (writer == 0)
          need(this->replica_.integrate_ops(need(peer.save(each))));
        else
          need(this->replica_.save(each));
      }
    });
  std::vector<Event> events;
  while (events.size() < std::size_t{2} * kWriters * kNotes) {
    ASSERT_TRUE(all.wait(minutes(1)));
    for (const Event& each : need(all.poll(7))) events.push_back(each);
  }
  for (std::thread& each : writers) each.join();
  EXPECT_EQ(polled(all), Lines());
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].arrival, i / 2);
}

TYPED_TEST(SubscriptionTest, ATailHasThePacketsAsTheyWereApplied) {
  std::vector<std::string> saved;
  for (int i = 0; i < 4; ++i) {
    Note each = note(std::string(1000, 'x'));
    saved.push_back(need(this->replica_.save(each)));
  }
  Tail tail = need(this->replica_.tail(1));
  const auto packets = need(tail.poll(1500));
  ASSERT_EQ(packets.size(), 2u);
  EXPECT_EQ(packets[0].arrival, 1u);
  EXPECT_EQ(packets[1].dot, (Dot{1, 3}));
  EXPECT_EQ(packets[0].bytes + packets[1].bytes, saved[1] + saved[2]);
  EXPECT_EQ(tail.position(), 3u);
  EXPECT_EQ(need(tail.poll()).size(), 1u);
  EXPECT_TRUE(need(tail.poll()).empty());
  EXPECT_TRUE(need(need(this->replica_.tail()).poll()).empty());
}

TEST(Subscription, GoesOnFromAPositionOfAnEarlierRun) {
  const TemporaryFolder folder;
  const RocksOptions rocks{.durability = Durability::written, .least_free_bytes = 0};
  uint64_t position = 0;
  {
    Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
    Subscription all = need(replica.subscribe());
    Note first = note("first");
    need(replica.save(first));
    EXPECT_EQ(polled(all).size(), 2u);
    position = all.position();
    Note second = note("second");
    need(replica.save(second));
    need(replica.remove(second));
  }
  Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
  Subscription all = need(replica.subscribe(position));
  EXPECT_EQ(polled(all), (Lines{"1 1-2 begun 1-2-0", "1 1-2 changed 1-2-0 S1", "2 1-3 ended 1-2-0"}));
}

TEST(Subscription, KeepsTheStoreOpen) {
  auto replica = std::make_unique<Replica>(need(open_memory({.source = 1})));
  Subscription all = need(replica->subscribe());
  Note each = note("n");
  need(replica->save(each));
  replica.reset();
  EXPECT_EQ(polled(all).size(), 2u);
}

}  // namespace
}  // namespace rdx::test
