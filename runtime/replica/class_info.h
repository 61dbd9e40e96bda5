// ClassInfo: what a generated class says about itself, as constant data: nothing of it is made at start-up.
//
// A row says where its member lies and which functions know it, so the code for loading, comparing, storing and
// printing stands once in the runtime and not once in every class.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "rdx/base/id.h"

namespace rdx {

struct FieldFunctions;  // field.h

// Defaults that have no literal.
inline constexpr double kInfinity = __builtin_huge_val();
inline constexpr double kNotANumber = __builtin_nan("");

/// One enumerator, as the schema spells it.
struct Enumerator {
  int64_t value = 0;
  std::string_view name;
};

struct EnumInfo {
  const char* name = "";                    // with its package: `board.Column`
  std::span<const Enumerator> enumerators;  // in the schema's order

  /// Empty where no enumerator has that value: another edition of the schema may know it.
  constexpr std::string_view name_of(int64_t value) const {
    for (const Enumerator& each : enumerators)
      if (each.value == value) return each.name;
    return {};
  }
  constexpr const Enumerator* find(std::string_view enumerator) const {
    for (const Enumerator& each : enumerators)
      if (each.name == enumerator) return &each;
    return nullptr;
  }
};

/// The table of a generated enum; the file that a schema became defines it.
template <class Enum>
struct EnumOf {
  static const EnumInfo kInfo;
};

/// What a member shows while its field was never written; which part counts is the member's type's to know.
struct FieldDefault {
  int64_t integer = 0;  // bool and enums too
  double number = 0;
  std::string_view text;

  constexpr FieldDefault() = default;
  template <class T>
  requires(std::is_integral_v<T> || std::is_enum_v<T>)  // NOLINTNEXTLINE: implicit, a row of a table
      constexpr FieldDefault(T value)
      : integer(static_cast<int64_t>(value)) {}
  constexpr FieldDefault(double value) : number(value) {}          // NOLINT
  constexpr FieldDefault(const char* value) : text(value) {}       // NOLINT
  constexpr FieldDefault(std::string_view value) : text(value) {}  // NOLINT
};

struct FieldInfo {
  uint8_t number = 0;  // 1..127; with the letter it names the field in the store
  char letter = 0;
  const char* name = "";   // as the schema spells it
  const char* type = "";   // as the schema spells it: `E<R<Person>>`
  bool has_index = false;  // [index = hash]

  // Nothing of what follows is known of a class that only the store describes.
  uint32_t offset = 0;                        // of the member in the object
  const FieldFunctions* functions = nullptr;  // what knows the member's type
  FieldDefault initial = {};
  const EnumInfo* enumeration = nullptr;      // of the value, or of what a container holds
  const EnumInfo* key_enumeration = nullptr;  // of a map's keys
};

struct ClassInfo {
  const char* name = "";  // with its package: `board.Card`
  Id id;
  const ClassInfo* parent = nullptr;
  std::span<const FieldInfo> fields;  // its ancestors' too, ascending by number

  /// Nothing where the class has no field of that number and letter.
  constexpr const FieldInfo* find(uint8_t number, char letter) const {
    const std::size_t guess = std::size_t{number} - 1;  // most classes number their fields 1, 2, 3
    if (guess < fields.size() && fields[guess].number == number)
      return fields[guess].letter == letter ? &fields[guess] : nullptr;
    for (const FieldInfo& each : fields)
      if (each.number == number) return each.letter == letter ? &each : nullptr;
    return nullptr;
  }
};

}  // namespace rdx
