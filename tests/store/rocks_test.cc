// What only a database on a disk can do wrong: other formats, rights, other processes, full disks.
#include <sys/mount.h>
#include <sys/wait.h>

#include <fstream>
#include <random>
#include <thread>

#include "tests/replica/note.h"
#include "tests/store/replicas.h"

namespace rdx::test {
namespace {

const RocksOptions kFast{.durability = Durability::written, .least_free_bytes = 0};

Error open_error(const std::string& path, const RocksOptions& rocks = kFast) {
  auto opened = open_rocksdb(path, {.source = 1}, rocks);
  if (opened) return Error{ErrorCode::invalid, "it opened"};
  return std::move(opened).error();
}

void save_title(Replica& replica, Note& note, const std::string& title) {
  note.title = title;
  need(replica.save(note));
}

TEST(Rocks, WhatWasSavedIsThereAfterReopening) {
  TemporaryFolder folder;
  Note note;
  for (const Durability durability : {Durability::synced, Durability::written}) {
    const RocksOptions options{.durability = durability, .least_free_bytes = 0};
    Replica replica = need(open_rocksdb(folder / "deep/inside", {.source = 1}, options));
    if (note.id()) {
      EXPECT_EQ(need(replica.load<Note>(note.id())).title, "first");
    }
    save_title(replica, note, "first");
  }
  Replica replica = need(open_rocksdb(folder / "deep/inside", {.source = 1}, kFast));
  save_title(replica, note, "second");
  EXPECT_EQ(replica.seen().last(1), 2u);
}

TEST(Rocks, ADatabaseOfAnotherFormatIsRefusedByName) {
  TemporaryFolder folder;
  {
    const auto engine = need(open_rocks_engine(folder.path(), kFast));
    WriteBatch batch;
    batch.put("Mformat", "rdx 2");
    need(engine->write(batch));
  }
  const Error error = open_error(folder.path());
  EXPECT_EQ(error.code, ErrorCode::format);
  EXPECT_EQ(error.message, "the database '" + folder.path() + "' has the format 'rdx 2'; this program reads 'rdx 1'");
}

TEST(Rocks, ADatabaseWithoutAFormatIsRefused) {
  TemporaryFolder folder;
  {
    const auto engine = need(open_rocks_engine(folder.path(), kFast));
    WriteBatch batch;
    batch.remove("Mformat");
    batch.put("somebody's key", "somebody's value");
    need(engine->write(batch));
  }
  const Error error = open_error(folder.path());
  EXPECT_EQ(error.code, ErrorCode::format);
  EXPECT_NE(error.message.find("no mark of a format"), std::string::npos) << error.message;
}

TEST(Rocks, AFileInItsPlaceIsNamed) {
  TemporaryFolder folder;
  std::ofstream(folder / "file") << "x";
  EXPECT_EQ(open_error(folder / "file").message, "'" + (folder / "file") + "' is no folder; a database is one");
  EXPECT_EQ(open_error(folder / "file/below").code, ErrorCode::input_output);
}

// In a process of its own, since root may do everything.
TEST(Rocks, AFolderWithoutRightsIsNamed) {
  TemporaryFolder folder;
  std::filesystem::create_directory(folder / "closed");
  std::filesystem::permissions(folder / "closed", std::filesystem::perms::owner_read);
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(3);
    const Error inside = open_error(folder / "closed");
    const Error below = open_error(folder / "closed/below");
    const bool named = inside.code == ErrorCode::input_output && below.code == ErrorCode::input_output &&
                       inside.message.find("no right to write in the folder '") == 0 &&
                       below.message.find("cannot make the folder '") == 0;
    _exit(named ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(Rocks, OneProcessWritesADatabaseAtATime) {
  TemporaryFolder folder;
  int ready[2];
  int done[2];
  ASSERT_EQ(pipe(ready) | pipe(done), 0);
  const pid_t child = fork();
  if (child == 0) {
    char byte = 0;
    close(done[1]);
    const auto replica = open_rocksdb(folder.path(), {.source = 1}, kFast);
    if (!replica || write(ready[1], &byte, 1) != 1) _exit(1);
    _exit(read(done[0], &byte, 1) < 0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  const Error error = open_error(folder.path());
  EXPECT_EQ(error.code, ErrorCode::busy);
  EXPECT_NE(error.message.find("open in another process (" + std::to_string(child) + ")"), std::string::npos)
      << error.message;
  close(done[1]);
  waitpid(child, nullptr, 0);
  const auto replica = open_rocksdb(folder.path(), {.source = 1}, kFast);
  ASSERT_TRUE(replica) << replica.error().message;
  EXPECT_EQ(open_error(folder.path()).code, ErrorCode::busy);
  EXPECT_NE(open_error(folder.path()).message.find("open in this process already"), std::string::npos);
}

TEST(Rocks, ADamagedDatabaseSaysSo) {
  TemporaryFolder folder;
  { need(open_rocksdb(folder.path(), {.source = 1}, kFast)); }
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().filename().string().starts_with("MANIFEST")) std::ofstream(entry.path()) << "not a manifest";
  }
  const Error error = open_error(folder.path());
  EXPECT_EQ(error.code, ErrorCode::input_output);
  EXPECT_NE(error.message.find("is damaged"), std::string::npos) << error.message;
}

TEST(Rocks, WithoutRoomNothingIsWrittenAndReadingGoesOn) {
  TemporaryFolder folder;
  Note note;
  { save_title(*std::make_unique<Replica>(need(open_rocksdb(folder.path(), {.source = 1}, kFast))), note, "there"); }
  Replica replica = need(open_rocksdb(folder.path(), {.source = 1}, {.least_free_bytes = uint64_t{1} << 60}));
  note.title = "no more";
  const auto saved = replica.save(note);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().code, ErrorCode::no_space);
  EXPECT_NE(saved.error().message.find("reading goes on"), std::string::npos);
  EXPECT_EQ(need(replica.load<Note>(note.id())).title, "there");
  EXPECT_EQ(replica.seen().size(), 1u);
}

// A disk of 320 MiB, where mounting one is allowed.
TEST(Rocks, AFullDiskLosesNothing) {
  TemporaryFolder folder;
  if (mount("none", folder.path().c_str(), "tmpfs", 0, "size=320m") != 0) GTEST_SKIP() << "no right to mount a disk";
  std::vector<Id> saved;
  {
    const RocksOptions rocks{.durability = Durability::synced, .least_free_bytes = uint64_t{24} << 20};
    Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
    ErrorCode code = ErrorCode::invalid;
    std::mt19937 random(5);
    for (int i = 0; i < 1000; ++i) {
      Note note;
      note.title.resize(1 << 18);  // nothing that could be compressed away
      for (char& each : note.title) each = static_cast<char>(' ' + random() % 95);
      if (auto done = replica.save(note); !done) {
        code = done.error().code;
        break;
      }
      saved.push_back(note.id());
    }
    EXPECT_EQ(code, ErrorCode::no_space);
    EXPECT_GT(saved.size(), 50u);
    for (const Id id : saved) EXPECT_EQ(need(replica.load<Note>(id)).title.size(), size_t{1} << 18);
  }
  mount("none", folder.path().c_str(), "tmpfs", MS_REMOUNT, "size=640m");
  {
    Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, kFast));
    for (const Id id : saved) EXPECT_EQ(need(replica.load<Note>(id)).title.size(), size_t{1} << 18);
    Note note;
    save_title(replica, note, "there is room again");
    EXPECT_EQ(replica.seen().last(1), saved.size() + 1);
  }
  umount(folder.path().c_str());
}

// What was answered without a sync may be gone with the machine, and its numbers may be known to others.
TEST(Rocks, AfterItsMachineWentDownAnUnsyncedSourceIsFresh) {
  TemporaryFolder folder;
  const auto open = [&](const std::string& path, const std::string& boot, Durability durability) {
    return need(open_rocksdb(path, {.source = 1}, {.durability = durability, .least_free_bytes = 0, .boot = boot}));
  };
  {
    Replica replica = open(folder / "db", "first", Durability::written);
    Note note;
    save_title(replica, note, "x");
    std::filesystem::copy(folder / "db", folder / "killed");  // as a kill, or a power cut, leaves it
  }
  EXPECT_EQ(open(folder / "db", "second", Durability::written).source(), 1u);    // it was closed
  EXPECT_EQ(open(folder / "killed", "first", Durability::synced).source(), 1u);  // the process ended, the machine not
  {
    Replica replica = open(folder / "db", "second", Durability::written);
    std::filesystem::copy(folder / "db", folder / "cut");
  }
  const uint32_t fresh = open(folder / "cut", "third", Durability::written).source();
  EXPECT_NE(fresh, 1u);
  EXPECT_EQ(open(folder / "cut", "fourth", Durability::synced).source(), fresh);  // closed in order since
  Replica synced = open(folder / "synced", "first", Durability::synced);
  std::filesystem::copy(folder / "synced", folder / "synced copy");
  EXPECT_EQ(open(folder / "synced copy", "second", Durability::synced).source(), 1u);
}

TEST(Rocks, ItsOwnOptionsArePassedThrough) {
  TemporaryFolder folder;
  const RocksOptions rocks{.least_free_bytes = 0, .settings = "write_buffer_size=1048576;compression=kNoCompression"};
  Replica replica = need(open_rocksdb(folder / "db", {.source = 1}, rocks));
  Note note;
  save_title(replica, note, "x");
  const Error error = open_error(folder / "other", {.settings = "no_such_option=1"});
  EXPECT_EQ(error.code, ErrorCode::invalid);
  EXPECT_NE(error.message.find("no_such_option"), std::string::npos) << error.message;
}

TEST(Rocks, SyncedWritersShareTheDisk) {
  TemporaryFolder folder;
  constexpr int kThreads = 8;
  constexpr int kSaves = 30;
  {
    Replica replica =
        need(open_rocksdb(folder.path(), {.source = 1}, {.durability = Durability::synced, .least_free_bytes = 0}));
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&] {
        Note note;
        for (int i = 0; i < kSaves; ++i) save_title(replica, note, std::to_string(i));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  Replica replica = need(open_rocksdb(folder.path(), {.source = 1}, kFast));
  EXPECT_EQ(replica.seen().last(1), uint32_t{kThreads * kSaves});
  for (const Note& note : need(replica.objects<Note>())) EXPECT_EQ(note.title, std::to_string(kSaves - 1));
}

}  // namespace
}  // namespace rdx::test
