// Zip integers: little-endian numbers without their leading zero bytes, and pairs of them.              FORMAT.md 2
//
//   zip(u64)    the bytes of the number without its leading zero bytes; 0 is the empty string
//   zigzag(i64) (i << 1) ^ (i >> 63)
//   zip(f64)    the 64 bits in reverse order, then zip(u64); one NaN: 0x7ff8000000000000
//   pair(a, b)  the shortest of these widths that holds both, a first:
//               bytes  0   1   2   3   4   5   6   8   9  10  12  16
//               a:b   0:0 1:0 1:1 2:1 2:2 4:1 4:2 4:4 8:1 8:2 8:4 8:8
//
// There is one form for each number; readers answer nothing for any other.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <optional>

#include "rdx/base/bytes.h"

namespace rdx {

/// A number of up to 8 bytes on the stack, ready to be appended.
struct ZipBytes {
  std::array<char, 16> data;
  uint8_t size;

  operator Bytes() const { return {data.data(), size}; }  // NOLINT: a view, as std::string has it
};

inline constexpr std::size_t zip_size(uint64_t number) {
  return (static_cast<std::size_t>(std::bit_width(number)) + 7) / 8;
}

inline ZipBytes zip(uint64_t number) {
  ZipBytes bytes{};
  std::memcpy(bytes.data.data(), &number, sizeof number);
  bytes.size = static_cast<uint8_t>(zip_size(number));
  return bytes;
}

namespace detail {

template <class Word>
inline uint64_t load(const char* at) {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

}  // namespace detail

/// Reads up to 8 bytes as a little-endian number, in whatever form. Two overlapping reads where a copy would be a call.
inline uint64_t load_number(const char* at, std::size_t size) {
  const auto both = [at, size]<class Half>(Half low) {
    Half high = 0;
    std::memcpy(&low, at, sizeof low);
    std::memcpy(&high, at + size - sizeof high, sizeof high);
    return low | uint64_t{high} << 8 * (size - sizeof high);
  };
  if (size >= 8) {
    uint64_t number = 0;
    std::memcpy(&number, at, sizeof number);
    return number;
  }
  if (size >= 4) return both(uint32_t{0});
  if (size >= 2) return both(uint16_t{0});
  return size == 0 ? 0 : static_cast<uint8_t>(*at);
}

inline std::optional<uint64_t> unzip(Bytes bytes) {
  if (bytes.empty()) return 0;
  if (bytes.size() > 8 || bytes.back() == 0) return std::nullopt;
  return load_number(bytes.data(), bytes.size());
}

inline constexpr uint64_t zigzag(int64_t number) {
  return (static_cast<uint64_t>(number) << 1) ^ static_cast<uint64_t>(number >> 63);
}
inline constexpr int64_t unzigzag(uint64_t number) { return static_cast<int64_t>((number >> 1) ^ (~(number & 1) + 1)); }

inline ZipBytes zip_int(int64_t number) { return zip(zigzag(number)); }
inline std::optional<int64_t> unzip_int(Bytes bytes) {
  const auto number = unzip(bytes);
  if (!number) return std::nullopt;
  return unzigzag(*number);
}

/// Every NaN is written as the one.
ZipBytes zip_float(double number);
/// Nothing for a NaN that is not the one.
std::optional<double> unzip_float(Bytes bytes);

struct Pair {
  uint64_t a = 0;
  uint64_t b = 0;

