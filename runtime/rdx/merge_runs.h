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
//     explicit Run(Bytes bare);                     // before the first item
//     bool next(RunHead& head);                     // decodes the next item; false, and nothing moved, at the end and
//                                                   // where the bytes stop making sense: any bytes end
//     const char *at() const, *limit() const;       // behind the item decoded last; where the input ends
//     static constexpr bool kOneKey;                // whether `key` tells the whole order, key_low being 0
//     static int compare_long(const RunItem&, const RunItem&);    // the order of two items whose keys say kLongItem
//     static bool is_tie(uint64_t rank);            // whether equal items of this rank must be joined by Join;
//     otherwise
//                                                   // the higher rank wins, and equal ones are the same
//     class Join;                                   // Join(item); add(item): joined with an equal one;
//     write(RunWriter&)
//   };
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

/// What decides between items. No initialisers here and below: a small merge would spend its time on heads that it
/// never uses.
struct RunHead {
  uint64_t key_low;
  uint64_t key;   // with key_low the order of items; below kEndOfRun
  uint64_t rank;  // which of two equal items wins
  const char* begin;
};

/// An item, with where its bytes end and where its input does.
struct RunItem {
  RunHead head;
  const char* end;
  const char* limit;

  Bytes bytes() const { return {head.begin, static_cast<std::size_t>(end - head.begin)}; }
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

__extension__ using WholeKey = unsigned __int128;

template <class Run>
inline bool is_up_to(const RunHead& a, const RunHead& b) {
  if (Run::kOneKey) return a.key <= b.key;
  return (WholeKey{a.key} << 64 | a.key_low) <= (WholeKey{b.key} << 64 | b.key_low);
}

inline bool is_long(const RunHead& head) { return (head.key_low & kLongItem) == kLongItem; }

/// A run, decoded some items ahead: the decoder then runs free of the merge's decisions.
template <class Run>
class RunBatch {
 public:
  explicit RunBatch(Bytes bare) : run_(bare) { refill(); }

  bool empty() const { return next_ == end_; }
  /// An item ends where the next one begins; that also holds for the last.
  const RunHead* begin() const { return next_; }
  const RunHead* end() const { return end_; }
  const RunHead& last() const { return end_[-1]; }
  const char* limit() const { return run_.limit(); }
  /// Goes on at `next`, one of these; with what is decoded next if that is the end.
  void advance_to(const RunHead* next) {
    next_ = next;
    if (empty()) refill();
  }
  void copy_batch(RunWriter& out) {
    out.copy(next_->begin, end_->begin, limit());
    refill();
  }
  void copy_rest(RunWriter& out) {
    if (!empty()) out.copy(next_->begin, limit(), limit());
  }

 private:
  static constexpr std::size_t kBatch = 32;

  void refill() {
    std::size_t count = 0;
    while (count < kBatch && run_.next(heads_[count])) ++count;
    heads_[count].begin = run_.at();
    next_ = heads_.data();
    end_ = next_ + count;
  }

