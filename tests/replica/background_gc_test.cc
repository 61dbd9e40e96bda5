// The thread that collects now and then: it starts, collects and stops with its replica; a full disk is waited for, and
// any other error ends the replica with its reason.
#include "rdx/replica/background_gc.h"

#include <atomic>
#include <future>

#include "rdx/store/local_store.h"
#include "tests/replica/note.h"
#include "tests/store/passing_engine.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

using std::chrono::milliseconds;

// Whether it comes to be so, sooner or later.
template <class Condition>
bool comes_true(Condition&& condition) {
  for (int i = 0; i < 30'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return false;
}

// Refuses what a gc begins with, as it is told to.
class GcRefusingEngine final : public PassingEngine {
 public:
  GcRefusingEngine() : PassingEngine(make_memory_engine()) {}

  Result<void> write(const WriteBatch& batch) override {
    bool is_horizon = false;
    batch.for_each([&](const WriteBatch::Entry& entry) { is_horizon = is_horizon || entry.key == "Mhorizon"; });
    if (!is_horizon || refuses == Refuses::nothing) return below().write(batch);
    ++refused;
    return Error{refuses == Refuses::full ? ErrorCode::no_space : ErrorCode::input_output, "the test's disk"};
  }

  enum class Refuses { nothing, full, broken };
  std::atomic<Refuses> refuses = Refuses::nothing;
  std::atomic<int> refused = 0;
};

uint64_t log_start(Replica& replica) { return dynamic_cast<LocalStore&>(replica.store()).log_start(); }

template <class Kind>
class BackgroundGcTest : public ::testing::Test {
 protected:
  Kind kind_;
};
TYPED_TEST_SUITE(BackgroundGcTest, ReplicaKinds);

TYPED_TEST(BackgroundGcTest, CollectsWhileItsReplicaIsUsed) {
  Replica replica = this->kind_.open({.source = 1, .gc_interval = milliseconds(1)});
  Note note;
  for (uint64_t round = 1; round <= 3; ++round) {
    const uint64_t before = log_start(replica);
    note.stars += 1;
    need(replica.save(note));
    EXPECT_TRUE(comes_true([&] { return log_start(replica) > before; })) << round;
    EXPECT_EQ(need(replica.load<Note>(note.id())).stars, note.stars);
  }
}

TYPED_TEST(BackgroundGcTest, WithoutAnIntervalNothingIsCollected) {
  Replica replica = this->kind_.open({.source = 1});
  Note note;
  need(replica.save(note));
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_EQ(log_start(replica), 0u);
}

TEST(BackgroundGc, EndsWithACallThatGoesOnAndMakesNoMore) {
  std::atomic<int> calls = 0;
  std::promise<void> has_begun;
  std::promise<void> may_end;
  std::future<void> end = may_end.get_future();
  const auto collect = [&]() -> Result<void> {
    if (++calls == 1) {
      has_begun.set_value();
      end.wait();
    }
    return {};
  };
  const auto failed = [](const Error& error) { ADD_FAILURE() << error.message; };
  auto gc = std::make_unique<BackgroundGc>(milliseconds(1), collect, failed);
  has_begun.get_future().wait();
  std::thread ends([&] { gc.reset(); });
  EXPECT_EQ(calls, 1);
  may_end.set_value();
  ends.join();
  const int last = calls;
  std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(calls, last);
}

TEST(BackgroundGc, WaitsForRoom) {
  auto engine = std::make_unique<GcRefusingEngine>();
  GcRefusingEngine& disk = *engine;
  Replica replica = need(Replica::over(std::move(engine), {.source = 1, .gc_interval = milliseconds(1)}));
  disk.refuses = GcRefusingEngine::Refuses::full;
  const uint64_t before = log_start(replica);
  Note note;
  need(replica.save(note));
  EXPECT_TRUE(comes_true([&] { return disk.refused >= 3; }));
  EXPECT_EQ(log_start(replica), before);
  need(replica.load<Note>(note.id()));
  disk.refuses = GcRefusingEngine::Refuses::nothing;
  EXPECT_TRUE(comes_true([&] { return log_start(replica) > before; }));
}

TEST(BackgroundGc, AnErrorEndsItsReplicaWithTheReason) {
  auto engine = std::make_unique<GcRefusingEngine>();
  GcRefusingEngine& disk = *engine;
  Replica replica = need(Replica::over(std::move(engine), {.source = 1, .gc_interval = milliseconds(1)}));
  Note note;
  need(replica.save(note));
  disk.refuses = GcRefusingEngine::Refuses::broken;
  Result<std::string> ended = std::string();
  EXPECT_TRUE(comes_true([&] {
    note.stars += 1;
    ended = replica.save(note);
    return !ended;
  }));
  const Error reason{ErrorCode::input_output, "the replica has ended: its gc failed: the test's disk"};
  EXPECT_EQ(ended.error(), reason);
  EXPECT_EQ(replica.load<Note>(note.id()).error(), reason);
  EXPECT_EQ(replica.request_diff().error(), reason);
  EXPECT_EQ(replica.begin().save(note).error(), reason);
  EXPECT_EQ(disk.refused, 1) << "it does not try again";
}

}  // namespace
}  // namespace rdx::test
