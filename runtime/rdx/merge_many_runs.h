// The merge of many runs, which stand in a tree of keys: all equal heads are popped at once, joined, and advanced.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rdx/rdx/key_tree.h"
#include "rdx/rdx/run.h"
#include "rdx/rdx/run_writer.h"

namespace rdx::detail {

template <class Run>
class ManyRuns {
 public:
  explicit ManyRuns(std::span<const Bytes> bares) : tree_(bares.size()) {
    items_.resize(bares.size());
    runs_.reserve(bares.size());
    for (const Bytes bare : bares) runs_.emplace_back(bare);
    for (uint32_t i = 0; i < runs_.size(); ++i) {
      items_[i].limit = runs_[i].end();
      advance(i);
    }
    tree_.refresh();
  }

  void merge(RunWriter& out) {
    uint32_t last = ~uint32_t{0};
    for (uint64_t key = tree_.smallest(); key != kEndOfRun; key = tree_.smallest()) {
      const std::span<uint32_t> found = tree_.find(key);
      if (found.size() > 1) {
        write_smallest(found, out);
      } else if (found[0] == last) {
        copy_alone(last, out);
      } else {
        last = found[0];
        write(items_[last], out);
        advance(last);
      }
      tree_.refresh(found);
    }
  }

 private:
  static void write(const RunItem& item, RunWriter& out) { out.copy(item.head.begin, item.end, item.limit); }

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
  void write_smallest(std::span<uint32_t> found, RunWriter& out) {
    if constexpr (!Run::kOneKey) {
      if (!are_equal(found)) found = keep_smallest(found);
    }
    write_joined(found, out);
    for (const uint32_t index : found) advance(index);
  }

  // Of equal heads the highest rank; without a branch on which one that is.
  void write_joined(std::span<const uint32_t> found, RunWriter& out) const {
    uint32_t best = found[0];
    uint64_t highest = items_[best].head.rank;
    uint32_t ties = 0;
    for (const uint32_t index : found.subspan(1)) {
      const uint64_t rank = items_[index].head.rank;
      const bool is_higher = rank > highest;
      ties = (ties + (rank == highest)) & (uint32_t{is_higher} - 1);
      best ^= (best ^ index) & (uint32_t{0} - is_higher);
      highest ^= (highest ^ rank) & (uint64_t{0} - is_higher);
    }
    if (ties != 0 && Run::is_tie(highest)) return join(found, best, out);
    write(items_[best], out);
  }

  void join(std::span<const uint32_t> found, uint32_t best, RunWriter& out) const {
    typename Run::Join join(items_[best]);
    for (const uint32_t index : found)
      if (index > best && items_[index].head.rank == items_[best].head.rank) join.add(items_[index]);
    join.write(out);
  }

  // Whether all of them are, as far as their keys say it.
  bool are_equal(std::span<const uint32_t> found) const {
    const uint64_t key_low = items_[found[0]].head.key_low;
    uint64_t differences = 0;
    for (const uint32_t index : found) differences |= items_[index].head.key_low ^ key_low;
    return differences == 0 && !is_long(items_[found[0]]);
  }

  // Those of them that are the smallest, moved to the front; never fewer than one.
  [[gnu::noinline]] std::span<uint32_t> keep_smallest(std::span<uint32_t> found) const {
    uint32_t smallest = found[0];
    for (const uint32_t index : found.subspan(1))
      if (compare(items_[index], items_[smallest]) < 0) smallest = index;
    std::size_t kept = 0;
    for (const uint32_t index : found)
      if (index == smallest || compare(items_[index], items_[smallest]) == 0) found[kept++] = index;
    return found.first(kept);
  }

  static bool is_long(const RunItem& item) { return (item.head.key_low & kLongItem) == kLongItem; }

  static int compare(const RunItem& a, const RunItem& b) {
    if (a.head.key_low != b.head.key_low) return a.head.key_low < b.head.key_low ? -1 : 1;
    return is_long(a) ? Run::compare_long(a, b) : 0;
  }

  KeyTree tree_;
  std::vector<Run> runs_;
  std::vector<RunItem> items_;
};

}  // namespace rdx::detail
