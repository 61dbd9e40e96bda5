// Saving and loading one object of ten fields; commits of one field against what RocksDB does by itself.
#include <benchmark/benchmark.h>
#include <rocksdb/db.h>

#include <atomic>
#include <memory>

#include "rdx/rdx.h"
#include "rdx/rocksdb.h"
#include "tests/bench/folder.h"
#include "tests/bench/ten_fields.h"

namespace {

using rdx::bench::Folder;
using rdx::bench::need;
using rdx::bench::TenFields;

rdx::Replica open_rocks(const Folder& folder, rdx::Durability durability) {
  return need(rdx::open_rocksdb(folder.path(), {.source = 1}, {.durability = durability}));
}

void save_new(benchmark::State& state, rdx::Replica& replica) {
  int64_t number = 0;
  for (auto _ : state) {
    TenFields object;
    object.set_all(++number);
    need(replica.save(object));
  }
  state.SetItemsProcessed(state.iterations());
}

// Items are objects.
void save_100_in_a_transaction(benchmark::State& state, rdx::Replica& replica) {
  constexpr int64_t kObjects = 100;
  int64_t number = 0;
  for (auto _ : state) {
    rdx::Transaction transaction = replica.begin();
    for (int64_t i = 0; i < kObjects; ++i) {
      TenFields object;
      object.set_all(++number);
      need(transaction.save(object));
    }
    need(transaction.commit());
  }
  state.SetItemsProcessed(state.iterations() * kObjects);
}

void save_again(benchmark::State& state, rdx::Replica& replica) {
  TenFields object;
  int64_t number = 0;
  for (auto _ : state) {
    object.set_all(++number);
    need(replica.save(object));
  }
  state.SetItemsProcessed(state.iterations());
}

void load(benchmark::State& state, rdx::Replica& replica) {
  constexpr int64_t kObjects = 10000;
  std::vector<rdx::Id> ids;
  for (int64_t i = 0; i < kObjects; ++i) {
    TenFields object;
    object.set_all(i);
    need(replica.save(object));
    ids.push_back(object.id());
  }
  size_t at = 0;
  for (auto _ : state) {
    at = (at + 7919) % ids.size();
    benchmark::DoNotOptimize(need(replica.load<TenFields>(ids[at])));
  }
  state.SetItemsProcessed(state.iterations());
}

template <void (*Work)(benchmark::State&, rdx::Replica&)>
void in_memory(benchmark::State& state) {
  rdx::Replica replica = need(rdx::open_memory({.source = 1}));
  Work(state, replica);
}
template <void (*Work)(benchmark::State&, rdx::Replica&)>
void in_rocksdb_without_fsync(benchmark::State& state) {
  const Folder folder;
  rdx::Replica replica = open_rocks(folder, rdx::Durability::written);
  Work(state, replica);
}
template <void (*Work)(benchmark::State&, rdx::Replica&)>
void in_rocksdb_with_fsync(benchmark::State& state) {
  const Folder folder;
  rdx::Replica replica = open_rocks(folder, rdx::Durability::synced);
  Work(state, replica);
}
BENCHMARK(in_memory<save_new>);
BENCHMARK(in_memory<save_again>);
BENCHMARK(in_memory<save_100_in_a_transaction>);
BENCHMARK(in_memory<load>);
BENCHMARK(in_rocksdb_without_fsync<save_new>);
BENCHMARK(in_rocksdb_without_fsync<save_again>);
BENCHMARK(in_rocksdb_without_fsync<save_100_in_a_transaction>);
BENCHMARK(in_rocksdb_with_fsync<save_100_in_a_transaction>)->UseRealTime();
BENCHMARK(in_rocksdb_without_fsync<load>);

// Commits of one field, each writer with an object of its own.
std::unique_ptr<Folder> shared_folder;
std::unique_ptr<rdx::Replica> shared_replica;
std::unique_ptr<rocksdb::DB> shared_database;

void commit_one_field(benchmark::State& state, rdx::Durability durability) {
  if (state.thread_index() == 0) {
    shared_folder = std::make_unique<Folder>();
    shared_replica = std::make_unique<rdx::Replica>(open_rocks(*shared_folder, durability));
  }
  TenFields object;
  int64_t number = 0;
  for (auto _ : state) {
    object.numbers[0] = ++number;
    need(shared_replica->save(object));
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    shared_replica.reset();
    shared_folder.reset();
  }
}
void commit_with_fsync(benchmark::State& state) { commit_one_field(state, rdx::Durability::synced); }
void commit_without_fsync(benchmark::State& state) { commit_one_field(state, rdx::Durability::written); }

// The same three keys, written by RocksDB alone: a value, a log record, an arrival.
void bare_rocksdb(benchmark::State& state, bool sync) {
  static std::atomic<uint64_t> arrivals{0};
  if (state.thread_index() == 0) {
    shared_folder = std::make_unique<Folder>();
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* database = nullptr;
    if (!rocksdb::DB::Open(options, shared_folder->path(), &database).ok()) std::abort();
    shared_database.reset(database);
  }
  rocksdb::WriteOptions options;
  options.sync = sync;
  const std::string log_record(30, 'x');
  const std::string field = "O-object" + std::to_string(state.thread_index());
  for (auto _ : state) {
    const std::string arrival = std::to_string(++arrivals);
    rocksdb::WriteBatch batch;
    batch.Put(field, "3201050e");
    batch.Put("P-000" + arrival, log_record);
    batch.Put("A-000" + arrival, "320105");
    if (!shared_database->Write(options, &batch).ok()) std::abort();
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) {
    shared_database.reset();
    shared_folder.reset();
  }
}
void bare_rocksdb_with_fsync(benchmark::State& state) { bare_rocksdb(state, true); }
void bare_rocksdb_without_fsync(benchmark::State& state) { bare_rocksdb(state, false); }

BENCHMARK(commit_with_fsync)->Threads(1)->Threads(16)->UseRealTime();
BENCHMARK(bare_rocksdb_with_fsync)->Threads(1)->Threads(16)->UseRealTime();
BENCHMARK(commit_without_fsync)->Threads(1)->Threads(16)->UseRealTime();
BENCHMARK(bare_rocksdb_without_fsync)->Threads(1)->Threads(16)->UseRealTime();

// What two replicas have to say when they have the same, or all but a hundred packets, of 10 sources and 100,000
// packets.
void request_and_small_diff(benchmark::State& state) {
  rdx::Replica b = need(rdx::open_memory({.source = 0xb2}));
  std::vector<std::string> late;
  for (uint32_t source = 1; source <= 10; ++source) {
    rdx::Replica a = need(rdx::open_memory({.source = source}));
    TenFields object;
    for (int64_t i = 1; i <= 10000; ++i) {
      object.numbers[0] = i;
      std::string ops = need(a.save(object));
      if (i > 9990)
        late.push_back(ops);
      else
        need(b.integrate_ops(ops));
    }
  }
  const std::string request = need(b.request_diff());
  for (const std::string& ops : late) need(b.integrate_ops(ops));
  size_t bytes = 0;
  for (auto _ : state) bytes = need(b.build_diff(request)).size();
  size_t packets = 0;
  for (const std::string& ops : late) packets += ops.size();
  state.counters["request_bytes"] = static_cast<double>(request.size());
  state.counters["diff_bytes"] = static_cast<double>(bytes);
  state.counters["packet_bytes"] = static_cast<double>(packets);
}
BENCHMARK(request_and_small_diff);

}  // namespace
