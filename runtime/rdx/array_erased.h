// ErasedIds: the ids that a merge's inputs list in D.                                                 FORMAT.md 5, L
//
// An element among them is written as a gap; an id whose element is not there stays in D.
#pragma once

#include "rdx/rdx/array_index.h"

namespace rdx {

class ErasedIds {
 public:
  static constexpr std::size_t kNone = IdIndex<IdRange>::kNone;

  void reserve(std::size_t count) { ranges_.reserve(count); }
  void add(Bytes ranges) {
    IdRangeReader reader(ranges);
    while (const auto range = reader.next()) ranges_.push_back(*range);
  }
  /// To be called when ids were added, before anything else.
  void index() {
    normalize(ranges_);
    index_ = IdIndex<IdRange>(ranges_);
  }

  /// The first range that touches these ids; kNone where none does.
  [[gnu::always_inline]] std::size_t find(uint32_t source, uint64_t first, uint64_t last) const {
    return index_.find(source, first, last);
  }
  const IdRange& operator[](std::size_t index) const { return ranges_[index]; }
  bool touches(std::size_t index, const IdRange& run) const {
    return index < ranges_.size() && ranges_[index].source == run.source && ranges_[index].first <= run.last;
  }

  /// Those of `written` that are erased have a place now.
  void place(const IdRange& written) { placed_.push_back(written); }
  std::vector<IdRange> without_place() {
    normalize(placed_);
    return subtract(ranges_, placed_);
  }

 private:
  std::vector<IdRange> ranges_;
  IdIndex<IdRange> index_;
  std::vector<IdRange> placed_;
};

}  // namespace rdx
