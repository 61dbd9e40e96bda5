// Backups: made beside writers, kept, verified, restored; cut off anywhere they leave nothing by half.
#include "rdx/store/rocks_backup.h"

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "rdx/rdx/growing_counter.h"
#include "rdx/store/local_store.h"
#include "tests/replica/note.h"
#include "tests/store/child.h"
#include "tests/store/kill_writer.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

namespace fs = std::filesystem;

const RocksOptions kRocks{.durability = Durability::written, .least_free_bytes = 0};

class BackupTest : public ::testing::Test {
 protected:
  Replica open(const std::string& name, Options options = {}) {
    return need(open_rocksdb(folder_ / name, options, kRocks));
  }
  Note saved(Replica& replica, const std::string& title) {
    Note note;
    note.title = title;
    need(replica.save(note));
    return note;
  }

  TemporaryFolder folder_;
  const std::string backups_ = folder_ / "backups";
};

TEST_F(BackupTest, IsTheReplicaOfItsMoment) {
  Replica replica = open("db", {.source = 1});
  const Note before = saved(replica, "before");
  EXPECT_EQ(need(replica.backup(backups_, 3)).number, 1u);
  const Note after = saved(replica, "after");
  EXPECT_EQ(need(restore_backup(backups_, folder_ / "restored")), 1u);
  Replica restored = open("restored");
  EXPECT_EQ(need(restored.load<Note>(before.id())).title, "before");
  EXPECT_EQ(restored.load<Note>(after.id()).error().code, ErrorCode::not_found);
}

TEST_F(BackupTest, ARestoredReplicaGoesOnUnderAFreshSourceWithoutAPeer) {
  Replica replica = open("db", {.source = 1});
  saved(replica, "shared");
  need(replica.backup(backups_, 1));
  const Note lost = saved(replica, "written after the backup");
  need(restore_backup(backups_, folder_ / "restored"));
  uint32_t fresh = 0;
  {
    Replica restored = open("restored", {.source = 1});
    fresh = restored.source();
    EXPECT_NE(fresh, 1u);
    const Note ours = saved(restored, "of the restored one");
    EXPECT_EQ(ours.id().source(), fresh);
    // What it lacks of its old numbers comes back, and nothing is forked.
    need(restored.integrate_diff(need(replica.build_diff(need(restored.request_diff())))));
    need(replica.integrate_diff(need(restored.build_diff(need(replica.request_diff())))));
    EXPECT_EQ(restored.seen(), replica.seen());
    EXPECT_EQ(need(restored.load<Note>(lost.id())).title, lost.title);
    EXPECT_EQ(need(replica.load<Note>(ours.id())).title, ours.title);
  }
  EXPECT_EQ(open("restored").source(), fresh);  // once
}

// Whatever kept the first from opening it.
TEST_F(BackupTest, ARestoredReplicaThatWasNotOpenedGoesOnUnderAFreshSourceNonetheless) {
  {
    Replica replica = open("db", {.source = 1});
    Replica peer = need(open_memory({.source = 7}));
    saved(peer, "of the peer");
    need(replica.integrate_diff(need(peer.build_diff(need(replica.request_diff())))));
    saved(replica, "shared");
    need(replica.backup(backups_, 1));
  }
  need(restore_backup(backups_, folder_ / "restored"));
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(open_rocksdb(folder_ / "restored", {.source = 7}, kRocks).error().code, ErrorCode::source_taken);
  const uint32_t fresh = open("restored").source();
  EXPECT_NE(fresh, 1u);
  EXPECT_EQ(open("restored").source(), fresh);
}

TEST_F(BackupTest, PositionsOfBeforeARestoreAreAnsweredBehind) {
  Replica replica = open("db", {.source = 1});
  for (int i = 0; i < 3; ++i) saved(replica, "n");
  need(replica.backup(backups_, 1));
  for (int i = 0; i < 3; ++i) saved(replica, "lost");
  const uint64_t position = need(replica.subscribe()).position();
  need(restore_backup(backups_, folder_ / "restored"));
  for (uint32_t run = 0; run < 2; ++run) {
    Replica restored = open("restored");
    for (int i = 0; i < 9; ++i) saved(restored, "others than those");
    Subscription stale = need(restored.subscribe(position));
    EXPECT_EQ(stale.poll().error().code, ErrorCode::behind);
    Subscription within = need(restored.subscribe(1));
    EXPECT_EQ(need(within.poll()).size(), 4u);  // up to the backup
    EXPECT_EQ(within.poll().error().code, ErrorCode::behind);
    Subscription anew = need(restored.subscribe());
    saved(restored, "n");
    EXPECT_EQ(need(anew.poll()).size(), 2u);
    Replica peer = need(open_memory({.source = 7 + run}));
    need(peer.integrate_diff(need(restored.build_diff(need(peer.request_diff())))));
    EXPECT_EQ(peer.seen(), restored.seen());
  }
}

