// IdIndex: which of many ids lie in a run, asked for every run that is written.
//
// Ids of one source are spread over a table by their number, about one an entry, so that a question costs a step or
// two however many ids there are, and a run of 2^32 elements costs no more than one of a single element.
#pragma once

#include <vector>

#include "rdx/rdx/id_ranges.h"

namespace rdx {

class IdIndex {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};

  IdIndex() = default;
  /// `ranges` are sorted by source and number and do not overlap, but may be equal where each is a single id. The
  /// index views them.
  explicit IdIndex(std::span<const IdRange> ranges);

  bool empty() const { return ranges_.empty(); }

  /// The first range that has an id in common with `run`; kNone where there is none.
  std::size_t find(const IdRange& run) const {
    if (ranges_.empty() || (run.source != source_.source && !change_source(run.source))) return kNone;
    if (run.last < source_.lowest || run.first > source_.highest) return kNone;
    const std::size_t found = search(run.first);
    return ranges_[found].first <= run.last ? found : kNone;
  }
  const IdRange& operator[](std::size_t index) const { return ranges_[index]; }
  std::size_t size() const { return ranges_.size(); }

 private:
  struct Source {
    uint32_t source = ~uint32_t{0};  // none yet
    uint64_t lowest = 1;             // of all its ids
    uint64_t highest = 0;
    uint64_t base = 0;  // the last id of its first range, where the table starts
    int shift = 0;
    std::size_t begin = 0;  // its ranges
    std::size_t end = 0;
    std::size_t table = 0;
  };

  bool change_source(uint32_t source) const;
  void add_source(std::size_t begin, std::size_t end);
  // The first range of the present source that ends at `number` or later. There is one.
  std::size_t search(uint64_t number) const;

  std::span<const IdRange> ranges_;
  std::vector<Source> sources_;
  std::vector<uint32_t> table_;
  mutable Source source_;  // the one that was asked for last
};

}  // namespace rdx
