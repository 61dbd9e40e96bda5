// Threads of one replica: writers beside a gc, beside syncs, beside who follows the log. Over both engines.
#include <atomic>
#include <map>
#include <thread>

#include "rdx/store/local_store.h"
#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

constexpr int kWriters = 3;
constexpr int64_t kRounds = 100;

template <class Kind>
class ThreadsTest : public ::testing::Test {
 protected:
  // Each writes a note of its own so many times, and now and then one that it removes again.
  std::vector<std::thread> start_writers() {
    std::vector<std::thread> writers;
    for (int number = 0; number < kWriters; ++number)
      writers.emplace_back([this, number] {
        Note own;
        own.title = "kept " + std::to_string(number);
        for (own.stars = 1; own.stars <= kRounds; ++own.stars) {
          need(replica_.save(own));
          if (own.stars % 5 != 0) continue;
          Note passing;
          passing.title = "passing";
          need(replica_.save(passing));
          need(replica_.remove(passing));
        }
        --writing_;
      });
    return writers;
  }
  void check_notes(const Replica& replica) {
    const std::vector<Note> notes = need(replica.objects<Note>());
    EXPECT_EQ(notes.size(), static_cast<std::size_t>(kWriters));
    for (const Note& note : notes) EXPECT_EQ(note.stars, kRounds) << note.title;
  }

  Kind kind_;
  Replica replica_ = kind_.open({.source = 1});
  std::atomic<int> writing_ = kWriters;
};
TYPED_TEST_SUITE(ThreadsTest, ReplicaKinds);

TYPED_TEST(ThreadsTest, AGcBesideWritersAndReadersLosesNothing) {
  auto threads = this->start_writers();
  std::atomic<uint64_t> collected = 0;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      while (this->writing_ > 0) collected += need(this->replica_.gc()).packets;
    });
  threads.emplace_back([&] {
    while (this->writing_ > 0) {
      std::map<Id, int64_t> before;
      need(this->replica_.template for_each<Note>([&](Note& note) { before[note.id()] = note.stars; }));
      for (const auto& [id, stars] : before) {
        const auto now = this->replica_.template load<Note>(id);
        if (now) {
          EXPECT_GE(now->stars, stars) << now->title;
        } else {
          EXPECT_EQ(now.error().code, ErrorCode::gone);
        }
      }
    }
  });
  for (std::thread& each : threads) each.join();
  this->check_notes(this->replica_);
  collected += need(this->replica_.gc()).packets;
  const auto& store = dynamic_cast<LocalStore&>(this->replica_.store());
  EXPECT_EQ(collected, store.arrivals());
  EXPECT_EQ(store.log_start(), store.arrivals());
}

TYPED_TEST(ThreadsTest, CommitsBesideSyncAndWhoFollowsTheLog) {
  Replica other = this->kind_.open({.source = 2});
  Note theirs;
  theirs.title = "theirs";
  Subscription subscription = need(this->replica_.subscribe());
  auto threads = this->start_writers();
  const auto sync = [&] {  // both ways
    need(other.integrate_diff(need(this->replica_.build_diff(need(other.request_diff())))));
    theirs.stars += 1;
    need(this->replica_.integrate_ops(need(other.save(theirs))));
    need(this->replica_.integrate_diff(need(other.build_diff(need(this->replica_.request_diff())))));
  };
  threads.emplace_back([&] {
    while (this->writing_ > 0) sync();
  });
  std::vector<Event> events;
  threads.emplace_back([&] {
    while (this->writing_ > 0) {
      subscription.wait(std::chrono::milliseconds(1));
      for (const Event& event : need(subscription.poll())) events.push_back(event);
    }
  });
  for (std::thread& each : threads) each.join();
  sync();
  need(other.integrate_diff(need(this->replica_.build_diff(need(other.request_diff())))));
  EXPECT_EQ(other.seen(), this->replica_.seen());
  EXPECT_EQ(need(other.objects<Note>()).size(), kWriters + 1u);
  for (const Note& note : need(other.objects<Note>()))
    EXPECT_EQ(note.image(), need(this->replica_.template load<Note>(note.id())).image());
  while (true) {
    const auto more = need(subscription.poll());
    if (more.empty()) break;
    events.insert(events.end(), more.begin(), more.end());
  }
  uint64_t next = 0;
  DotSet told;
  for (const Event& event : events) {
    EXPECT_TRUE(event.arrival == next || event.arrival + 1 == next) << "an arrival is left out";
    next = event.arrival + 1;
    told.add(event.dot);
  }
  EXPECT_EQ(told, this->replica_.seen());
}

}  // namespace
}  // namespace rdx::test
