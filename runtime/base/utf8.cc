#include "rdx/base/utf8.h"

#include <cstring>

namespace rdx {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

uint64_t load_word(const char* at) {
  uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

bool is_continuation(uint8_t byte) { return (byte & 0xc0) == 0x80; }

// The length of the well-formed sequence at `at`, 0 when there is none. The bounds on the second byte are the table
// of RFC 3629's grammar: they keep out overlong forms, surrogates and what lies past U+10FFFF.
std::size_t sequence_length(Bytes text, std::size_t at) {
  const uint8_t lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const std::size_t length = code_point_length(lead);
  if (text.size() - at < length) return 0;
  const uint8_t second = byte_at(text, at + 1);
  const uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
  const uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (std::size_t i = 2; i < length; ++i)
    if (!is_continuation(byte_at(text, at + i))) return 0;
  return length;
}

}  // namespace

bool is_utf8(Bytes text) {
  std::size_t at = 0;
  while (at < text.size()) {
    while (text.size() - at >= 8 && (load_word(text.data() + at) & kHighBits) == 0) at += 8;
    if (at == text.size()) break;
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::size_t count_code_points(Bytes text) {
  std::size_t count = 0;
  std::size_t at = 0;
  for (; text.size() - at >= 8; at += 8) {
    // A continuation byte is 10xxxxxx: its top bit is set and the next one is not.
    const uint64_t word = load_word(text.data() + at);
    const uint64_t continuation = word & ~(word << 1) & kHighBits;
    count += 8 - static_cast<std::size_t>(__builtin_popcountll(continuation));
  }
  for (; at < text.size(); ++at)
    if (!is_continuation(byte_at(text, at))) ++count;
  return count;
}

std::size_t code_points_prefix(Bytes text, std::size_t count) {
  std::size_t at = 0;
  while (count >= 8 && text.size() - at >= 8 && (load_word(text.data() + at) & kHighBits) == 0) {
    at += 8;
    count -= 8;
  }
  for (; count > 0 && at < text.size(); --count) at += code_point_length(byte_at(text, at));
  return at < text.size() ? at : text.size();
}

void append_code_point(std::string& text, uint32_t code_point) {
  const auto byte = [&](uint32_t value) { text.push_back(static_cast<char>(value)); };
  if (code_point < 0x80) {
    byte(code_point);
  } else if (code_point < 0x800) {
    byte(0xc0 | code_point >> 6);
    byte(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    byte(0xe0 | code_point >> 12);
    byte(0x80 | (code_point >> 6 & 0x3f));
    byte(0x80 | (code_point & 0x3f));
  } else {
    byte(0xf0 | code_point >> 18);
    byte(0x80 | (code_point >> 12 & 0x3f));
    byte(0x80 | (code_point >> 6 & 0x3f));
    byte(0x80 | (code_point & 0x3f));
  }
}

}  // namespace rdx