  Run run_;
  const RunHead* next_ = nullptr;
  const RunHead* end_ = nullptr;
  std::array<RunHead, kBatch + 1> heads_;  // NOLINT: only what was decoded is ever read
};

template <class Run>
void join_two(const RunItem& a, const RunItem& b, RunWriter& out) {
  typename Run::Join join(a);
  if (a.bytes() != b.bytes()) join.add(b);
  join.write(out);
}

/// Until either batch is at its end.
template <class Run>
void merge_batches(RunBatch<Run>& batch_a, RunBatch<Run>& batch_b, RunWriter& out) {
  const RunHead* a = batch_a.begin();
  const RunHead* b = batch_b.begin();
  const RunHead* const end_a = batch_a.end();
  const RunHead* const end_b = batch_b.end();
  const char* const limits[] = {batch_b.limit(), batch_a.limit()};
  const auto item_a = [&] { return RunItem{*a, a[1].begin, limits[1]}; };
  const auto item_b = [&] { return RunItem{*b, b[1].begin, limits[0]}; };
  while (a != end_a && b != end_b) {
    bool a_goes = is_up_to<Run>(*a, *b);
    bool b_goes = is_up_to<Run>(*b, *a);
    if (!Run::kOneKey && (a_goes & b_goes & is_long(*a))) {
      const int order = Run::compare_long(item_a(), item_b());
      a_goes = order <= 0;
      b_goes = order >= 0;
    }
    if (a_goes & b_goes & (a->rank == b->rank) & Run::is_tie(a->rank)) {
      join_two<Run>(item_a(), item_b(), out);
    } else {
      const bool a_wins = a_goes & ((a->rank >= b->rank) | (b_goes ^ true));
      const RunHead* const by_win[] = {b, a};  // not `?:`, which becomes a branch
      const RunHead* winner = by_win[a_wins];
      out.copy(winner->begin, winner[1].begin, limits[a_wins]);
    }
    a += a_goes;
    b += b_goes;
  }
  batch_a.advance_to(a);
  batch_b.advance_to(b);
}

template <class Run>
void merge_two(Bytes bare_a, Bytes bare_b, RunWriter& out) {
  RunBatch<Run> a(bare_a);
  RunBatch<Run> b(bare_b);
  while (!a.empty() && !b.empty()) {
    if (a.last().key < b.begin()->key) {
      a.copy_batch(out);
    } else if (b.last().key < a.begin()->key) {
      b.copy_batch(out);
    } else {
      merge_batches<Run>(a, b, out);
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
    items_.resize(bares.size());
    runs_.reserve(bares.size());
    for (const Bytes bare : bares) runs_.emplace_back(bare);
    for (uint32_t i = 0; i < runs_.size(); ++i) {
      items_[i].limit = runs_[i].limit();
      advance(i);
    }
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
        out.copy(items_[last].head.begin, items_[last].end, items_[last].limit);
        advance(last);
      }
      tree_.refresh(found);
    }
  }

 private:
  void advance(uint32_t index) {
    Run& run = runs_[index];
    RunItem& item = items_[index];
    if (!run.next(item.head)) item.head.key = kEndOfRun;
    item.end = run.at();
    tree_.set(index, item.head.key);
  }

  // A run that came first twice in a row may hold a long stretch that no other reaches into.
  void copy_alone(uint32_t index, RunWriter& out) {
    const uint32_t leaf[] = {index};
    tree_.set(index, kEndOfRun);
    tree_.refresh(leaf);
    const uint64_t others = tree_.smallest();
    const RunItem& item = items_[index];
    const char* begin = item.head.begin;
    const char* end = nullptr;
    do {
      end = item.end;
      advance(index);
    } while (item.head.key < others);
    out.copy(begin, end, item.limit);
  }

  // Among heads of one key the smallest, joined where they are equal; the others stay.
  void join_smallest(std::span<const uint32_t> found, RunWriter& out) {
    if constexpr (!Run::kOneKey) {
      if (!are_equal(found)) return join_some(found, out);
    }
    typename Run::Join join(items_[found[0]]);
    advance(found[0]);
    for (const uint32_t index : found.subspan(1)) {
      join.add(items_[index]);
      advance(index);
    }
    join.write(out);
  }

  // Whether all of them are, as far as their keys say it.
  bool are_equal(std::span<const uint32_t> found) const {
    const uint64_t key_low = items_[found[0]].head.key_low;
    uint64_t differences = 0;
    for (const uint32_t index : found) differences |= items_[index].head.key_low ^ key_low;
    return differences == 0 && !is_long(items_[found[0]].head);
  }

  [[gnu::noinline]] void join_some(std::span<const uint32_t> found, RunWriter& out) {
    const RunItem smallest = items_[find_smallest(found)];
    std::optional<typename Run::Join> join;
    for (const uint32_t index : found) {
      if (compare(items_[index], smallest) != 0) continue;
      if (join)
        join->add(items_[index]);
      else
        join.emplace(items_[index]);
      advance(index);
    }
    join->write(out);
  }

  uint32_t find_smallest(std::span<const uint32_t> found) const {
    uint32_t smallest = found[0];
    for (const uint32_t index : found.subspan(1))
      if (compare(items_[index], items_[smallest]) < 0) smallest = index;
    return smallest;
  }

  static int compare(const RunItem& a, const RunItem& b) {
    if (a.head.key_low != b.head.key_low) return a.head.key_low < b.head.key_low ? -1 : 1;
    return is_long(a.head) ? Run::compare_long(a, b) : 0;
  }

  KeyTree tree_;
  std::vector<Run> runs_;
  std::vector<RunItem> items_;
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
