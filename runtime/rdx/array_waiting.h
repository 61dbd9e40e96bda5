// WaitingBlocks: the blocks of a merge, until the elements are written that they wait for.            FORMAT.md 5, L
#pragma once

#include "rdx/rdx/array_index.h"
#include "rdx/rdx/array_run.h"

namespace rdx {

/// A block, cut small: a merge of many changes has as many.
struct WaitingBlock {
  uint64_t revision = 0;  // of its attach
  const char* runs = nullptr;
  uint32_t source = 0;
  uint32_t size = 0;  // of its runs

  Stamp attach() const { return {revision, source}; }
  Bytes bytes() const { return {runs, size}; }
};

inline IdRange range_of(const WaitingBlock& block) { return {block.source, block.revision, block.revision}; }

class WaitingBlocks {
 public:
  static constexpr std::size_t kNone = IdIndex<WaitingBlock>::kNone;

  void reserve(std::size_t count) { blocks_.reserve(count); }
  void add(const Block& block) {
    blocks_.push_back(
        {block.attach.revision, block.runs.data(), block.attach.source, static_cast<uint32_t>(block.runs.size())});
  }
  /// To be called when blocks were added, before anything else; those that were there wait again.
  void index();

  /// The first block that waits for one of those elements; kNone where none does.
  [[gnu::always_inline]] std::size_t find(uint32_t source, uint64_t first, uint64_t last) {
    const std::size_t found = index_.find(source, first, last);
    return found == kNone || waits(found) ? found : find_behind(found, source, last);
  }

  const WaitingBlock& operator[](std::size_t index) const { return blocks_[index]; }
  bool waits(std::size_t index) const { return next_[index] == index; }
  /// How many blocks wait for the same element, this one and those behind it.
  std::size_t count_equal(std::size_t index) const;
  /// They wait no more.
  void join(std::size_t index, std::size_t count) {
    for (std::size_t i = index; i < index + count; ++i) next_[i] = static_cast<uint32_t>(i + 1);
  }

  /// What waits, by attach.
  std::vector<std::size_t> waiting() const;

 private:
  std::size_t find_behind(std::size_t index, uint32_t source, uint64_t last);

  std::vector<WaitingBlock> blocks_;  // by source, then revision
  IdIndex<WaitingBlock> index_;
  std::vector<uint32_t> next_;  // itself where it waits, else one behind it, on the way to the next that does
};

}  // namespace rdx
