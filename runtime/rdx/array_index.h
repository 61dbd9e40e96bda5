// IdIndex: which of many ids lie in a run, asked for every run that is written.
//
// Ids of one source are spread over a table by their number, about one an entry, so that a question costs a step or
// two however many ids there are, and a run of 2^32 elements costs no more than one of a single element.
#pragma once

#include <algorithm>
#include <vector>

#include "rdx/rdx/id_ranges.h"

namespace rdx {

inline const IdRange& range_of(const IdRange& range) { return range; }

/// Over items with ids: `range_of(item)` answers which.
template <class Item>
class IdIndex {
 public:
  static constexpr std::size_t kNone = ~std::size_t{0};

  IdIndex() = default;
  /// `items` are sorted by source and number and do not overlap, but may be equal where each is a single id. The index
  /// views them.
  explicit IdIndex(std::span<const Item> items) : items_(items) {
    table_.reserve(items.size() + 16);
    for (std::size_t begin = 0; begin < items.size();) {
      std::size_t end = begin;
      while (end < items.size() && range_of(items[end]).source == range_of(items[begin]).source) ++end;
      add_source(begin, end);
      begin = end;
    }
  }

  /// The first item that has an id in common with those; kNone where there is none. (Numbers, no struct: the compiler
  /// would build it in memory, for every run of a merge.)
  [[gnu::always_inline]] std::size_t find(uint32_t source, uint64_t first, uint64_t last) const {
    if (items_.empty()) return kNone;
    if (source != source_.source) change_source(source);
    if (last < source_.lowest || first > source_.highest) return kNone;
    const std::size_t found = search(first);
    return range_of(items_[found]).first <= last ? found : kNone;
  }

 private:
  struct Source {
    uint32_t source = ~uint32_t{0};  // none yet
    uint64_t lowest = 1;             // of all its ids; here, of none
    uint64_t highest = 0;
    uint64_t base = 0;  // the last id of its first item, where the table starts
    int shift = 0;
    std::size_t begin = 0;
    std::size_t table = 0;
  };

  void add_source(std::size_t begin, std::size_t end) {
    const IdRange& first = range_of(items_[begin]);
    Source source{first.source, first.first, range_of(items_[end - 1]).last, first.last, 0, begin, table_.size()};
    while ((source.highest - source.base) >> source.shift >= end - begin) ++source.shift;
    // table[i]: the first item that ends at base + (i << shift) or later.
    for (std::size_t i = begin; i < end; ++i) {
      const uint64_t slots = ((range_of(items_[i]).last - source.base) >> source.shift) + 1;
      while (table_.size() - source.table < slots) table_.push_back(static_cast<uint32_t>(i));
    }
    table_.push_back(static_cast<uint32_t>(end - 1));
    sources_.push_back(source);
  }

  void change_source(uint32_t source) const {
    const auto found = std::lower_bound(sources_.begin(), sources_.end(), source,
                                        [](const Source& one, uint32_t wanted) { return one.source < wanted; });
    source_ = found != sources_.end() && found->source == source ? *found : Source{source};
  }

  // The first item of the present source that ends at `number` or later. There is one.
  std::size_t search(uint64_t number) const {
    if (number <= source_.base) return source_.begin;
    const std::size_t slot = source_.table + static_cast<std::size_t>((number - source_.base) >> source_.shift);
    const auto begin = items_.begin() + table_[slot];
    const auto end = items_.begin() + table_[slot + 1];  // the answer is there at the latest
    const auto found = std::partition_point(begin, end, [&](const Item& item) { return range_of(item).last < number; });
    return static_cast<std::size_t>(found - items_.begin());
  }

  std::span<const Item> items_;
  std::vector<Source> sources_;
  std::vector<uint32_t> table_;
  mutable Source source_;  // the one that was asked for last
};

}  // namespace rdx
