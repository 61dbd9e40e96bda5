// Objects: 4 ints, 3 strings, 2 floats and an array of 16 ints, between the store's bytes and the class.
//
// "load" is the way from stored bytes into the members; "load with the image" makes the object own the bytes as well,
// as a replica's load does; "compare" is what a save of an unchanged object costs.
#include <benchmark/benchmark.h>

#include "bench_objects.rdx.h"
#include "rdx/rdx.h"
#include "rdx/replica/object_access.h"

namespace {

using bench::Record;

const rdx::ObjectFunctions& kFunctions = rdx::kObjectFunctions<Record>;

Record full_record() {
  Record record;
  record.a = 1;
  record.b = -200;
  record.c = 30000;
  record.d = 4000000000;
  record.title = "On engines";
  record.author = "Ada Lovelace, Countess";
  record.place = "London";
  record.width = 1.5;
  record.height = -0.1;
  for (int64_t i = 0; i < 16; ++i) record.numbers.push_back(i * i * 1000);
  return record;
}

// The image that a store has of it.
std::string stored_image() {
  rdx::Replica replica = *rdx::open_memory({.source = 0xa1});
  Record record = full_record();
  if (!replica.save(record)) return {};
  return std::string(record.image());
}

void load_members(benchmark::State& state) {
  const std::string image = stored_image();
  for (auto _ : state) {
    Record record;
    rdx::ObjectAccess::load_members(record, kFunctions, image);
    benchmark::DoNotOptimize(record);
  }
  state.counters["bytes"] = static_cast<double>(image.size());
}
BENCHMARK(load_members);

void load_members_into_the_same_object(benchmark::State& state) {
  const std::string image = stored_image();
  Record record;
  for (auto _ : state) {
    rdx::ObjectAccess::load_members(record, kFunctions, image);
    benchmark::DoNotOptimize(record);
  }
}
BENCHMARK(load_members_into_the_same_object);

void load_with_the_image(benchmark::State& state) {
  const std::string image = stored_image();
  for (auto _ : state) {
    Record record;
    rdx::ObjectAccess::assign(record, kFunctions, rdx::Id(0xa1, 1, 0), image);
    benchmark::DoNotOptimize(record);
  }
}
BENCHMARK(load_with_the_image);

void compare_an_unchanged_object(benchmark::State& state) {
  Record record;
  rdx::ObjectAccess::assign(record, kFunctions, rdx::Id(0xa1, 1, 0), stored_image());
  for (auto _ : state) benchmark::DoNotOptimize(rdx::ObjectAccess::changed_fields(record, kFunctions));
}
BENCHMARK(compare_an_unchanged_object);

void save_an_unchanged_object(benchmark::State& state) {
  rdx::Replica replica = *rdx::open_memory({.source = 0xa1});
  Record record = full_record();
  if (!replica.save(record)) return;
  for (auto _ : state) benchmark::DoNotOptimize(replica.save(record));
}
BENCHMARK(save_an_unchanged_object);

void save_a_changed_int(benchmark::State& state) {
  rdx::Replica replica = *rdx::open_memory({.source = 0xa1});
  Record record = full_record();
  if (!replica.save(record)) return;
  for (auto _ : state) {
    ++record.a;
    benchmark::DoNotOptimize(replica.save(record));
  }
}
BENCHMARK(save_a_changed_int)->Iterations(300000);

void save_a_new_object(benchmark::State& state) {
  rdx::Replica replica = *rdx::open_memory({.source = 0xa1});
  const Record full = full_record();
  for (auto _ : state) {
    Record record = full;
    benchmark::DoNotOptimize(replica.save(record));
  }
}
BENCHMARK(save_a_new_object)->Iterations(100000);

}  // namespace
