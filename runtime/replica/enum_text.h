// Enums to text and back.
//
// An enumerator is written as the schema spells it, a value without one as its number: another edition of the schema
// may know it.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "rdx/replica/class_info.h"

namespace rdx {

std::string enum_text(const EnumInfo& info, int64_t value);
std::ostream& print_enum(std::ostream& to, const EnumInfo& info, int64_t value);

template <class Enum>
std::string enum_text(Enum value) {
  return enum_text(EnumOf<Enum>::kInfo, static_cast<int64_t>(value));
}
template <class Enum>
std::ostream& print_enum(std::ostream& to, Enum value) {
  return print_enum(to, EnumOf<Enum>::kInfo, static_cast<int64_t>(value));
}

/// The enumerator of that name; nothing where the enum has none.
template <class Enum>
std::optional<Enum> parse_enum(std::string_view name) {
  const Enumerator* found = EnumOf<Enum>::kInfo.find(name);
  if (found == nullptr) return std::nullopt;
  return static_cast<Enum>(found->value);
}

}  // namespace rdx
