// Elements as the merge sees them: found and put in order without being checked.                        FORMAT.md 5
//
// A merge may assume valid values, so it looks at no more than it needs, and on other bytes it stays in bounds.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "rdx/rdx/element.h"
#include "rdx/rdx/merge_runs.h"

namespace rdx {
namespace detail {

// 0-3 for the letters of values in their order, 4-7 for those of long records, more for any other byte.
inline constexpr uint8_t kNoLetter = 8;
inline constexpr std::array<uint8_t, 256> make_letter_codes() {
  std::array<uint8_t, 256> codes{};
  codes.fill(kNoLetter);
  constexpr std::string_view kLetters = "firsFIRS";
  for (std::size_t i = 0; i < kLetters.size(); ++i) codes[static_cast<uint8_t>(kLetters[i])] = static_cast<uint8_t>(i);
  return codes;
}
inline constexpr std::array<uint8_t, 256> kLetterCodes = make_letter_codes();

// The first 0-8 bytes of a big-endian number, by how many the value has.
inline constexpr std::array<uint64_t, 9> kPrefixMasks{0,           ~0ULL << 56, ~0ULL << 48, ~0ULL << 40, ~0ULL << 32,
                                                      ~0ULL << 24, ~0ULL << 16, ~0ULL << 8,  ~0ULL};

}  // namespace detail

/// Where the record at `at` ends, of any letter; nullptr where there is none.
inline const char* find_record_end(const char* at, const char* limit) {
  Bytes from(at, static_cast<std::size_t>(limit - at));
  return take_record(from) ? from.data() : nullptr;
}

/// Where an element's parts lie, for merges: found without checking what only `valid` needs to know.
struct ElementSpan {
  const char* stamp = nullptr;
  const char* value = nullptr;
  const char* end = nullptr;
  uint8_t letter_code = 0;  // 0-3 in the order of letters

  Bytes value_bytes() const { return {value, static_cast<std::size_t>(end - value)}; }
  /// The stamp, revision zig-zag coded; zero where its bytes are wrong. As far as `limit` bytes may be read.
  [[gnu::always_inline]] Stamp read_stamp(const char* limit) const {
    if (*stamp == '2') return {static_cast<uint8_t>(stamp[1]), static_cast<uint8_t>(stamp[2])};
    const auto size = static_cast<std::size_t>(value - stamp);
    Pair pair;
    if (size > 1 + kMaxTiny || !read_pair({stamp + 1, size - 1}, limit, pair)) return read_any_stamp({stamp, size});
    return {pair.a, static_cast<uint32_t>(pair.b)};
  }
  static Stamp read_any_stamp(Bytes bytes);
};

/// Finds the element at `at`; false where there is none, in bounds for any bytes. `limit` is where the input ends.
bool find_any_element(const char* at, const char* limit, ElementSpan& found);
[[gnu::always_inline]] inline bool find_element(const char* at, const char* limit, ElementSpan& found) {
  if (limit - at < 3) return false;
  found.letter_code = detail::kLetterCodes[static_cast<uint8_t>(at[0])];
  const std::size_t size = static_cast<uint8_t>(at[1]);
  const auto stamp = static_cast<std::size_t>(static_cast<uint8_t>(at[2]) - uint8_t{'0'});
  // A short record with a tiny stamp; anything else is rare.
  if ((found.letter_code >= 4) | (stamp > kMaxTiny) | (stamp >= size)) {
    ElementSpan any;  // so that `found` may stay in registers
    if (!find_any_element(at, limit, any)) return false;
    found = any;
    return true;
  }
  found.stamp = at + 2;
  found.value = at + 3 + stamp;
  found.end = at + 2 + size;
  return found.end <= limit;
}

/// As find_element, with the stamp; as far as `limit`, which may lie behind the end, bytes may be read. Most stamps
/// have two bytes: what follows is then known to lie at fixed places.
struct StampedSpan {
  ElementSpan span;
  Stamp stamp;
};
bool find_any_stamped(const char* at, const char* end, StampedSpan& found);
[[gnu::always_inline]] inline bool find_stamped(const char* at, const char* end, const char* limit,
                                                StampedSpan& found) {
  const auto find_any = [&] {
    if (at == end) return false;
    StampedSpan any;  // so that `found` may stay in registers
    if (!find_any_stamped(at, end, any)) return false;
    found = any;
    return true;
  };
  if (limit - at < 5) return find_any();
  found.span.letter_code = detail::kLetterCodes[static_cast<uint8_t>(at[0])];
  const std::size_t size = static_cast<uint8_t>(at[1]);
  if ((at[2] != '2') | (found.span.letter_code >= 4) | (size < 3)) [[unlikely]]
    return find_any();
  found.stamp = {static_cast<uint8_t>(at[3]), static_cast<uint8_t>(at[4])};
  found.span.value = at + 5;
  found.span.end = at + 2 + size;
  return found.span.end <= end;
}

/// The first up to eight bytes of a value as a number, the first byte on top.
uint64_t read_short_prefix(const char* value, std::size_t size);
[[gnu::always_inline]] inline uint64_t read_prefix(const char* value, std::size_t prefix, const char* limit) {
  if (limit - value < 8) [[unlikely]]
    return read_short_prefix(value, prefix);
  return __builtin_bswap64(detail::load<uint64_t>(value)) & detail::kPrefixMasks[prefix];
}

/// Sets the keys by which elements merge in value order; as far as `limit` bytes may be read.
///
///   letter(2 bits) the value's first 8 bytes, zero padded(64) 0(56) its size, kLongItem past 8(6)
[[gnu::always_inline]] inline void set_element_keys(const ElementSpan& span, const char* limit, RunHead& head) {
  const auto size = static_cast<std::size_t>(span.end - span.value);
  const uint64_t bytes = read_prefix(span.value, size < 8 ? size : 8, limit);
  head.key = uint64_t{span.letter_code} << 62 | bytes >> 2;
  head.key_low = bytes << 62 | (size <= 8 ? size : kLongItem);
}

/// Value order of two elements of the same letter.
int compare_long_elements(const RunItem& a, const RunItem& b);

inline bool may_have_floor(Bytes bare) { return !bare.empty() && bare[0] == 't'; }
inline Bytes behind_floor(Bytes bare) {
  if (may_have_floor(bare)) take_floor(bare);
  return bare;
}

/// The merge of E and M: the highest floor, then the runs behind the floors.
template <class Run>
std::string merge_elements(std::span<const Bytes> bares) {
  if (std::none_of(bares.begin(), bares.end(), may_have_floor)) return merge_runs<Run>(bares);
  std::string floor;
  append_floor(floor, highest_floor(bares));
  return merge_runs<Run>(bares, floor);
}

}  // namespace rdx
