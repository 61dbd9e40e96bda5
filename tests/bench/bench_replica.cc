// What replicas cost at size: a small change to much data, a counter that everybody counts in.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "rdx/rdx.h"
#include "rdx/store/packet.h"
#include "rdx/store/rocks_engine.h"
#include "tests/bench/folder.h"
#include "tests/bench/ten_fields.h"

namespace {

using rdx::bench::Folder;
using rdx::bench::need;
using rdx::bench::TenFields;

// A million fields here and there, then 100 of them changed here, in one transaction: what the other asks for is found
// and built. The overhead is what the diff has past the packet itself, and past the changes' values alone.
void hundred_changes_to_a_million_fields(benchmark::State& state) {
  constexpr int64_t kObjects = 100000;
  rdx::Replica a = need(rdx::open_memory({.source = 0xa1}));
  rdx::Replica b = need(rdx::open_memory({.source = 0xb2}));
  std::vector<TenFields> objects(kObjects);
  for (int64_t i = 0; i < kObjects; ++i) {
    objects[static_cast<size_t>(i)].set_all(i + 1);
    need(b.integrate_ops(need(a.save(objects[static_cast<size_t>(i)]))));
  }
  rdx::Transaction many = a.begin();
  for (size_t i = 0; i < 100; ++i) {
    TenFields& object = objects[i * 997];
    object.numbers[0] += 1;
    need(many.save(object));
  }
  const std::string ops = need(many.commit());
  const std::string request = need(b.request_diff());
  size_t bytes = 0;
  for (auto _ : state) bytes = need(a.build_diff(request)).size();
  state.counters["request_bytes"] = static_cast<double>(request.size());
  state.counters["diff_bytes"] = static_cast<double>(bytes);
  state.counters["ops_bytes"] = static_cast<double>(ops.size());
}
BENCHMARK(hundred_changes_to_a_million_fields)->Unit(benchmark::kMicrosecond);

// Merges of one counter's changes into RocksDB without reading it; every 100th time it is read.
void hot_counter(benchmark::State& state, char letter) {
  const Folder folder;
  const auto engine = need(rdx::open_rocks_engine(folder.path(), {.durability = rdx::Durability::written}));
  const std::string key = std::string("O-hot-counter-") + letter;
  const rdx::TypeFunctions& type = *rdx::built_in_types().find(letter);
  std::vector<double> reads;
  std::string changes[2];
  for (int64_t i = 0; i < 2; ++i) changes[i] = need(type.parse(i == 0 ? "1" : "2"));
  int64_t merges = 0;
  rdx::WriteBatch batch;
  for (auto _ : state) {
    batch.clear();
    batch.merge(key, changes[merges % 2]);
    need(engine->write(batch));
    if (++merges % 100 != 0) continue;
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(need(engine->get(key)));
    const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - begin;
    reads.push_back(taken.count());
  }
  state.SetItemsProcessed(merges);
  if (reads.empty()) return;
  std::sort(reads.begin(), reads.end());
  state.counters["read_p50_us"] = reads[reads.size() / 2];
  state.counters["read_p99_us"] = reads[reads.size() * 99 / 100];
}
BENCHMARK_CAPTURE(hot_counter, C, 'C');
BENCHMARK_CAPTURE(hot_counter, U, 'U');

}  // namespace
