// KeyTree: the smallest of many keys, and all runs that have it.
//
// Sixteen runs in one row of keys; sixteen rows in one row of their smallest keys, and so on: finding all runs with the
// smallest key looks at whole rows, which for many equal heads is far less than a path of a binary tree each.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rdx {

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

}  // namespace rdx
