#include "rdx/rdx/merge_runs.h"

namespace rdx::detail {

KeyTree::KeyTree(std::size_t leaves) {
  std::size_t width = leaves;
  do {
    const std::size_t rows = (width + kWidth - 1) / kWidth;
    levels_.emplace_back(std::max<std::size_t>(rows, 1) * kWidth, kEndOfRun);
    width = rows;
  } while (width > 1);
}

uint64_t KeyTree::row_minimum(const uint64_t* row) {
  uint64_t even = row[0];
  uint64_t odd = row[1];
  for (std::size_t i = 2; i < kWidth; i += 2) {
    even = row[i] < even ? row[i] : even;
    odd = row[i + 1] < odd ? row[i + 1] : odd;
  }
  return even < odd ? even : odd;
}

void KeyTree::append_equal(const uint64_t* row, uint64_t key, uint32_t first, std::vector<uint32_t>& indexes) {
  uint32_t mask = 0;
  for (uint32_t i = 0; i < kWidth; ++i) mask |= static_cast<uint32_t>(row[i] == key) << i;
  for (; mask != 0; mask &= mask - 1) indexes.push_back(first + static_cast<uint32_t>(__builtin_ctz(mask)));
}

void KeyTree::find(uint64_t key, std::vector<uint32_t>& leaves) {
  rows_.assign(1, 0);
  for (std::size_t level = levels_.size(); level-- > 0;) {
    std::vector<uint32_t>& found = level == 0 ? leaves : next_rows_;
    found.clear();
    for (const uint32_t row : rows_) append_equal(&levels_[level][row * kWidth], key, row * kWidth, found);
    if (level > 0) rows_.swap(next_rows_);
  }
}

void KeyTree::refresh(const std::vector<uint32_t>& leaves) {
  const std::vector<uint32_t>* changed = &leaves;
  for (std::size_t level = 0; level + 1 < levels_.size(); ++level) {
    next_rows_.clear();
    for (const uint32_t index : *changed) {
      const uint32_t row = index / kWidth;
      if (!next_rows_.empty() && next_rows_.back() == row) continue;
      next_rows_.push_back(row);
      levels_[level + 1][row] = row_minimum(&levels_[level][row * kWidth]);
    }
    rows_.swap(next_rows_);
    changed = &rows_;
  }
}

void KeyTree::refresh() {
  for (std::size_t level = 0; level + 1 < levels_.size(); ++level)
    for (std::size_t row = 0; row < levels_[level].size() / kWidth; ++row)
      levels_[level + 1][row] = row_minimum(&levels_[level][row * kWidth]);
}

}  // namespace rdx::detail
