// kill -9 in a loop: a process saves, says what was answered, and is killed. Nothing that was answered is lost, and no
// packet is there by half. RDX_KILL_ROUNDS sets how often in each durability mode, 200 else (40 under sanitizers), 2000
// with RDX_LONG.
#include <cstdlib>
#include <random>

#include "rdx/store/local_store.h"
#include "tests/sanitized.h"
#include "tests/store/child.h"
#include "tests/store/kill_writer.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

constexpr uint32_t kSeed = 20261120;
constexpr int kProgressEvery = 500;
const RocksOptions kCheck{.durability = Durability::written, .least_free_bytes = 0};

void read_answers(const Child& writer, Answered& answered, int answers) {
  for (Answer answer; answers > 0 && writer.next(answer); --answers) answered.take(answer);
}

// The log alone, applied to an empty store, gives what the store holds: no packet is there by half.
void check_log_and_fields_agree(LocalStore& store) {
  const auto engine = make_memory_engine();
  const auto replayed = need(LocalStore::open(*engine, {}));
  need(store.for_each_packet(0, [&](uint64_t, const Packet& packet) {
    return need(replayed->apply({&packet, 1})).applied == 1;
  }));
  EXPECT_EQ(replayed->seen(), store.seen());
  need(store.for_each_id(
      Pair::kClass.id, Id(),
      [&](Id id) {
        EXPECT_EQ(to_hex(need(replayed->load(id, nullptr)).image), to_hex(need(store.load(id, nullptr)).image));
        return true;
      },
      nullptr));
}

void check(const std::string& path, const Answered& answered) {
  Replica replica = need(open_rocksdb(path, {.source = 1}, kCheck));
  for (const auto& [id, value] : answered.values) {
    const Pair left = need(replica.load<Pair>(id));
    const Pair right = need(replica.load<Pair>(left.other.id()));
    EXPECT_EQ(left.value, right.value) << "half of a packet";
    EXPECT_GE(left.value, value) << "an answered packet is lost";
  }
  const DotSet seen = replica.seen();
  EXPECT_EQ(seen.size(), seen.last(1)) << "a number was skipped";
  EXPECT_GE(seen.last(1), answered.packets);
}

TEST(Kill, AnsweredPacketsSurvive) {
  const char* wanted = std::getenv("RDX_KILL_ROUNDS");
  const int usual = std::getenv("RDX_LONG") != nullptr ? 2000 : kIsSanitized ? 40 : 200;
  const int rounds = 2 * (wanted != nullptr ? std::atoi(wanted) : usual);
  std::mt19937 random(kSeed);
  TemporaryFolder folder;
  Answered answered;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const Child writer({RDX_KILL_WRITER, folder.path(), round % 2 == 0 ? "synced" : "written"});
    read_answers(writer, answered, static_cast<int>(random() % 60));
    usleep(static_cast<useconds_t>(random() % 3000));
    ASSERT_TRUE(writer.kill_now());
    read_answers(writer, answered, 1 << 30);  // what was answered and not read yet
    check(folder.path(), answered);
    if ((round + 1) % kProgressEvery == 0) std::cout << round + 1 << " kills" << std::endl;
  }
  EXPECT_GT(answered.packets, static_cast<uint64_t>(rounds));
  std::cout << rounds << " kills, " << answered.packets << " packets answered, seed " << kSeed << '\n';
  const auto engine = need(open_rocks_engine(folder.path(), kCheck));
  const auto store = need(LocalStore::open(*engine, {}));
  check_log_and_fields_agree(*store);
}

}  // namespace
}  // namespace rdx::test