  friend constexpr auto operator<=>(const Pair&, const Pair&) = default;
};

namespace detail {

struct PairWidths {
  uint8_t a;
  uint8_t b;
};

// The width of a half, 0 1 2 4 or 8, that holds a number of that many bytes.
inline constexpr std::array<uint8_t, 9> kHalfWidths{0, 1, 2, 4, 4, 8, 8, 8, 8};

inline constexpr std::size_t half_width(uint64_t number) { return kHalfWidths[zip_size(number)]; }

inline constexpr PairWidths pair_widths(uint64_t a, uint64_t b) {
  std::size_t width_a = half_width(a);
  std::size_t width_b = half_width(b);
  if (width_b == 0 && width_a > 1) width_b = 1;  // only 0:0 and 1:0 leave b out
  if (width_a < width_b) width_a = width_b;      // a's half is never the narrower one
  return {static_cast<uint8_t>(width_a), static_cast<uint8_t>(width_b)};
}

}  // namespace detail

inline constexpr std::size_t pair_size(uint64_t a, uint64_t b) {
  const auto widths = detail::pair_widths(a, b);
  return std::size_t{widths.a} + widths.b;
}

inline ZipBytes zip_pair(uint64_t a, uint64_t b) {
  const auto widths = detail::pair_widths(a, b);
  ZipBytes bytes{};
  std::memcpy(bytes.data.data(), &a, 8);
  std::memcpy(bytes.data.data() + widths.a, &b, 8);
  bytes.size = static_cast<uint8_t>(widths.a + widths.b);
  return bytes;
}
inline ZipBytes zip_pair(Pair pair) { return zip_pair(pair.a, pair.b); }

namespace detail {

inline constexpr uint8_t kNoPair = 0xff;
inline constexpr std::array<PairWidths, 17> kPairWidths{{{0, 0},
                                                         {1, 0},
                                                         {1, 1},
                                                         {2, 1},
                                                         {2, 2},
                                                         {4, 1},
                                                         {4, 2},
                                                         {kNoPair, 0},
                                                         {4, 4},
                                                         {8, 1},
                                                         {8, 2},
                                                         {kNoPair, 0},
                                                         {8, 4},
                                                         {kNoPair, 0},
                                                         {kNoPair, 0},
                                                         {kNoPair, 0},
                                                         {8, 8}}};
// How the halves of a pair lie in a word read from where it begins.
struct PairInWord {
  uint64_t mask_a;
  uint64_t mask_b;
  uint32_t shift_b;
  bool is_pair;
};
inline constexpr std::array<PairInWord, 9> kPairsInWord{{{0, 0, 0, true},
                                                         {0xff, 0, 8, true},
                                                         {0xff, 0xff, 8, true},
                                                         {0xffff, 0xff, 16, true},
                                                         {0xffff, 0xffff, 16, true},
                                                         {0xffffffff, 0xff, 32, true},
                                                         {0xffffffff, 0xffff, 32, true},
                                                         {0, 0, 0, false},
                                                         {0xffffffff, 0xffffffff, 32, true}}};

}  // namespace detail

/// As read_pair, byte by byte where that is needed.
bool read_any_pair(Bytes bytes, Pair& pair);

/// The pair in a valid value's bytes, which may be read as far as `limit`; for merges, which need not know whether it
/// is in the shortest form. False for sizes that no pair has.
[[gnu::always_inline]] inline bool read_pair(Bytes bytes, const char* limit, Pair& pair) {
  if (limit - bytes.data() < 8 || bytes.size() > 8) [[unlikely]] {
    Pair any;  // so that `pair` may stay in registers
    if (!read_any_pair(bytes, any)) return false;
    pair = any;
    return true;
  }
  const detail::PairInWord& in_word = detail::kPairsInWord[bytes.size()];
  const uint64_t word = detail::load<uint64_t>(bytes.data());
  pair = {word & in_word.mask_a, word >> in_word.shift_b & in_word.mask_b};
  return in_word.is_pair;
}

inline std::optional<Pair> unzip_pair(Bytes bytes) {
  const char* at = bytes.data();
  Pair pair;
  // Whether no shorter width would have held the two.
  bool is_shortest = false;
  const auto read = [&]<class A, class B>(A, B) { pair = {detail::load<A>(at), detail::load<B>(at + sizeof(A))}; };
  switch (bytes.size()) {
    case 0: return pair;
    case 1:
      pair.a = detail::load<uint8_t>(at);
      is_shortest = pair.a != 0;
      break;
    case 2:
      read(uint8_t{}, uint8_t{});
      is_shortest = pair.b != 0;
      break;
    case 3:
      read(uint16_t{}, uint8_t{});
      is_shortest = pair.a > 0xff;
      break;
    case 4:
      read(uint16_t{}, uint16_t{});
      is_shortest = pair.b > 0xff;
      break;
    case 5:
      read(uint32_t{}, uint8_t{});
      is_shortest = pair.a > 0xffff;
      break;
    case 6:
      read(uint32_t{}, uint16_t{});
      is_shortest = pair.a > 0xffff && pair.b > 0xff;
      break;
    case 8:
      read(uint32_t{}, uint32_t{});
      is_shortest = pair.b > 0xffff;
      break;
    case 9:
      read(uint64_t{}, uint8_t{});
      is_shortest = pair.a > 0xffffffff;
      break;
    case 10:
      read(uint64_t{}, uint16_t{});
      is_shortest = pair.a > 0xffffffff && pair.b > 0xff;
      break;
    case 12:
      read(uint64_t{}, uint32_t{});
      is_shortest = pair.a > 0xffffffff && pair.b > 0xffff;
      break;
    case 16:
      read(uint64_t{}, uint64_t{});
      is_shortest = pair.b > 0xffffffff;
      break;
    default: break;
  }
  if (!is_shortest) return std::nullopt;
  return pair;
}

}  // namespace rdx
