// The merge of sorted runs: what U, N, V, E and M are, as bytes.
//
// Each input is a run of items in ascending order, every item once. One pass takes the smallest head; where several
// runs have it, all of them advance together and their items are joined. What only one run has is copied as it stands,
// in stretches as long as they get. Two inputs are walked side by side, without a branch that depends on which is
// smaller: it would be mispredicted every other time. More inputs stand in a tree of keys.
//
// A type says what its items are:
//
//   struct Run {
//     explicit Run(Bytes bare);                            // before the first item
//     bool next(RunHead& head);                            // the next item; false at the end, and where the bytes stop
//                                                          // making sense: any bytes end
//     static int compare_long(const RunHead&, const RunHead&);    // the order of two items whose keys say kLongItem
//     static bool is_tie(uint64_t rank);                   // whether equal items of this rank must be joined by Join;
//                                                          // otherwise the higher rank wins, and equal ones are the
//                                                          same
//     class Join;                                          // Join(head); add(head): joined with an equal item;
//   };                                                     // write(RunWriter&)
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rdx/rdx/run_writer.h"

namespace rdx {

inline constexpr uint64_t kEndOfRun = ~uint64_t{0};
/// In the low six bits of `key_low`: the key does not tell the whole order.
inline constexpr uint64_t kLongItem = 63;

/// An item of a run: where its bytes lie, and what the merge has to know of them. Without initialisers: a small merge
/// would spend its time on zeroing heads that it never uses.
struct RunHead {
  uint64_t key;  // with key_low the order of items; below kEndOfRun
  uint64_t key_low;
  uint64_t rank;  // which of two equal items wins
  const char* begin;
  const char* end;
  const char* limit;  // where the input ends

  Bytes bytes() const { return {begin, static_cast<std::size_t>(end - begin)}; }
};

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

inline bool is_up_to(const RunHead& a, const RunHead& b) {
  return (a.key < b.key) | ((a.key == b.key) & (a.key_low <= b.key_low));
}

inline bool is_long(const RunHead& head) { return (head.key_low & kLongItem) == kLongItem; }

/// A run, decoded some items ahead: the decoder then runs free of the merge's decisions.
template <class Run>
class RunBatch {
 public:
  explicit RunBatch(Bytes bare) : run_(bare) { refill(); }

  bool empty() const { return next_ == end_; }
  const RunHead& head() const { return *next_; }
  const RunHead& last() const { return end_[-1]; }
  /// By none or one, without a branch.
  void advance(bool by_one) { next_ += by_one; }
  void refill() {
    std::size_t count = 0;
    while (count < kBatch && run_.next(heads_[count])) ++count;
    next_ = heads_.data();
    end_ = next_ + count;
  }
  void copy_batch(RunWriter& out) {
    out.copy(next_->begin, end_[-1].end, next_->limit);
    refill();
  }
  void copy_rest(RunWriter& out) {
    if (!empty()) out.copy(next_->begin, next_->limit, next_->limit);
  }

 private:
  static constexpr std::size_t kBatch = 32;

  Run run_;
  const RunHead* next_ = nullptr;
  const RunHead* end_ = nullptr;
  std::array<RunHead, kBatch> heads_;  // NOLINT: only what was decoded is ever read
};

template <class Run>
void join_two(const RunHead& a, const RunHead& b, RunWriter& out) {
  typename Run::Join join(a);
  if (a.bytes() != b.bytes()) join.add(b);
  join.write(out);
}

/// Until either batch is at its end.
template <class Run>
void merge_batches(RunBatch<Run>& a, RunBatch<Run>& b, RunWriter& out) {
  while (!a.empty() && !b.empty()) {
    const RunHead& head_a = a.head();
    const RunHead& head_b = b.head();
    bool a_goes = is_up_to(head_a, head_b);
    bool b_goes = is_up_to(head_b, head_a);
    if (a_goes & b_goes & is_long(head_a)) {
      const int order = Run::compare_long(head_a, head_b);
      a_goes = order <= 0;
      b_goes = order >= 0;
    }
    const bool both = a_goes & b_goes;
    if (both & (head_a.rank == head_b.rank) & Run::is_tie(head_a.rank)) {
      join_two<Run>(head_a, head_b, out);
    } else {
      const bool a_wins = a_goes & ((head_a.rank >= head_b.rank) | (b_goes ^ true));
      const RunHead* const by_win[] = {&head_b, &head_a};  // not `?:`, which becomes a branch
      const RunHead& winner = *by_win[a_wins];
      out.copy(winner.begin, winner.end, winner.limit);
    }
    a.advance(a_goes);
    b.advance(b_goes);
  }
}

template <class Run>
void merge_two(Bytes bare_a, Bytes bare_b, RunWriter& out) {
  RunBatch<Run> a(bare_a);
  RunBatch<Run> b(bare_b);
  while (!a.empty() && !b.empty()) {
    if (a.last().key < b.head().key) {
      a.copy_batch(out);
    } else if (b.last().key < a.head().key) {
      b.copy_batch(out);
    } else {
      merge_batches<Run>(a, b, out);
      if (a.empty()) a.refill();
      if (b.empty()) b.refill();
    }
  }
  a.copy_rest(out);
  b.copy_rest(out);
}

/// Sixteen runs in one row of keys; sixteen rows in one row of their smallest keys, and so on: finding all runs with
/// the smallest key looks at whole rows, which for many equal heads is far less than a path of a binary tree each.
class KeyTree {
 public:
  explicit KeyTree(std::size_t leaves);

