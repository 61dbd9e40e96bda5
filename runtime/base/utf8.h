// UTF-8, well-formed and shortest: no surrogates, no overlong forms, nothing past U+10FFFF.             RFC 3629
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "rdx/base/bytes.h"

namespace rdx {

bool is_utf8(Bytes text);

/// How many code points well-formed text has.
std::size_t count_code_points(Bytes text);

/// The length in bytes of the code point that starts with `lead`, 1 for a byte that starts none: what walks forward
/// over any bytes always moves.
inline constexpr std::size_t code_point_length(uint8_t lead) {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf8 ? 4 : 1;
}

/// How many bytes the first `count` code points of well-formed text take; all of it when it has fewer.
std::size_t code_points_prefix(Bytes text, std::size_t count);

/// Appends one code point. Only for values that is_utf8 would take.
void append_code_point(std::string& text, uint32_t code_point);

}  // namespace rdx
