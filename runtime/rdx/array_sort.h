// Sorting by id, near-linear for many: by source, then by number.
//
// A merge of many small changes sorts as many ids as it reads changes, so a comparison sort would be what it spends
// its time on. Numbers of one array are spread over their range, so about as many buckets as there are ids hold one or
// two each; where they do not, what shares a bucket is sorted by comparison.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "rdx/tlv/stamp.h"

namespace rdx {
namespace detail {

inline constexpr std::size_t kFewIds = 256;

// One stable pass: by `bucket_of`, which is less than `buckets`. Answers where each bucket ends.
template <class T, class BucketOf>
std::vector<uint32_t> distribute(std::vector<T>& items, std::size_t buckets, BucketOf bucket_of) {
  std::vector<uint32_t> ends(buckets);
  for (const T& item : items) ++ends[bucket_of(item)];
  uint32_t start = 0;
  for (uint32_t& end : ends) start += std::exchange(end, start);
  std::vector<T> sorted(items.size());
  for (const T& item : items) sorted[ends[bucket_of(item)]++] = item;
  items.swap(sorted);
  return ends;
}

template <class T, class IdOf>
void sort_by_revision(std::vector<T>& items, IdOf id_of) {
  uint64_t lowest = ~uint64_t{0};
  uint64_t highest = 0;
  for (const T& item : items) {
    lowest = std::min(lowest, id_of(item).revision);
    highest = std::max(highest, id_of(item).revision);
  }
  int shift = 0;
  while ((highest - lowest) >> shift >= items.size()) ++shift;
  const auto ends = distribute(items, items.size(), [&](const T& item) {
    return static_cast<std::size_t>((id_of(item).revision - lowest) >> shift);
  });
  const auto is_less = [&](const T& a, const T& b) { return id_of(a).revision < id_of(b).revision; };
  auto begin = items.begin();
  for (const uint32_t end : ends) {
    const auto bucket_end = items.begin() + end;
    if (bucket_end - begin > 1) std::sort(begin, bucket_end, is_less);
    begin = bucket_end;
  }
}

template <class T, class IdOf>
void sort_by_source(std::vector<T>& items, IdOf id_of) {
  constexpr uint32_t kDigit = 1 << 10;
  const uint32_t source = id_of(items[0]).source;
  if (std::all_of(items.begin(), items.end(), [&](const T& item) { return id_of(item).source == source; })) return;
  distribute(items, kDigit, [&](const T& item) { return id_of(item).source % kDigit; });
  distribute(items, kDigit, [&](const T& item) { return id_of(item).source / kDigit % kDigit; });
}

}  // namespace detail

/// `id_of` answers an item's id as a Stamp. Items with equal ids may come out in any order.
template <class T, class IdOf>
void sort_by_id(std::vector<T>& items, IdOf id_of) {
  const auto is_less = [&](const T& a, const T& b) {
    const Stamp id_a = id_of(a);
    const Stamp id_b = id_of(b);
    return id_a.source != id_b.source ? id_a.source < id_b.source : id_a.revision < id_b.revision;
  };
  if (std::is_sorted(items.begin(), items.end(), is_less)) return;
  if (items.size() < detail::kFewIds || items.size() > ~uint32_t{0}) {
    std::sort(items.begin(), items.end(), is_less);
    return;
  }
  detail::sort_by_revision(items, id_of);
  detail::sort_by_source(items, id_of);
}

}  // namespace rdx