  void set(std::size_t leaf, uint64_t key) { keys_[leaf] = key; }
  /// Brings the rows above up to date for these leaves, ascending; or for all.
  void refresh(std::span<const uint32_t> leaves);
  void refresh();
  uint64_t smallest() const { return row_minimum(keys_.data() + levels_.back()); }
  /// The leaves of that key, ascending; valid until the next call.
  std::span<uint32_t> find(uint64_t key);

 private:
  static constexpr uint32_t kWidth = 16;

  static uint64_t row_minimum(const uint64_t* row);
  static std::size_t collect(const uint64_t* row, uint64_t key, uint32_t first, uint32_t* indexes);

  std::vector<std::size_t> levels_;  // where each level begins in keys_, leaves first
  std::vector<uint64_t> keys_;       // each level padded to whole rows with kEndOfRun
  std::vector<uint32_t> found_;
  std::vector<uint32_t> rows_;
};

template <class Run>
class ManyRuns {
 public:
  explicit ManyRuns(std::span<const Bytes> bares) : tree_(bares.size()) {
    heads_.resize(bares.size());
    runs_.reserve(bares.size());
    for (const Bytes bare : bares) runs_.emplace_back(bare);
    for (uint32_t i = 0; i < runs_.size(); ++i) advance(i);
    tree_.refresh();
  }

  void merge(RunWriter& out) {
    uint32_t last = ~uint32_t{0};
    for (uint64_t key = tree_.smallest(); key != kEndOfRun; key = tree_.smallest()) {
      const std::span<uint32_t> found = tree_.find(key);
      if (found.size() > 1) {
        join_smallest(found, out);
      } else if (found[0] == last) {
        copy_alone(last, out);
      } else {
        last = found[0];
        out.copy(heads_[last].begin, heads_[last].end, heads_[last].limit);
        advance(last);
      }
      tree_.refresh(found);
    }
  }

 private:
  void advance(uint32_t index) {
    RunHead& head = heads_[index];
    if (!runs_[index].next(head)) head.key = kEndOfRun;
    tree_.set(index, head.key);
  }

  // A run that came first twice in a row may hold a long stretch that no other reaches into.
  void copy_alone(uint32_t index, RunWriter& out) {
    const uint32_t leaf[] = {index};
    tree_.set(index, kEndOfRun);
    tree_.refresh(leaf);
    const uint64_t others = tree_.smallest();
    const RunHead& head = heads_[index];
    const char* begin = head.begin;
    const char* end = nullptr;
    do {
      end = head.end;
      advance(index);
    } while (head.key < others);
    out.copy(begin, end, head.limit);
  }

  // Among heads of one key the smallest, joined where they are equal; the others stay.
  void join_smallest(std::span<const uint32_t> found, RunWriter& out) {
    uint32_t smallest = found[0];
    for (const uint32_t index : found.subspan(1))
      if (compare(heads_[index], heads_[smallest]) < 0) smallest = index;
    const RunHead first = heads_[smallest];
    typename Run::Join join(first);
    for (const uint32_t index : found) {
      const RunHead& head = heads_[index];
      if (compare(head, first) != 0) continue;
      if (index != smallest) join.add(head);
      advance(index);
    }
    join.write(out);
  }

  static int compare(const RunHead& a, const RunHead& b) {
    if (a.key_low != b.key_low) return a.key_low < b.key_low ? -1 : 1;
    return is_long(a) ? Run::compare_long(a, b) : 0;
  }

  KeyTree tree_;
  std::vector<Run> runs_;
  std::vector<RunHead> heads_;
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
    detail::merge_two<Run>(bares[0], bares[1], out);
  else
    detail::ManyRuns<Run>(bares).merge(out);
  out.finish();
  if (merged.size() < total / 2) merged.shrink_to_fit();
}

}  // namespace rdx
