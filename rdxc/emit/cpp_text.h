// Values and texts as C++ and JSON literals.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rdxc {

// With its quotes, in plain ASCII; a text with a NUL within becomes a std::string of its length.
std::string cpp_string(std::string_view text);
// The same as a constant that views it, whatever it holds.
std::string cpp_string_view(std::string_view text);
std::string cpp_integer(int64_t value);  // the least number too
std::string cpp_real(double value);      // the shortest that reads back; infinities and NaN by the runtime's names
std::string json_string(std::string_view text);
std::string json_real(double value);  // null for what JSON cannot say

// A line that may stand behind "//": one that ends in a backslash would swallow the next.
std::string comment_line(std::string_view line);

}  // namespace rdxc
