// UTF-8 as the compiler needs it: is it well-formed, and how wide is it on a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rdxc {

struct CodePoint {
  char32_t value;
  uint8_t size;  // in bytes; 0 where the bytes are not well-formed
};

// The code point at `text[offset]`; offset < text.size().
CodePoint decode_utf8(std::string_view text, size_t offset);

// The first byte that is not part of well-formed, shortest UTF-8; text.size() if there is none.
size_t find_invalid_utf8(std::string_view text);

void append_utf8(std::string& out, char32_t value);

// Columns that a terminal gives to a code point: 0 for marks that join the one before, 2 for East Asian wide and emoji.
int display_width(char32_t value);

}  // namespace rdxc
