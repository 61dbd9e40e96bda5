// Merging many values of one type: n inputs of about m elements each, drawn from 2m. With it, in the same run, what
// bounds it: std::set_union over the elements decoded, and a plain copy of the bytes.
//
//   bench_merge --benchmark_filter=-n256_m100k      leaves out the largest inputs, 25 million elements
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <set>

#include "rdx/rdx/counter.h"
#include "rdx/rdx/map.h"
#include "rdx/rdx/set.h"
#include "rdx/rdx/versions.h"

namespace rdx {
namespace {

constexpr uint64_t kSeed = 3;

using Engine = std::mt19937_64;

// m different indexes below 2m, ascending.
std::vector<uint32_t> draw(Engine& random, std::size_t m) {
  std::vector<uint32_t> all(2 * m);
  for (uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  std::vector<uint32_t> drawn;
  std::sample(all.begin(), all.end(), std::back_inserter(drawn), m, random);
  return drawn;
}

uint32_t random_source(Engine& random) { return static_cast<uint32_t>(1 + random() % 100); }

// 2m random integers, as an E orders them.
std::vector<std::string> random_values(Engine& random, std::size_t m) {
  std::set<std::string> values;
  while (values.size() < 2 * m) values.emplace(Bytes(zip(random())));
  return {values.begin(), values.end()};
}

std::string make_set(Engine& random, std::span<const std::string> values, std::span<const uint32_t> drawn) {
  std::string bare;
  for (const uint32_t i : drawn) append_element(bare, 'I', values[i], {random() % 8, random_source(random)});
  return bare;
}

std::string make_map(Engine& random, std::span<const std::string> values, std::span<const uint32_t> drawn) {
  std::string bare;
  for (const uint32_t i : drawn) {
    const uint64_t revision = random() % 8;
    append_element(bare, 'I', values[i], {revision, random_source(random)});
    if (revision % 2 == 0)
      append_element(bare, 'I', zip(random() % 1000), {2 + random() % 8 * 2, random_source(random)});
  }
  return bare;
}

std::string make_unkillable(Engine& random, std::span<const std::string> /*values*/, std::span<const uint32_t> drawn) {
  std::string bare;
  for (const uint32_t i : drawn) bare += U::tlv(static_cast<int64_t>(random() % 1000), {1 + random() % 100, i});
  return bare;
}

template <char kLetter>
std::string make_numbers(Engine& random, std::span<const std::string> /*values*/, std::span<const uint32_t> drawn) {
  std::string bare;
  for (const uint32_t i : drawn) append_source_number(bare, kLetter, random() % 1000, i);
  return bare;
}

using Make = std::string (*)(Engine&, std::span<const std::string>, std::span<const uint32_t>);

struct Inputs {
  std::vector<std::string> values;
  std::vector<Bytes> bares;
  std::size_t bytes = 0;
};

Inputs make_inputs(Make make, std::size_t n, std::size_t m) {
  Engine random(kSeed);
  const std::vector<std::string> values = random_values(random, m);
  Inputs inputs;
  for (std::size_t i = 0; i < n; ++i) inputs.values.push_back(make(random, values, draw(random, m)));
  for (const std::string& value : inputs.values) {
    inputs.bares.push_back(value);
    inputs.bytes += value.size();
  }
  return inputs;
}

template <class T>
void merge(benchmark::State& state, Make make, std::size_t n, std::size_t m) {
  const Inputs inputs = make_inputs(make, n, m);
  for (auto _ : state) benchmark::DoNotOptimize(T::merge(inputs.bares));
  const auto merges = static_cast<int64_t>(state.iterations());
  state.SetItemsProcessed(merges * static_cast<int64_t>(n * m));
  state.SetBytesProcessed(merges * static_cast<int64_t>(inputs.bytes));
}

struct Cell {
  const char* name;
  std::size_t n;
  std::size_t m;
};

template <class T>
void register_table(const std::string& type, Make make) {
  constexpr Cell kCells[] = {{"n2_m10", 2, 10},        {"n16_m1k", 16, 1000},      {"n256_m1k", 256, 1000},
                             {"n2_m100k", 2, 100'000}, {"n16_m100k", 16, 100'000}, {"n256_m100k", 256, 100'000}};
  for (const Cell& cell : kCells)
    benchmark::RegisterBenchmark((type + "/" + cell.name).c_str(), merge<T>, make, cell.n, cell.m)
        ->Unit(benchmark::kMicrosecond);
}

// ---- The bounds

struct Decoded {
  uint64_t value;
  uint32_t revision;
  uint32_t source;

  friend bool operator<(const Decoded& a, const Decoded& b) { return a.value < b.value; }
};

// The elements of an E of integers of 8 bytes and less, as the machine likes them; in the same order.
std::vector<Decoded> decode(Bytes bare) {
  std::vector<Decoded> decoded;
  SetReader reader(bare);
  while (const auto element = reader.next()) {
    char padded[8] = {};
    std::memcpy(padded, element->value.data(), element->value.size());
    decoded.push_back({__builtin_bswap64(load_number(padded, 8)), static_cast<uint32_t>(element->stamp.revision),
                       element->stamp.source});
  }
  return decoded;
}

void set_union(benchmark::State& state) {
  const Inputs inputs = make_inputs(make_set, 2, 100'000);
  const std::vector<Decoded> a = decode(inputs.bares[0]);
  const std::vector<Decoded> b = decode(inputs.bares[1]);
  for (auto _ : state) {
    std::vector<Decoded> merged;
    merged.reserve(a.size() + b.size());
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(merged));
    benchmark::DoNotOptimize(merged.data());
  }
}
BENCHMARK(set_union)->Unit(benchmark::kMicrosecond);

// The lower half of the values in one input, the upper half in the other.
template <class T>
void merge_apart(benchmark::State& state, Make make) {
  Engine random(kSeed);
  const std::size_t m = 100'000;
  const std::vector<std::string> values = random_values(random, m);
  std::vector<uint32_t> low(m);
  std::vector<uint32_t> high(m);
  for (uint32_t i = 0; i < m; ++i) {
    low[i] = i;
    high[i] = i + static_cast<uint32_t>(m);
  }
  const std::string first = make(random, values, low);
  const std::string second = make(random, values, high);
  const std::vector<Bytes> bares{second, first};
  for (auto _ : state) benchmark::DoNotOptimize(T::merge(bares));
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(first.size() + second.size()));
}

void copy_apart(benchmark::State& state) {
  const Inputs inputs = make_inputs(make_set, 2, 100'000);
  for (auto _ : state) {
    std::string copy;
    copy.reserve(inputs.bytes);
    for (const Bytes bare : inputs.bares) copy += bare;
    benchmark::DoNotOptimize(copy.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(inputs.bytes));
}
BENCHMARK(copy_apart)->Unit(benchmark::kMicrosecond);

const bool kRegistered = [] {
  register_table<U>("U", make_unkillable);
  register_table<N>("N", make_numbers<'U'>);
  register_table<V>("V", make_numbers<'V'>);
  register_table<E>("E", make_set);
  register_table<M>("M", make_map);
  benchmark::RegisterBenchmark("E/apart", merge_apart<E>, make_set)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("M/apart", merge_apart<M>, make_map)->Unit(benchmark::kMicrosecond);
  return true;
}();

}  // namespace
}  // namespace rdx
