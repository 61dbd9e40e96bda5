// Names and values as TypeScript.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rdxc {

// A word of the language's own gets a '$' behind it, which no name of a schema has: string → string$.
std::string ts_name(std::string_view name);

// What a module calls another that it imports: "sub/people" → $sub_people.
std::string ts_module(std::string_view stem);

std::string ts_integer(int64_t value);  // a bigint where a number would lose digits
std::string ts_real(double value);

// A line of a comment: one that would end it does not.
std::string ts_comment_line(std::string_view line);

}  // namespace rdxc
