// Words that a C++ compiler, or a header that somebody includes before ours, takes for itself.
#pragma once

#include <string_view>

namespace rdxc {

bool is_cpp_keyword(std::string_view word);
bool is_c_macro(std::string_view word);   // of the C and POSIX headers, and gcc's own
bool is_c_global(std::string_view word);  // a name in the global namespace, after those headers

}  // namespace rdxc
