#include "rdxc/emit/cpp_text.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace rdxc {
namespace {

std::string shortest(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, result.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// Three octal digits never run into the character behind them; '?' could begin a trigraph.
void append_escaped(std::string& out, char c) {
  const auto byte = static_cast<uint8_t>(c);
  if (c == '"' || c == '\\' || c == '?') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (byte < 0x20 || byte >= 0x7f) {
    out += '\\';
    for (int shift = 6; shift >= 0; shift -= 3) out += static_cast<char>('0' + (byte >> shift & 7));
  } else {
    out += c;
  }
}

std::string quoted_literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) append_escaped(literal, c);
  literal += '"';
  return literal;
}

}  // namespace

std::string cpp_string(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return quoted_literal(text);
  return "std::string(" + quoted_literal(text) + ", " + std::to_string(text.size()) + ")";
}

std::string cpp_string_view(std::string_view text) {
  if (text.find('\0') == std::string_view::npos) return quoted_literal(text);
  return "std::string_view(" + quoted_literal(text) + ", " + std::to_string(text.size()) + ")";
}

std::string cpp_integer(int64_t value) {
  if (value == std::numeric_limits<int64_t>::min()) return "(-9223372036854775807 - 1)";
  return std::to_string(value);
}

std::string cpp_real(double value) {
  if (std::isnan(value)) return "rdx::kNotANumber";
  if (std::isinf(value)) return std::string(value < 0 ? "-" : "") + "rdx::kInfinity";
  return shortest(value);
}

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<uint8_t>(c) < 0x20) {
      out += "\\u00";
      out += "0123456789abcdef"[c >> 4 & 15];
      out += "0123456789abcdef"[c & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

std::string json_real(double value) { return std::isfinite(value) ? shortest(value) : "null"; }

std::string comment_line(std::string_view line) {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  std::string out(line);
  if (out.ends_with('\\')) out += " .";
  return out;
}

}  // namespace rdxc
