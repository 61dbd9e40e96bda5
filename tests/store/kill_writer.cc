// Saves pairs from several threads, and writes to standard output what was answered, until it is killed.
#include <unistd.h>

#include <iostream>
#include <thread>
#include <vector>

#include "rdx/rocksdb.h"
#include "tests/store/kill_writer.h"

namespace {

template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    _exit(1);
  }
  return std::move(*result);
}

void write_pairs(rdx::Replica& replica) {
  rdx::test::Pair left;
  rdx::test::Pair right;
  for (int64_t value = 1;; ++value) {
    rdx::Transaction transaction = replica.begin();
    left.value = right.value = value;
    need(transaction.save(left));
    right.other = left;
    need(transaction.save(right));
    left.other = right;
    need(transaction.save(left));
    need(transaction.commit());
    const rdx::test::Answer answer{left.id().number(), value};
    if (write(STDOUT_FILENO, &answer, sizeof answer) != sizeof answer) _exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  rdx::RocksOptions rocks;
  rocks.durability = std::string(argv[2]) == "synced" ? rdx::Durability::synced : rdx::Durability::written;
  rocks.least_free_bytes = 0;
  rdx::Replica replica = need(rdx::open_rocksdb(argv[1], {.source = 1}, rocks));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { write_pairs(replica); });
  for (std::thread& thread : threads) thread.join();
}
