// Merging registers: two bare values in, one out.
#include <benchmark/benchmark.h>

#include <array>

#include "rdx/rdx/register.h"

namespace {

void merge_two_ints(benchmark::State& state) {
  const std::string older = rdx::I::tlv(-11, {4, 5});
  const std::string newer = rdx::I::tlv(1234567, {5, 3});
  const std::array<rdx::Bytes, 2> bares{older, newer};
  for (auto _ : state) benchmark::DoNotOptimize(rdx::I::merge(bares));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(merge_two_ints);

void merge_two_strings(benchmark::State& state) {
  const std::string older = rdx::S::tlv("On engines", {4, 5});
  const std::string newer = rdx::S::tlv("On analytical engines, and what they may become", {5, 3});
  const std::array<rdx::Bytes, 2> bares{older, newer};
  for (auto _ : state) benchmark::DoNotOptimize(rdx::S::merge(bares));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(merge_two_strings);

}  // namespace
