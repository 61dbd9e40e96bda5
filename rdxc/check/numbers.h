// Numbers and names as a schema writes them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rdxc {

// An integer token; nothing past 64 bits.
std::optional<uint64_t> parse_unsigned(std::string_view token);
std::optional<int64_t> parse_signed(std::string_view token, bool negative);

// An integer or real token; nothing where a double would be infinite.
std::optional<double> parse_real(std::string_view token, bool negative);

// A name token, whole.
bool is_identifier(std::string_view text);

}  // namespace rdxc
