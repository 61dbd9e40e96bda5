// A schema's names in C++.
//
//   a keyword, a macro, or a name that the generated code has of its own gets a '_' behind it: class → class_
//
// Two names that meet after that are a fault of the schema's (check.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rdxc {

enum class CppPlace { kField, kType, kEnumerator };

std::string cpp_name(std::string_view name, CppPlace place);

// The namespace of a package, outermost first.
std::vector<std::string> cpp_namespace(std::string_view package);

// Names that C++ reserves: with a leading '_' or a '__' within.
bool is_reserved_in_cpp(std::string_view name);

}  // namespace rdxc
