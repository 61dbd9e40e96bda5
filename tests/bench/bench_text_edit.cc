// An editor's hour, replayed: every keystroke an edit with its delta; and opening the document that came of it.
#include <benchmark/benchmark.h>

#include <iostream>
#include <map>

#include "rdx/rdx/text_edit.h"
#include "tests/bench/traces.h"

namespace {

using rdx::TextEdit;

const rdx::bench::Trace& trace(const std::string& name) {
  static std::map<std::string, rdx::bench::Trace> traces;
  const auto [found, is_new] = traces.try_emplace(name);
  if (is_new) found->second = rdx::bench::read_trace(name);
  return found->second;
}

void replay(TextEdit& edit, const rdx::bench::Trace& trace, std::size_t& bytes) {
  for (const auto& patch : trace.patches)
    bytes += edit.replace(patch.position, patch.deleted, patch.inserted).value().size();
}

void replay_trace(benchmark::State& state, const std::string& name) {
  const auto& recorded = trace(name);
  if (recorded.patches.empty()) return state.SkipWithError("no trace: set RDX_TRACES");
  std::size_t bytes = 0;
  for (auto _ : state) {
    TextEdit edit({1, 0});
    replay(edit, recorded, bytes);
    benchmark::DoNotOptimize(edit.size());
  }
  TextEdit edit({1, 0});
  replay(edit, recorded, bytes);
  const std::string bare = edit.to_tlv();
  if (edit.text() != recorded.end || rdx::L::text(bare) != recorded.end) return state.SkipWithError("another text");
  state.counters["state_bytes"] = static_cast<double>(bare.size());
  state.counters["valid"] = rdx::L::valid(bare) ? 1 : 0;
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(recorded.patches.size()));
}
BENCHMARK_CAPTURE(replay_trace, automerge_paper, "automerge-paper")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replay_trace, seph_blog1, "seph-blog1")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replay_trace, rustcode, "rustcode")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(replay_trace, sveltecomponent, "sveltecomponent")->Unit(benchmark::kMillisecond);

void open_to_string(benchmark::State& state) {
  const auto& recorded = trace("automerge-paper");
  if (recorded.patches.empty()) return state.SkipWithError("no trace: set RDX_TRACES");
  TextEdit edit({1, 0});
  std::size_t bytes = 0;
  replay(edit, recorded, bytes);
  const std::string bare = edit.to_tlv();
  for (auto _ : state) benchmark::DoNotOptimize(TextEdit::open(bare, {1, 0}).value().text());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bare.size()));
}
BENCHMARK(open_to_string)->Unit(benchmark::kMicrosecond);

void keystroke(benchmark::State& state) {
  const auto& recorded = trace("automerge-paper");
  if (recorded.patches.empty()) return state.SkipWithError("no trace: set RDX_TRACES");
  TextEdit edit({1, 0});
  std::size_t bytes = 0;
  replay(edit, recorded, bytes);
  std::size_t position = 0;
  for (auto _ : state) {
    position = (position + 7919) % edit.size();
    benchmark::DoNotOptimize(edit.insert(position, "x"));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(keystroke);

}  // namespace
