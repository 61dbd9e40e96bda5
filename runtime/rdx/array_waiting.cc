#include "rdx/rdx/array_waiting.h"

#include <algorithm>
#include <numeric>

#include "rdx/rdx/array_sort.h"

namespace rdx {

void WaitingBlocks::index() {
  sort_by_id(blocks_, [](const WaitingBlock& block) { return block.attach(); });
  index_ = IdIndex<WaitingBlock>(blocks_);
  next_.resize(blocks_.size() + 1);
  std::iota(next_.begin(), next_.end(), 0U);
}

// Shortens the way for those who ask next.
std::size_t WaitingBlocks::find_behind(std::size_t index, uint32_t source, uint64_t last) {
  while (!waits(index)) {
    next_[index] = next_[next_[index]];
    index = next_[index];
  }
  const bool is_wanted = index < blocks_.size() && blocks_[index].source == source && blocks_[index].revision <= last;
  return is_wanted ? index : kNone;
}

std::size_t WaitingBlocks::count_equal(std::size_t index) const {
  std::size_t end = index + 1;
  while (end < blocks_.size() && blocks_[end].attach() == blocks_[index].attach()) ++end;
  return end - index;
}

std::vector<std::size_t> WaitingBlocks::waiting() const {
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < blocks_.size(); ++i)
    if (waits(i)) indexes.push_back(i);
  std::stable_sort(indexes.begin(), indexes.end(),
                   [&](std::size_t a, std::size_t b) { return blocks_[a].attach() < blocks_[b].attach(); });
  return indexes;
}

}  // namespace rdx
