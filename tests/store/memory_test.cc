// What syncing takes of memory: the same for any size of the data. A program of its own, since the highest that a
// process ever took counts for all of it.
#include <cstdlib>
#include <fstream>

#include "rdx/replica/replica_session.h"
#include "rdx/replica/session.h"
#include "tests/replica/note.h"
#include "tests/sanitized.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

constexpr std::size_t kMebibyte = std::size_t{1} << 20;
// Several times what is allowed; what sanitizers keep of freed memory is not ours.
constexpr std::size_t kDataBytes = (kIsSanitized ? 32 : 192) * kMebibyte;
constexpr std::size_t kNoteBytes = 16 << 10;
constexpr std::size_t kAllowedBytes = 64 * kMebibyte;

// The most that the process has taken.
std::size_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
  return 0;
}
// From now on.
bool forget_peak() { return static_cast<bool>(std::ofstream("/proc/self/clear_refs") << 5 << std::flush); }

class Memory : public ::testing::Test {
 protected:
  // Databases that keep little in memory themselves: what is measured is the sync.
  Replica open(const std::string& name, uint32_t source) {
    const RocksOptions rocks{.durability = Durability::written,
                             .least_free_bytes = 0,
                             .settings = "write_buffer_size=2097152;compression=kSnappyCompression"};
    return need(open_rocksdb(folder_ / name, {.source = source}, rocks));
  }
  void fill(Replica& replica) {
    for (std::size_t written = 0; written < kDataBytes; written += kNoteBytes) {
      Note note;
      note.title = std::string(kNoteBytes, 'x');
      need(replica.save(note));
    }
  }
  // Two sessions; what one says the other hears.
  static void sync(Replica& left, Replica& right) {
    ReplicaSession of_left(left);
    ReplicaSession of_right(right);
    Session one(of_left, {}, 0);
    Session other(of_right, {}, 0);
    const auto carry = [](Session& from, Session& to) {
      const std::string bytes(from.output().substr(0, 64 << 10));
      to.receive(bytes, 0);
      from.consume(bytes.size(), 0);
      return !bytes.empty();
    };
    for (bool more = true; more;) {
      more = carry(one, other);
      more = carry(other, one) || more;
    }
    EXPECT_TRUE(one.caught_up() && other.caught_up());
  }
  void expect_little_for_a_sync(Replica& left, Replica& right) {
    if (!forget_peak()) GTEST_SKIP() << "this system does not tell what a process takes";
    const std::size_t before = peak_bytes();
    sync(left, right);
    const std::size_t taken = peak_bytes() - before;
    std::cout << kDataBytes / kMebibyte << " MiB synced, " << taken / kMebibyte << " MiB taken for it\n";
    EXPECT_LT(taken, kIsSanitized ? ~std::size_t{0} : kAllowedBytes);
    EXPECT_EQ(left.seen(), right.seen());
  }

  TemporaryFolder folder_;
};

TEST_F(Memory, OfDiffsAndStatesIsBounded) {
  Replica full = open("full", 1);
  fill(full);
  {
    Replica taker = open("of packets", 2);
    expect_little_for_a_sync(full, taker);
    sync(full, taker);  // it reports
  }
  EXPECT_GT(need(full.gc()).packets, 1000u);
  Replica taker = open("of the state", 3);
  Note own;
  own.title = "of the one that takes the state";
  need(taker.save(own));
  expect_little_for_a_sync(full, taker);
  EXPECT_EQ(need(full.load<Note>(own.id())).title, own.title);
}

}  // namespace
}  // namespace rdx::test
