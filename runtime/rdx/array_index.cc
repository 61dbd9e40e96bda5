#include "rdx/rdx/array_index.h"

#include <algorithm>
#include <bit>

namespace rdx {

IdIndex::IdIndex(std::span<const IdRange> ranges) : ranges_(ranges) {
  for (std::size_t begin = 0; begin < ranges.size();) {
    std::size_t end = begin;
    while (end < ranges.size() && ranges[end].source == ranges[begin].source) ++end;
    add_source(begin, end);
    begin = end;
  }
}

void IdIndex::add_source(std::size_t begin, std::size_t end) {
  Source source;
  source.source = ranges_[begin].source;
  source.lowest = ranges_[begin].first;
  source.highest = ranges_[end - 1].last;
  source.base = ranges_[begin].last;
  source.begin = begin;
  source.end = end;
  source.table = table_.size();
  const uint64_t width = source.highest - source.base;
  while ((width >> source.shift) >= end - begin) ++source.shift;
  // table[i]: the first range that ends at base + (i << shift) or later.
  for (std::size_t i = begin; i < end; ++i) {
    const std::size_t slots = static_cast<std::size_t>((ranges_[i].last - source.base) >> source.shift) + 1;
    while (table_.size() - source.table < slots) table_.push_back(static_cast<uint32_t>(i));
  }
  table_.push_back(static_cast<uint32_t>(end - 1));
  sources_.push_back(source);
}

bool IdIndex::change_source(uint32_t source) const {
  const auto found = std::lower_bound(sources_.begin(), sources_.end(), source,
                                      [](const Source& one, uint32_t wanted) { return one.source < wanted; });
  if (found == sources_.end() || found->source != source) return false;
  source_ = *found;
  return true;
}

std::size_t IdIndex::search(uint64_t number) const {
  if (number <= source_.base) return source_.begin;
  const std::size_t slot = source_.table + static_cast<std::size_t>((number - source_.base) >> source_.shift);
  const auto begin = ranges_.begin() + table_[slot];
  const auto end = ranges_.begin() + table_[slot + 1];  // the answer is there at the latest
  const auto found = std::partition_point(begin, end, [&](const IdRange& range) { return range.last < number; });
  return static_cast<std::size_t>(found - ranges_.begin());
}

}  // namespace rdx