TEST_F(BackupTest, TheLastOnesAreKeptAndShareTheirFiles) {
  Replica replica = open("db", {.source = 1});
  for (int i = 1; i <= 5; ++i) {
    saved(replica, std::string(100'000, static_cast<char>('a' + i)));
    EXPECT_EQ(need(replica.backup(backups_, 3)).number, static_cast<uint32_t>(i));
  }
  const auto all = need(list_backups(backups_));
  ASSERT_EQ(all.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(all[i].number, i + 3);
    EXPECT_GT(all[i].unix_seconds, 1'700'000'000);
    need(verify_backup(backups_, all[i].number));
    need(restore_backup(backups_, folder_ / std::to_string(i), all[i].number));
    EXPECT_EQ(need(open(std::to_string(i)).objects<Note>()).size(), i + 3);
  }
  uint64_t on_disk = 0;
  for (const auto& entry : fs::recursive_directory_iterator(backups_))
    if (entry.is_regular_file()) on_disk += entry.file_size();
  EXPECT_LT(on_disk, all[0].bytes + all[1].bytes + all[2].bytes);
  const auto missing = restore_backup(backups_, folder_ / "x", 1);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
  EXPECT_NE(missing.error().message.find("there are 3 4 5"), std::string::npos);
}

TEST_F(BackupTest, OfADatabaseThatNobodyHasOpen) {
  {
    Replica replica = open("db", {.source = 1});
    saved(replica, "kept");
    EXPECT_EQ(backup_database(folder_ / "db", backups_, 1).error().code, ErrorCode::busy);
  }
  EXPECT_EQ(need(backup_database(folder_ / "db", backups_, 1)).number, 1u);
  EXPECT_EQ(open("db").source(), 1u);  // it goes on as before
  EXPECT_FALSE(backup_database(folder_ / "nothing", backups_, 1));
  EXPECT_FALSE(fs::exists(folder_ / "nothing/CURRENT"));
}

// Whoever makes or restores one need not know the program's own types, and must not fold what only they can.
TEST_F(BackupTest, KeepsValuesOfTypesThatItDoesNotKnow) {
  TypeTable types = built_in_types();
  ASSERT_TRUE(types.add(functions_of<N>('Q')));
  const std::string three = N::tlv(3, {0, 1});
  const std::string four = N::tlv(4, {0, 2});
  const std::string folded = N::merge(std::array<Bytes, 2>{three, four});
  {
    const auto engine = need(open_rocks_engine(folder_ / "db", kRocks, types));
    for (const std::string& value : {three, four}) {
      WriteBatch batch;
      batch.merge("OidQ", value);
      need(engine->write(batch));
    }
  }
  const auto expect_kept = [&](const std::string& name) {
    const auto engine = need(open_rocks_engine(folder_ / name, kRocks, types));
    EXPECT_EQ(need(engine->get("OidQ", nullptr)), folded) << name;
    need(engine->compact());
    EXPECT_EQ(need(engine->get("OidQ", nullptr)), folded) << name;
  };
  need(backup_database(folder_ / "db", backups_, 1));
  need(restore_backup(backups_, folder_ / "restored"));
  expect_kept("db");
  expect_kept("restored");
}

// As a shell completes it.
TEST_F(BackupTest, IsRestoredIntoAFolderWhoseNameEndsInASlash) {
  {
    Replica replica = open("db", {.source = 1});
    saved(replica, "kept");
    need(replica.backup(backups_ + "/", 1));
  }
  need(restore_backup(backups_ + "/", folder_ / "to/"));
  EXPECT_EQ(need(open("to").objects<Note>()).size(), 1u);
  EXPECT_FALSE(fs::exists(folder_ / "to.restoring"));
}

TEST_F(BackupTest, RefusesWhatWouldHarm) {
  Replica replica = open("db", {.source = 1});
  saved(replica, "n");
  EXPECT_EQ(replica.backup(folder_ / "db", 1).error().code, ErrorCode::invalid);
  EXPECT_EQ(replica.backup(backups_, 0).error().code, ErrorCode::invalid);
  EXPECT_EQ(list_backups(backups_).error().code, ErrorCode::not_found);
  EXPECT_EQ(restore_backup(backups_, folder_ / "to").error().code, ErrorCode::not_found);
  need(replica.backup(backups_, 1));
  EXPECT_EQ(restore_backup(backups_, folder_ / "db").error().code, ErrorCode::invalid);
  EXPECT_EQ(need(open_memory({.source = 1})).backup(backups_, 1).error().code, ErrorCode::invalid);
}

TEST_F(BackupTest, ADamagedOneIsToldAndNotRestored) {
  {
    Replica replica = open("db", {.source = 1});
    saved(replica, std::string(50'000, 'x'));
    need(replica.backup(backups_, 9));
    saved(replica, std::string(50'000, 'y'));
    need(replica.backup(backups_, 9));
  }
  const fs::directory_iterator files(backups_ + "/private/2");
  for (const auto& entry : files) {
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(0);
    file.put('\x55');
  }
  EXPECT_EQ(verify_backup(backups_, 2).error().code, ErrorCode::input_output);
  EXPECT_FALSE(restore_backup(backups_, folder_ / "to"));
  EXPECT_FALSE(fs::exists(folder_ / "to"));
  EXPECT_FALSE(fs::exists(folder_ / "to.restoring"));
  need(verify_backup(backups_, 1));
  EXPECT_EQ(need(restore_backup(backups_, folder_ / "to", 1)), 1u);
}

// Whatever file of the folder it is in: the damage is told, or does no harm, or the one before is whole.
TEST_F(BackupTest, DamageAnywhereInTheFolderIsToldOrDoesNoHarm) {
  std::vector<Id> notes;
  {
    Replica replica = open("db", {.source = 1});
    for (int i = 0; i < 50; ++i) notes.push_back(saved(replica, "number " + std::to_string(i)).id());
    need(replica.backup(backups_, 9));
  }
  std::mt19937 random(5);
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(backups_))
    if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
  EXPECT_GE(files.size(), 4u);
  int told = 0;
  for (const fs::path& path : files) {
    for (int trial = 0; trial < 8; ++trial) {
      SCOPED_TRACE(path.string() + ", trial " + std::to_string(trial));
      std::stringstream whole;
      whole << std::ifstream(path, std::ios::binary).rdbuf();
      std::string bytes = whole.str();
      const std::size_t at = random() % bytes.size();
      if (trial % 2 == 0)
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << random() % 8);
      else
        bytes.resize(at);
      std::ofstream(path, std::ios::binary) << bytes;
      const auto restored = restore_backup(backups_, folder_ / "to");
      std::ofstream(path, std::ios::binary) << whole.str();
      if (!restored) {
        ++told;
        EXPECT_FALSE(restored.error().message.empty());
        EXPECT_FALSE(fs::exists(folder_ / "to"));
        EXPECT_FALSE(fs::exists(folder_ / "to.restoring"));
        continue;
      }
      {
        const Replica replica = open("to");
        for (std::size_t i = 0; i < notes.size(); ++i)
          EXPECT_EQ(need(replica.load<Note>(notes[i])).title, "number " + std::to_string(i));
      }
      fs::remove_all(folder_ / "to");
    }
  }
  EXPECT_GT(told, 10);
  need(verify_backup(backups_, 1));
}

// Transactions of two objects go on in four threads while backups are made.
TEST_F(BackupTest, BesideWritersItHasWholePackets) {
  std::atomic<bool> is_over = false;
  Replica replica = open("db", {.source = 1});
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i)
    writers.emplace_back([&] {
      for (Pair left, right; !is_over;) {
        Transaction transaction = replica.begin();
        right.value = ++left.value;
        need(transaction.save(left));
        right.other = left;
        need(transaction.save(right));
        left.other = right;
        need(transaction.save(left));
        need(transaction.commit());
      }
    });
  for (int i = 0; i < 5; ++i) {
    need(replica.backup(backups_, 5));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  is_over = true;
  for (std::thread& each : writers) each.join();
  uint64_t packets = 0;
  for (const Backup& each : need(list_backups(backups_))) {
    const std::string name = "r" + std::to_string(each.number);
    need(restore_backup(backups_, folder_ / name, each.number));
    Replica restored = open(name);
    for (const Pair& left : need(restored.objects<Pair>()))
      EXPECT_EQ(left.value, need(restored.load<Pair>(left.other.id())).value);
    EXPECT_EQ(restored.seen().size(1), restored.seen().last(1));
    EXPECT_GE(restored.seen().size(1), packets);
    packets = restored.seen().size(1);
  }
  EXPECT_GT(packets, 0u);
}

TEST(Reader, ReadsBesideTheWriterAndWritesNothing) {
  const TemporaryFolder folder;
  Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, kRocks));
  Note note;
  note.title = "in the log of the database";
  need(replica.save(note));
  const auto engine = need(open_rocks_reader(folder / "db"));
  const auto store = need(LocalStore::open(*engine, {}));
  note.title = "later";
  need(replica.save(note));
  EXPECT_EQ(store->arrivals(), 1u);
  EXPECT_EQ(need(store->load(note.id(), store->snapshot().get())).class_id, Note::kClass.id);
  WriteBatch batch;
  batch.put("x", "y");
  EXPECT_EQ(engine->write(batch).error().code, ErrorCode::invalid);
  EXPECT_EQ(engine->compact().error().code, ErrorCode::invalid);
  EXPECT_FALSE(open_rocks_reader(folder / "nothing"));
  EXPECT_FALSE(fs::exists(folder / "nothing"));
}

// A process that backs up, or restores, in a loop, until it is killed.
Child worker(const std::string& what, const std::string& from, const std::string& to) {
  return Child({RDX_BACKUP_WORKER, what, from, to});
}
// Until it has done its work so many times.
void wait_for(const Child& worker, int times) {
  for (char byte = 0; times > 0 && worker.next(byte); --times) {
  }
}

int kill_rounds() { return std::getenv("RDX_LONG") != nullptr ? 200 : 8; }

TEST_F(BackupTest, KilledWhileItIsMadeItIsThereOrNot) {
  std::mt19937 random(20261120);
  uint32_t last = 0;
  for (int round = 0; round < kill_rounds(); ++round) {
    const Child child = worker("backup", folder_ / "db", backups_);
    wait_for(child, round % 2);
    usleep(static_cast<useconds_t>(random() % 150'000));
    ASSERT_TRUE(child.kill_now());
    const auto all = list_backups(backups_);
    if (!all || all->empty()) continue;
    EXPECT_LE(all->size(), 4u);
    EXPECT_GE(all->back().number, last);
    last = all->back().number;
    for (const Backup& each : *all) need(verify_backup(backups_, each.number));
    fs::remove_all(folder_ / "to");
    need(restore_backup(backups_, folder_ / "to"));
    Replica restored = open("to");
    for (const Note& each : need(restored.objects<Note>())) EXPECT_EQ(each.title.size(), 1000u);
  }
  EXPECT_GT(last, 0u);
}

// Killed in turn: as soon as it says that one is restored, while it is at it, and whenever.
TEST_F(BackupTest, KilledWhileItIsRestoredThereIsAllOfItOrNothing) {
  {
    Replica replica = open("db", {.source = 1});
    for (int i = 0; i < 50; ++i) saved(replica, std::string(1000, 'x'));
    need(replica.backup(backups_, 1));
  }
  const std::string half = folder_ / "to.restoring";
  std::mt19937 random(20261120);
  int whole = 0;
  int cut = 0;
  for (int round = 0; round < kill_rounds(); ++round) {
    if (round % 3 == 1) fs::remove_all(half);  // else it may be there from the last kill
    const Child child = worker("restore", backups_, folder_ / "to");
    wait_for(child, round % 3 == 1 ? 0 : 1);
    for (int i = 0; round % 3 == 1 && i < 100'000 && !fs::exists(half); ++i) usleep(100);
    if (round % 3 == 2) usleep(static_cast<useconds_t>(random() % 150'000));
    ASSERT_TRUE(child.kill_now());
    if (round % 3 == 1 && fs::exists(half)) ++cut;
    if (!fs::exists(folder_ / "to")) continue;  // it was about to come
    ++whole;
    Replica restored = open("to");
    EXPECT_NE(restored.source(), 1u);
    EXPECT_EQ(need(restored.objects<Note>()).size(), 50u);
  }
  std::cout << whole << " of " << kill_rounds() << " were there, " << cut << " were cut off\n";
  EXPECT_GT(whole, 0);
  EXPECT_GT(cut, 0);
  fs::remove_all(folder_ / "to");
  need(restore_backup(backups_, folder_ / "to"));
  EXPECT_FALSE(fs::exists(half));
}

}  // namespace
}  // namespace rdx::test
