// Backs up a replica that it writes, or restores a backup, again and again, until it is killed.
//
//   backup_worker backup DATABASE BACKUPS | restore BACKUPS DATABASE
#include <unistd.h>

#include <exception>
#include <filesystem>
#include <iostream>
#include <thread>

#include "rdx/rocksdb.h"
#include "tests/replica/note.h"

namespace {

template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    _exit(1);
  }
  return std::move(*result);
}

// To whoever waits for it.
void say_done() {
  if (write(STDOUT_FILENO, ".", 1) != 1) _exit(1);
}

const rdx::RocksOptions kRocks{.durability = rdx::Durability::synced, .least_free_bytes = 0};

[[noreturn]] void back_up(const std::string& database, const std::string& backups) {
  rdx::Replica replica = need(rdx::open_rocksdb(database, {.source = 1}, kRocks));
  std::thread writer([&] {
    for (;;) {
      rdx::test::Note note;
      note.title = std::string(1000, 'x');
      need(replica.save(note));
    }
  });
  for (;; say_done()) need(replica.backup(backups, 3));
}

[[noreturn]] void restore(const std::string& backups, const std::string& database) {
  for (;;) {
    std::error_code ignored;
    const std::string old = database + ".old";
    std::filesystem::remove_all(old, ignored);
    std::filesystem::rename(database, old, ignored);
    need(rdx::restore_backup(backups, database));
    say_done();
    usleep(50'000);  // so that a kill meets it where it is there too
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) return 2;
  if (std::string(argv[1]) == "backup") back_up(argv[2], argv[3]);
  restore(argv[2], argv[3]);
} catch (const std::exception& thrown) {
  std::cerr << thrown.what() << '\n';
  return 4;
}
