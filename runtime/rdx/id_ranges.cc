#include "rdx/rdx/id_ranges.h"

#include <algorithm>

#include "rdx/rdx/array_sort.h"

namespace rdx {
namespace {

constexpr uint64_t kEndOfNumbers = kMaxRevision + 1;

std::optional<Pair> take_pair(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'D');
  if (!body) return std::nullopt;
  const auto pair = unzip_pair(*body);
  if (!pair) return std::nullopt;
  from = rest;
  return pair;
}

void append_pair(std::string& to, uint64_t a, uint64_t b) { append_tiny(to, 'D', zip_pair(a, b)); }

}  // namespace

bool IdRangeReader::next_source() {
  if (rest_.empty()) return false;
  const auto head = take_pair(rest_);
  if (!head || head->a > kMaxSource || static_cast<int64_t>(head->a) <= source_ || head->b == 0) {
    faulty_ = true;
    return false;
  }
  source_ = static_cast<int64_t>(head->a);
  left_ = head->b;
  end_ = 0;
  return true;
}

std::optional<IdRange> IdRangeReader::next() {
  if (faulty_ || (left_ == 0 && !next_source())) return std::nullopt;
  const auto range = take_pair(rest_);
  if (!range || range->a == 0 || range->b == 0 || range->a >= kEndOfNumbers - end_ ||
      range->b > kEndOfNumbers - end_ - range->a) {
    faulty_ = true;
    return std::nullopt;
  }
  --left_;
  const uint64_t first = end_ + range->a;
  end_ = first + range->b;
  return IdRange{static_cast<uint32_t>(source_), first, end_ - 1};
}

bool valid_id_ranges(Bytes ranges, uint64_t limit) {
  if (ranges.empty()) return false;
  IdRangeReader reader(ranges);
  while (const auto range = reader.next())
    if (range->last > limit) return false;
  return reader.is_canonical();
}

void normalize(std::vector<IdRange>& ranges) {
  sort_by_id(ranges, [](const IdRange& range) { return Stamp{range.first, range.source}; });
  std::size_t kept = 0;
  for (const IdRange& range : ranges) {
    if (kept > 0 && ranges[kept - 1].source == range.source && range.first <= ranges[kept - 1].last + 1)
      ranges[kept - 1].last = std::max(ranges[kept - 1].last, range.last);
    else
      ranges[kept++] = range;
  }
  ranges.resize(kept);
}

std::vector<IdRange> subtract(std::span<const IdRange> ranges, std::span<const IdRange> others) {
  std::vector<IdRange> left;
  std::size_t at = 0;
  const auto is_before = [](const IdRange& other, const IdRange& range) {
    return other.source != range.source ? other.source < range.source : other.last < range.first;
  };
  for (IdRange range : ranges) {
    while (at < others.size() && is_before(others[at], range)) ++at;
    bool remains = true;
    for (std::size_t i = at; i < others.size() && !is_before(range, others[i]); ++i) {
      if (others[i].first > range.first) left.push_back({range.source, range.first, others[i].first - 1});
      remains = others[i].last < range.last;
      if (!remains) break;
      range.first = others[i].last + 1;
      at = i;
    }
    if (remains) left.push_back(range);
  }
  return left;
}

bool contains(std::span<const IdRange> ranges, uint32_t source, uint64_t number) {
  const auto above = std::upper_bound(ranges.begin(), ranges.end(), IdRange{source, number, ~uint64_t{0}});
  if (above == ranges.begin()) return false;
  const IdRange& range = *std::prev(above);
  return range.source == source && range.first <= number && number <= range.last;
}

void append_id_ranges(std::string& to, std::span<const IdRange> ranges) {
  for (std::size_t i = 0; i < ranges.size();) {
    std::size_t end = i;
    while (end < ranges.size() && ranges[end].source == ranges[i].source) ++end;
    append_pair(to, ranges[i].source, end - i);
    for (uint64_t before = 0; i < end; ++i) {
      append_pair(to, ranges[i].first - before, ranges[i].last - ranges[i].first + 1);
      before = ranges[i].last + 1;
    }
  }
}

}  // namespace rdx
