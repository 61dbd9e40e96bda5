// Sorting by id, linear for many: by source, then by number.
//
// A merge of many small changes sorts as many ids as it reads changes, so a comparison sort would be what it spends
// its time on. Ids of one source that were given in some stretch of time differ in few bits: two or three passes do.
#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "rdx/tlv/stamp.h"

namespace rdx {
namespace detail {

inline constexpr int kDigitBits = 11;
inline constexpr std::size_t kDigits = std::size_t{1} << kDigitBits;
inline constexpr std::size_t kFewIds = 512;

// One stable pass over the digit that `digit_of` answers.
template <class T, class DigitOf>
void distribute(const std::vector<T>& from, std::vector<T>& to, DigitOf digit_of) {
  std::array<std::size_t, kDigits> starts{};
  for (const T& item : from) ++starts[digit_of(item)];
  std::size_t start = 0;
  for (std::size_t& count : starts) start += std::exchange(count, start);
  for (const T& item : from) to[starts[digit_of(item)]++] = item;
}

}  // namespace detail

/// `id_of` answers an item's id as a Stamp. Not stable for few items; equal ids may come out in any order.
template <class T, class IdOf>
void sort_by_id(std::vector<T>& items, IdOf id_of) {
  const auto is_less = [&](const T& a, const T& b) {
    const Stamp id_a = id_of(a);
    const Stamp id_b = id_of(b);
    return id_a.source != id_b.source ? id_a.source < id_b.source : id_a.revision < id_b.revision;
  };
  if (std::is_sorted(items.begin(), items.end(), is_less)) return;
  if (items.size() < detail::kFewIds) {
    std::sort(items.begin(), items.end(), is_less);
    return;
  }
  const Stamp one = id_of(items[0]);
  Stamp differ;
  for (const T& item : items) {
    differ.revision |= id_of(item).revision ^ one.revision;
    differ.source |= id_of(item).source ^ one.source;
  }
  std::vector<T> other(items.size());
  const auto sort_digits = [&](uint64_t bits, auto number_of) {
    for (int shift = 0; shift < 64; shift += detail::kDigitBits) {
      const auto digit_of = [&](uint64_t number) { return (number >> shift) & (detail::kDigits - 1); };
      if (digit_of(bits) == 0) continue;
      detail::distribute(items, other, [&](const T& item) { return digit_of(number_of(item)); });
      items.swap(other);
    }
  };
  sort_digits(differ.revision, [&](const T& item) { return id_of(item).revision; });
  sort_digits(differ.source, [&](const T& item) { return uint64_t{id_of(item).source}; });
}

}  // namespace rdx
