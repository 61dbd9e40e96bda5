// Bytes: a view of bytes that somebody else owns.
//
// Everything that rdx stores or sends is a std::string; everything that it reads is a view. A view never owns and
// never outlives the string, page or buffer it was cut from; a function that keeps bytes copies them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rdx {

using Bytes = std::string_view;

inline constexpr uint8_t byte_at(Bytes bytes, std::size_t index) { return static_cast<uint8_t>(bytes[index]); }

/// Lower-case hexadecimal, two digits a byte.
std::string to_hex(Bytes bytes);

/// The bytes that hexadecimal digits of either case stand for; nothing when a digit is wrong or one is left over.
std::optional<std::string> from_hex(std::string_view digits);

}  // namespace rdx
