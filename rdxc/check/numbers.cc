#include "rdxc/check/numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace rdxc {

std::optional<uint64_t> parse_unsigned(std::string_view token) {
  const bool hex = token.starts_with("0x") || token.starts_with("0X");
  if (hex) token.remove_prefix(2);
  uint64_t value = 0;
  const auto result = std::from_chars(token.data(), token.data() + token.size(), value, hex ? 16 : 10);
  if (result.ec != std::errc() || result.ptr != token.data() + token.size()) return std::nullopt;
  return value;
}

std::optional<int64_t> parse_signed(std::string_view token, bool negative) {
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  const std::optional<uint64_t> size = parse_unsigned(token);
  if (!size || *size > kMost + (negative ? 1 : 0)) return std::nullopt;
  return static_cast<int64_t>(negative ? 0 - *size : *size);
}

std::optional<double> parse_real(std::string_view token, bool negative) {
  double value = 0;
  const auto result = std::from_chars(token.data(), token.data() + token.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    // Too small is zero; too large is no number.
    value = std::strtod(std::string(token).c_str(), nullptr);
    if (std::isinf(value)) return std::nullopt;
  } else if (result.ec != std::errc() || result.ptr != token.data() + token.size()) {
    return std::nullopt;
  }
  return negative ? -value : value;
}

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && letter(text[0]) && std::all_of(text.begin(), text.end(), part);
}

}  // namespace rdxc
