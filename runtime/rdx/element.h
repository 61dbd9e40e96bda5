// Elements: the values that E and M hold, each under a stamp that says how often it was put in and taken out.
//                                                                                              FORMAT.md 3, 4, 5
//   element := F I R S ( stamp value )          value order: by letter, then by the value's bytes
//   stamp   := pair(zigzag(revision), source)   negative: erased
//   floor   := T ( stamp(zigzag(floor), 0) )    floor >= 1; the first record of a value that has forgotten something
//
// A revision up to the floor may have been given before, to something that is forgotten; new ones start above.
#pragma once

#include <algorithm>
#include <span>

#include "rdx/rdx/value.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

inline constexpr bool is_erased(Stamp zigzagged) { return (zigzagged.revision & 1) != 0; }
inline constexpr Rank rank_of(Stamp zigzagged) { return {incarnation_of(zigzagged.revision), zigzagged.source}; }

/// An element as it stands in somebody's bytes.
struct Element {
  char letter = 0;
  Stamp stamp;  // the revision still zig-zag coded
  Bytes value;
  Bytes whole;
};

/// Cuts off a record with a stamp, of whatever letter, its value not looked at; nothing, and `from` unchanged, for
/// anything else.
std::optional<Element> take_element(Bytes& from);

/// Appends an element; `zigzagged` is the revision as it is written.
void append_element(std::string& to, char letter, Bytes value, Stamp zigzagged);

/// Cuts the floor off; 0, and `from` unchanged, where there is none.
uint64_t take_floor(Bytes& from);
void append_floor(std::string& to, uint64_t floor);
/// The highest floor of all; each is looked for at its value's front.
uint64_t highest_floor(std::span<const Bytes> bares);

/// Whether a value can be an element at all: F I R S, canonical, no larger than a record.
Result<void> check_element(char letter, Bytes value);

/// The live revision, as written, of a value that is new, where `previous` is its erased stamp's or 0.
Result<uint64_t> revive(uint64_t previous, uint64_t floor, Clock clock);
/// The erased revision, as written, that follows a live one.
Result<uint64_t> erase(uint64_t previous, Clock clock);

namespace detail {

// 0-3 for the letters of values in their order, 4-7 for those of long records, more for any other byte.
inline constexpr uint8_t kNoLetter = 8;
inline constexpr std::array<uint8_t, 256> make_letter_codes() {
  std::array<uint8_t, 256> codes{};
  codes.fill(kNoLetter);
  constexpr std::string_view kLetters = "firsFIRS";
  for (uint8_t i = 0; i < kLetters.size(); ++i) codes[static_cast<uint8_t>(kLetters[i])] = i;
  return codes;
}
inline constexpr std::array<uint8_t, 256> kLetterCodes = make_letter_codes();

// The first 0-7 bytes of a big-endian number, by how many the value has.
inline constexpr std::array<uint64_t, 9> kPrefixMasks{0,           ~0ULL << 56, ~0ULL << 48, ~0ULL << 40, ~0ULL << 32,
                                                      ~0ULL << 24, ~0ULL << 16, ~0ULL << 8,  ~0ULL << 8};

}  // namespace detail

/// Where an element's parts lie, for merges: found without checking what only `valid` needs to know.
struct ElementSpan {
  const char* stamp = nullptr;
  const char* value = nullptr;
  const char* end = nullptr;
  uint64_t key = 0;

  Bytes value_bytes() const { return {value, static_cast<std::size_t>(end - value)}; }
  /// The stamp; zero where its bytes are wrong.
  Stamp read_stamp() const {
    Bytes from(stamp, static_cast<std::size_t>(value - stamp));
    return take_zigzag_stamp(from).value_or(Stamp{});
  }
  bool is_erased() const {
    const std::ptrdiff_t header = *stamp >= '0' && *stamp <= '9' ? 1 : 2;
    return value - stamp > header && (stamp[header] & 1) != 0;
  }
};

// key := letter(2 bits) the value's first 7 bytes(56), zero padded; min(size, 8)(6)
//
// Its order is the value order, but for values of 8 bytes and more with the same first 7, whose keys are equal.
inline constexpr uint64_t kLongValueKey = 8;
inline constexpr bool is_exact_key(uint64_t key) { return (key & 63) != kLongValueKey; }

/// Where the record at `at` ends, of any letter; nullptr where there is none.
inline const char* find_record_end(const char* at, const char* limit) {
  Bytes from(at, static_cast<std::size_t>(limit - at));
  const auto record = take_record(from);
  return record ? from.data() : nullptr;
}

/// Finds the element at `at`; false where there is none, in bounds for any bytes. `limit` is where the input ends.
inline bool find_element(const char* at, const char* limit, ElementSpan& found) {
  const auto left = static_cast<std::size_t>(limit - at);
  if (left < 3) return false;
  std::size_t code = detail::kLetterCodes[static_cast<uint8_t>(at[0])];
  std::size_t header = 2;
  std::size_t size = static_cast<uint8_t>(at[1]);
  if (code >= 4) {
    if (code == detail::kNoLetter || left < 5) return false;
    code -= 4;
    header = 5;
    size = detail::load<uint32_t>(at + 1);
  }
  if (left - header < size || size == 0) return false;
  found.stamp = at + header;
  const auto digit = static_cast<std::size_t>(static_cast<uint8_t>(found.stamp[0]) - uint8_t{'0'});
  std::size_t stamp = 1 + digit;
  if (digit > kMaxTiny) {
    if (found.stamp[0] != 't' || size < 2) return false;
    stamp = std::size_t{2} + static_cast<uint8_t>(found.stamp[1]);
  }
  if (size < stamp) return false;
  found.value = found.stamp + stamp;
  found.end = found.stamp + size;
  const std::size_t value = size - stamp;
  const std::size_t prefix = value < 8 ? value : 8;
  const uint64_t bytes =
      limit - found.value >= 8 ? detail::load<uint64_t>(found.value) : load_number(found.value, prefix);
  found.key = uint64_t{code} << 62 | (__builtin_bswap64(bytes) & detail::kPrefixMasks[prefix]) >> 2 | prefix;
  return true;
}

/// Value order of two elements whose keys are equal.
inline int compare_beyond_key(const ElementSpan& a, const ElementSpan& b) {
  const Bytes value_a = a.value_bytes();
  const Bytes value_b = b.value_bytes();
  const std::size_t size = value_a.size();
  // Most often they are equal, and then the last 8 bytes say so, behind the first 7 that the keys share.
  if (size == value_b.size() && size >= 8 && size <= 15 &&
      detail::load<uint64_t>(a.end - 8) == detail::load<uint64_t>(b.end - 8))
    return 0;
  return value_a.compare(value_b);
}

}  // namespace rdx
