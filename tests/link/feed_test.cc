#include "rdx/link/feed.h"

#include <gtest/gtest.h>

#include <mutex>

#include "rdx/rdx.h"
#include "rdx/store/local_store.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"

namespace rdx::test {
namespace {

// What a feed handed on: arrivals, and -1 for a gap.
class Taken {
 public:
  Feed::Sink sink() {
    return {[this](TailedPacket&& packet) { add(static_cast<int64_t>(packet.arrival)); }, [this] { add(-1); },
            [this](const std::string&) { add(-2); }};
  }
  std::vector<int64_t> all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }

 private:
  void add(int64_t what) {
    const std::lock_guard lock(mutex_);
    all_.push_back(what);
  }

  mutable std::mutex mutex_;
  std::vector<int64_t> all_;
};

using Arrivals = std::vector<int64_t>;

void save(Replica& replica) {
  Note note;
  ASSERT_TRUE(replica.save(note));
}

TEST(Feed, HandsOnWhatIsThereAndWhatComes) {
  Replica replica = *open_memory({.source = 1});
  save(replica);
  save(replica);
  Taken taken;
  Feed feed(*replica.tail(1), taken.sink());
  ASSERT_TRUE(wait_for([&] { return taken.all() == Arrivals{1}; }));
  save(replica);
  ASSERT_TRUE(wait_for([&] { return taken.all() == Arrivals{1, 2}; }));
  for (int i = 0; i < 20; ++i) save(replica);
  feed.stop();
  EXPECT_EQ(taken.all().size(), 22U);
}

TEST(Feed, GoesOnFromTheEndWhereTheLogWasCut) {
  Replica replica = *open_memory({.source = 1});
  save(replica);
  save(replica);
  Tail tail = *replica.tail(0);
  ASSERT_TRUE(replica.gc());
  Taken taken;
  const Feed feed(std::move(tail), taken.sink());
  ASSERT_TRUE(wait_for([&] { return taken.all() == Arrivals{-1}; }));
  save(replica);
  ASSERT_TRUE(wait_for([&] { return taken.all() == Arrivals{-1, 2}; }));
}

}  // namespace
}  // namespace rdx::test
