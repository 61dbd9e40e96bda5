#include "rdx/base/id.h"

#include <array>
#include <charconv>

namespace rdx {
namespace {

void append_hex(std::string& text, uint64_t number) {
  std::array<char, 16> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  text.append(digits.data(), end);
}

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// Takes the digits at the front of `text`; nothing for none, for a leading zero, or past `limit`.
std::optional<uint32_t> take_hex(std::string_view& text, uint64_t limit) {
  std::size_t length = 0;
  while (length < text.size() && is_hex_digit(text[length])) ++length;
  if (length == 0 || length > 8 || (length > 1 && text[0] == '0')) return std::nullopt;
  uint64_t number = 0;
  std::from_chars(text.data(), text.data() + length, number, 16);
  if (number > limit) return std::nullopt;
  text.remove_prefix(length);
  return static_cast<uint32_t>(number);
}

bool take_dash(std::string_view& text) {
  if (text.empty() || text[0] != '-') return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string to_text(Id id) {
  std::string text;
  append_hex(text, id.source());
  text.push_back('-');
  append_hex(text, id.sequence());
  text.push_back('-');
  append_hex(text, id.offset());
  return text;
}

std::optional<Id> parse_id(std::string_view text) {
  const auto source = take_hex(text, kMaxSource);
  if (!source || !take_dash(text)) return std::nullopt;
  const auto sequence = take_hex(text, kMaxSequence);
  if (!sequence || !take_dash(text)) return std::nullopt;
  const auto offset = take_hex(text, kMaxOffset);
  if (!offset || !text.empty()) return std::nullopt;
  return Id(*source, *sequence, *offset);
}

}  // namespace rdx
