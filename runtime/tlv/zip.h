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

/// Reads up to 8 bytes as a little-endian number, in whatever form.
inline uint64_t load_number(const char* at, std::size_t size) {
  uint64_t number = 0;
  std::memcpy(&number, at, size < 8 ? size : 8);
  return number;
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

// 0, 1, 2, 4 or 8: the width of a half that holds the number.
inline constexpr std::size_t half_width(uint64_t number) {
  if (number == 0) return 0;
  if (number <= 0xff) return 1;
  if (number <= 0xffff) return 2;
  return number <= 0xffffffff ? 4 : 8;
}

struct PairWidths {
  uint8_t a;
  uint8_t b;
};
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

inline std::optional<Pair> unzip_pair(Bytes bytes) {
  if (bytes.size() > 16) return std::nullopt;
  const auto widths = detail::kPairWidths[bytes.size()];
  if (widths.a == detail::kNoPair) return std::nullopt;
  const Pair pair{load_number(bytes.data(), widths.a), load_number(bytes.data() + widths.a, widths.b)};
  if (pair_size(pair.a, pair.b) != bytes.size()) return std::nullopt;
  return pair;
}

}  // namespace rdx
