// What differs between two texts, line by line, as diff -u says it.
//
//   --- old name
//   +++ new name
//   @@ -first,count +first,count @@
//    a line of both       three around each change
//   -a line that goes
//   +a line that comes
#pragma once

#include <string>
#include <string_view>

namespace rdxc {

// Empty where the texts are equal. The fewest lines that can be, but where more than some thousand differ: there, all
// from the first to the last of them.
std::string unified_diff(std::string_view old_name, std::string_view old_text, std::string_view new_name,
                         std::string_view new_text);

}  // namespace rdxc
