#include "rdx/tlv/zip.h"

#include <cmath>

namespace rdx {
namespace {

constexpr uint64_t kNan = 0x7ff8000000000000;

uint64_t reverse_bits(uint64_t bits) {
  bits = __builtin_bswap64(bits);
  bits = (bits >> 4 & 0x0f0f0f0f0f0f0f0f) | (bits & 0x0f0f0f0f0f0f0f0f) << 4;
  bits = (bits >> 2 & 0x3333333333333333) | (bits & 0x3333333333333333) << 2;
  return (bits >> 1 & 0x5555555555555555) | (bits & 0x5555555555555555) << 1;
}

}  // namespace

ZipBytes zip_float(double number) {
  const uint64_t bits = std::isnan(number) ? kNan : std::bit_cast<uint64_t>(number);
  return zip(reverse_bits(bits));
}

std::optional<double> unzip_float(Bytes bytes) {
  const auto reversed = unzip(bytes);
  if (!reversed) return std::nullopt;
  const auto bits = reverse_bits(*reversed);
  const auto number = std::bit_cast<double>(bits);
  if (std::isnan(number) && bits != kNan) return std::nullopt;
  return number;
}

bool read_any_pair(Bytes bytes, Pair& pair) {
  if (bytes.size() >= detail::kPairWidths.size()) return false;
  const auto widths = detail::kPairWidths[bytes.size()];
  if (widths.a == detail::kNoPair) return false;
  pair = {load_number(bytes.data(), widths.a), load_number(bytes.data() + widths.a, widths.b)};
  return true;
}

}  // namespace rdx
