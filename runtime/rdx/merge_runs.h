// The merge of sorted runs: what U, N, V, E and M are, as bytes.
//
// Each input is a run of items (run.h). One pass takes the smallest head; where several runs have it, all of them
// advance together and their items are joined. What only one run has is copied as it stands, in stretches as long as
// they get. Two inputs go by merge_two_runs.h, more by merge_many_runs.h.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "rdx/rdx/merge_many_runs.h"
#include "rdx/rdx/merge_two_runs.h"

namespace rdx {

/// What a merge of at most one value that says anything answers: that value, or the empty one. Nothing for more.
inline std::optional<Bytes> only_input(std::span<const Bytes> bares) {
  Bytes only;
  for (const Bytes bare : bares) {
    if (bare.empty()) continue;
    if (!only.empty()) return std::nullopt;
    only = bare;
  }
  return only;
}

/// The merge of all runs, behind `front`. One allocation for the result; given back in part where far less came out
/// than went in.
template <class Run>
std::string merge_runs(std::span<const Bytes> bares, Bytes front = {}) {
  std::size_t total = front.size();
  for (const Bytes bare : bares) total += bare.size();
  RunWriter out(total);
  out.append(front);
  if (bares.size() == 2)
    detail::TwoRuns<Run>(bares[0], bares[1]).merge(out);
  else
    detail::ManyRuns<Run>(bares).merge(out);
  std::string merged = out.finish();
  if (merged.size() < total / 2) merged.shrink_to_fit();
  return merged;
}

}  // namespace rdx
