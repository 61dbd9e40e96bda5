#include "rdxc/check/cpp_name.h"

#include <algorithm>
#include <iterator>

#include "rdxc/check/cpp_words.h"

namespace rdxc {
namespace {

// What a generated class has of its own or from its base, and what generated code calls by its bare name. Whoever adds
// such a name to templates/cpp adds it here. Sorted.
constexpr std::string_view kOwnNames[] = {"Field",    "changed",  "id",     "image",  "int16_t",   "int32_t",
                                          "int64_t",  "int8_t",   "is_set", "kClass", "load",      "offsetof",
                                          "rdx",      "size_t",   "std",    "store",  "to_string", "uint16_t",
                                          "uint32_t", "uint64_t", "uint8_t"};

constexpr std::string_view kFindPrefix = "find_by_";

bool is_own_name(std::string_view name) {
  return std::binary_search(std::begin(kOwnNames), std::end(kOwnNames), name) || name.starts_with(kFindPrefix);
}

bool is_taken(std::string_view name, CppPlace place) {
  if (is_cpp_keyword(name) || is_c_macro(name)) return true;
  return place != CppPlace::kEnumerator && is_own_name(name);
}

}  // namespace

std::string cpp_name(std::string_view name, CppPlace place) {
  std::string out(name);
  if (is_taken(name, place)) out += '_';
  return out;
}

std::vector<std::string> cpp_namespace(std::string_view package) {
  std::vector<std::string> parts;
  while (!package.empty()) {
    const std::string_view part = package.substr(0, package.find('.'));
    package.remove_prefix(std::min(package.size(), part.size() + 1));
    const bool global = parts.empty() && is_c_global(part);
    std::string name = cpp_name(part, CppPlace::kEnumerator);
    if (global || part == "std" || part == "rdx") name += '_';
    parts.push_back(std::move(name));
  }
  return parts;
}

bool is_reserved_in_cpp(std::string_view name) {
  return name.starts_with('_') || name.find("__") != std::string_view::npos;
}

}  // namespace rdxc
