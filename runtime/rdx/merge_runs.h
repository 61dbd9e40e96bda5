// The merge of sorted runs: what U, N, V, E and M are, as bytes.
//
// Each input is a run of items in ascending order, every item once. One pass takes the smallest head; where several
// runs have it, all of them advance together and their items are joined. What only one run has is copied as it stands,
// in stretches as long as they get. Two inputs are walked side by side; more play a tournament.
//
// A type says what its items are:
//
//   struct Run {
//     explicit Run(Bytes bare);       // at the first item
//     uint64_t key() const;           // of the head; a smaller key is a smaller item. kEndOfRun past the last item,
//     and
//                                     // where the bytes stop making sense: any bytes end
//     const char *begin() const, *end() const, *limit() const;   // of the head; of the input
//     void advance();                 // each call moves
//     static int compare(const Run&, const Run&);                // heads of equal keys
//     static bool is_exact(uint64_t key);                        // whether compare is 0 wherever this key is equal
//     class Join;                     // Join(run): the head alone; add(run): joined with another of equal heads;
//   };                                // write(RunWriter&). It keeps views of the input's bytes, not of the run
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rdx/rdx/run_writer.h"

namespace rdx {

inline constexpr uint64_t kEndOfRun = ~uint64_t{0};

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

namespace detail {

/// Copies a run's items that are smaller than every item of `key`.
template <class Run>
inline void copy_below(Run& run, uint64_t key, RunWriter& out) {
  const char* begin = run.begin();
  const char* end = nullptr;
  do {
    end = run.end();
    run.advance();
  } while (run.key() < key);
  out.append(begin, end, run.limit());
}

template <class Run>
inline int compare_heads(const Run& a, const Run& b) {
  if (a.key() != b.key()) return a.key() < b.key() ? -1 : 1;
  return Run::is_exact(a.key()) ? 0 : Run::compare(a, b);
}

template <class Run>
void copy_rest(Run& run, RunWriter& out) {
  if (run.key() != kEndOfRun) out.append(run.begin(), run.limit(), run.limit());
}

template <class Run>
void merge_two(Run a, Run b, RunWriter& out) {
  while (a.key() != kEndOfRun && b.key() != kEndOfRun) {
    const int order = compare_heads(a, b);
    if (order < 0) {
      copy_below(a, b.key(), out);
    } else if (order > 0) {
      copy_below(b, a.key(), out);
    } else {
      typename Run::Join join(a);
      join.add(b);
      join.write(out);
      a.advance();
      b.advance();
    }
  }
  copy_rest(a, out);
  copy_rest(b, out);
}

/// Sixteen runs in one row of keys; sixteen rows in one row of their smallest keys, and so on: finding all runs with
/// the smallest key looks at whole rows, which for many equal heads is far less than a path of a binary tree each.
class KeyTree {
 public:
  explicit KeyTree(std::size_t leaves);

  void set(std::size_t leaf, uint64_t key) { levels_[0][leaf] = key; }
  /// Brings the rows above up to date for these leaves, ascending; or for all.
  void refresh(const std::vector<uint32_t>& leaves);
  void refresh();
  uint64_t smallest() const { return row_minimum(levels_.back().data()); }
  /// The leaves of that key, ascending.
  void find(uint64_t key, std::vector<uint32_t>& leaves);

 private:
  static constexpr uint32_t kWidth = 16;

  static uint64_t row_minimum(const uint64_t* row);
  static void append_equal(const uint64_t* row, uint64_t key, uint32_t first, std::vector<uint32_t>& indexes);

  std::vector<std::vector<uint64_t>> levels_;  // leaves first; each padded to whole rows with kEndOfRun
  std::vector<uint32_t> rows_;                 // scratch
  std::vector<uint32_t> next_rows_;
};

template <class Run>
class ManyRuns {
 public:
  explicit ManyRuns(std::span<const Bytes> bares) : tree_(bares.size()) {
    runs_.reserve(bares.size());
    for (const Bytes bare : bares) runs_.emplace_back(bare);
    for (std::size_t i = 0; i < runs_.size(); ++i) tree_.set(i, runs_[i].key());
    tree_.refresh();
  }

  void merge(RunWriter& out) {
    uint32_t last = ~uint32_t{0};
    for (uint64_t key = tree_.smallest(); key != kEndOfRun; key = tree_.smallest()) {
      tree_.find(key, heads_);
      if (heads_.size() > 1) {
        if (!Run::is_exact(key)) keep_smallest();
        join_heads(out);
      } else if (heads_[0] == last) {
        copy_alone(last, out);
      } else {
        last = heads_[0];
        out.append(runs_[last].begin(), runs_[last].end(), runs_[last].limit());
        advance(last);
      }
      tree_.refresh(heads_);
    }
  }

 private:
  void advance(uint32_t index) {
    runs_[index].advance();
    tree_.set(index, runs_[index].key());
  }

  // A run that came first twice in a row may hold a long stretch that no other reaches into.
  void copy_alone(uint32_t index, RunWriter& out) {
    tree_.set(index, kEndOfRun);
    tree_.refresh(heads_);
    copy_below(runs_[index], tree_.smallest(), out);
    tree_.set(index, runs_[index].key());
  }

  void join_heads(RunWriter& out) {
    typename Run::Join join(runs_[heads_[0]]);
    advance(heads_[0]);
    for (std::size_t i = 1; i < heads_.size(); ++i) {
      join.add(runs_[heads_[i]]);
      advance(heads_[i]);
    }
    join.write(out);
  }

  // Of the heads with one inexact key, those with the smallest item.
  void keep_smallest() {
    std::size_t kept = 1;
    for (std::size_t i = 1; i < heads_.size(); ++i) {
      const int order = Run::compare(runs_[heads_[i]], runs_[heads_[0]]);
      if (order > 0) continue;
      if (order < 0) kept = 0;
      heads_[kept++] = heads_[i];
    }
    heads_.resize(kept);
  }

  KeyTree tree_;
  std::vector<Run> runs_;
  std::vector<uint32_t> heads_;
};

}  // namespace detail

/// Appends the merge of all runs to `merged`. One allocation for the result; given back in part where far less came out
/// than went in.
template <class Run>
void merge_runs(std::span<const Bytes> bares, std::string& merged) {
  std::size_t total = merged.size();
  for (const Bytes bare : bares) total += bare.size();
  merged.reserve(total);
  RunWriter out(merged);
  if (bares.size() == 2)
    detail::merge_two(Run(bares[0]), Run(bares[1]), out);
  else
    detail::ManyRuns<Run>(bares).merge(out);
  out.finish();
  if (merged.size() < total / 2) merged.shrink_to_fit();
}

}  // namespace rdx
