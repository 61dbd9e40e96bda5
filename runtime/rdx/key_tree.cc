#include "rdx/rdx/key_tree.h"

#include <algorithm>

#include "rdx/rdx/run.h"

namespace rdx {

KeyTree::KeyTree(std::size_t leaves) {
  std::size_t width = std::max<std::size_t>(leaves, 1);
  std::size_t size = 0;
  do {
    levels_.push_back(size);
    width = (width + kWidth - 1) / kWidth;
    size += width * kWidth;
  } while (width > 1);
  keys_.assign(size, kEndOfRun);
  found_.resize(size + 1);
  rows_.resize(size + 1);
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

// Writes one index more than it answers for: that saves a branch a key.
std::size_t KeyTree::collect(const uint64_t* row, uint64_t key, uint32_t first, uint32_t* indexes) {
  std::size_t count = 0;
  for (uint32_t i = 0; i < kWidth; ++i) {
    indexes[count] = first + i;
    count += row[i] == key;
  }
  return count;
}

std::span<uint32_t> KeyTree::find(uint64_t key) {
  std::size_t rows = 1;
  rows_[0] = 0;
  for (std::size_t level = levels_.size(); level-- > 0;) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      const uint32_t first = rows_[i] * kWidth;
      found += collect(&keys_[levels_[level] + first], key, first, &found_[found]);
    }
    if (level == 0) return {found_.data(), found};
    rows_.swap(found_);
    rows = found;
  }
  return {};
}

void KeyTree::refresh(std::span<const uint32_t> leaves) {
  for (std::size_t level = 0; level + 1 < levels_.size(); ++level) {
    std::size_t rows = 0;
    uint32_t last = ~uint32_t{0};
    for (const uint32_t index : leaves) {
      const uint32_t row = index / kWidth;
      if (row == last) continue;
      last = row;
      keys_[levels_[level + 1] + row] = row_minimum(&keys_[levels_[level] + row * kWidth]);
      rows_[rows++] = row;
    }
    leaves = {rows_.data(), rows};
  }
}

void KeyTree::refresh() {
  for (std::size_t level = 0; level + 1 < levels_.size(); ++level) {
    const std::size_t rows = (levels_[level + 1] - levels_[level]) / kWidth;
    for (std::size_t row = 0; row < rows; ++row)
      keys_[levels_[level + 1] + row] = row_minimum(&keys_[levels_[level] + row * kWidth]);
  }
}

}  // namespace rdx
