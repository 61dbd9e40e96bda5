// Merging arrays: what an editor's hour makes, and the cases that a merge must not be slow on.
#include <benchmark/benchmark.h>

#include <map>

#include "rdx/rdx/array.h"
#include "rdx/rdx/array_writer.h"
#include "rdx/rdx/text_edit.h"
#include "tests/bench/traces.h"

namespace {

using rdx::Bytes;

// All edits of automerge-paper as deltas, and what they make.
struct Document {
  std::vector<std::string> deltas;
  std::vector<Bytes> views;
  std::string state;
};

const Document& document() {
  static const Document made = [] {
    Document document;
    rdx::TextEdit edit({1, 0});
    for (const auto& patch : rdx::bench::read_trace("automerge-paper").patches)
      document.deltas.push_back(edit.replace(patch.position, patch.deleted, patch.inserted).value());
    document.views.assign(document.deltas.begin(), document.deltas.end());
    document.state = edit.to_tlv();
    return document;
  }();
  return made;
}

bool is_missing(benchmark::State& state) {
  if (!document().deltas.empty()) return false;
  state.SkipWithError("no trace: set RDX_TRACES");
  return true;
}

std::string merge(std::span<const Bytes> bares) { return rdx::L::merge(bares); }

void fold_all_edits(benchmark::State& state) {
  if (is_missing(state)) return;
  if (merge(document().views) != document().state) return state.SkipWithError("another state");
  for (auto _ : state) benchmark::DoNotOptimize(merge(document().views));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(document().views.size()));
}
BENCHMARK(fold_all_edits)->Unit(benchmark::kMillisecond);

// The edit hangs at some place of the document, another one each time.
void one_more_edit(benchmark::State& state) {
  if (is_missing(state)) return;
  rdx::TextEdit edit = rdx::TextEdit::open(document().state, {2, 0}).value();
  std::vector<std::string> deltas;
  for (std::size_t i = 0; i < 64; ++i) {
    rdx::TextEdit one = edit;
    deltas.push_back(one.insert(i * edit.size() / 64, "x").value());
  }
  std::size_t at = 0;
  for (auto _ : state) {
    const std::array<Bytes, 2> both{document().state, deltas[++at % deltas.size()]};
    benchmark::DoNotOptimize(merge(both));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(document().state.size()));
}
BENCHMARK(one_more_edit)->Unit(benchmark::kMicrosecond);

// The last 26,000 edits, onto the state before them.
void pending_edits(benchmark::State& state) {
  if (is_missing(state)) return;
  const auto pending = static_cast<std::ptrdiff_t>(26000);
  const auto& views = document().views;
  const std::string before = merge({views.begin(), views.end() - pending});
  std::vector<Bytes> bares(views.end() - pending, views.end());
  bares.push_back(before);
  if (merge(bares) != document().state) return state.SkipWithError("another state");
  for (auto _ : state) benchmark::DoNotOptimize(merge(bares));
  state.SetItemsProcessed(state.iterations() * pending);
}
BENCHMARK(pending_edits)->Unit(benchmark::kMicrosecond);

// Two replicas that have gone on from one document, `edits` each, all over it.
void merge_states(benchmark::State& state) {
  if (is_missing(state)) return;
  std::array<std::string, 2> states;
  for (uint32_t i = 0; i < 2; ++i) {
    rdx::TextEdit edit = rdx::TextEdit::open(document().state, {2 + i, 0}).value();
    for (std::size_t j = 0; j < static_cast<std::size_t>(state.range(0)); ++j)
      static_cast<void>(edit.insert((j * 7919 + i * 31) % edit.size(), "mine").value());
    states[i] = edit.to_tlv();
  }
  const std::array<Bytes, 2> both{states[0], states[1]};
  for (auto _ : state) benchmark::DoNotOptimize(merge(both));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(states[0].size() + states[1].size()));
}
BENCHMARK(merge_states)->Arg(0)->Arg(10)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

// Inputs that all have one run, which others cut at `cuts` places: by blocks of one other input, and in weaves.
void shared_runs(benchmark::State& state) {
  const auto inputs = static_cast<std::size_t>(state.range(0));
  const auto cuts = static_cast<std::size_t>(state.range(1));
  const std::string text(100'000, 'x');
  rdx::WeaveWriter shared(text.size() + 16);
  shared.text({1, 1}, text.size(), text);
  const std::string run = shared.take();
  rdx::WeaveWriter cutter(cuts * 16);
  for (std::size_t i = 0; i < cuts; ++i) {
    cutter.begin_block({1 + i * text.size() / (cuts + 1), 1});
    cutter.text({text.size() + 2 + 2 * i, 2}, 1, "y");
    cutter.end_block();
  }
  const std::string blocks = cutter.take();
  std::vector<Bytes> bares(inputs, run);
  bares.push_back(blocks);
  if (state.range(2) != 0) bares.push_back(rdx::L::merge(std::array<Bytes, 2>{run, blocks}));
  std::size_t bytes = 0;
  for (const Bytes bare : bares) bytes += bare.size();
  for (auto _ : state) benchmark::DoNotOptimize(merge(bares));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}
BENCHMARK(shared_runs)
    ->ArgNames({"inputs", "cuts", "weave"})
    ->Args({1, 10000, 0})
    ->Args({16, 10000, 0})
    ->Args({256, 1, 0})
    ->Args({256, 10000, 0})
    ->Args({256, 10000, 1})
    ->Unit(benchmark::kMicrosecond);

void valid_state(benchmark::State& state) {
  if (is_missing(state)) return;
  for (auto _ : state) benchmark::DoNotOptimize(rdx::L::valid(document().state));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(document().state.size()));
}
BENCHMARK(valid_state)->Unit(benchmark::kMicrosecond);

// One word more in the middle of the text, found by comparing all of it.
void delta_of_text(benchmark::State& state) {
  if (is_missing(state)) return;
  std::string wanted = rdx::L::text(document().state);
  wanted.insert(wanted.size() / 2, "word ");
  for (auto _ : state) benchmark::DoNotOptimize(rdx::L::delta_text(document().state, wanted, {1, 0}));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(document().state.size()));
}
BENCHMARK(delta_of_text)->Unit(benchmark::kMicrosecond);

}  // namespace
