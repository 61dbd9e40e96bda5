// Shape: what a field's type text says about the JSON of its value.
//
//   type    := element | "text" | ("E" | "L") "<" element ">" | "M" "<" element "," element ">" | letter
//   element := "F" | "I" | "R" | "S" | "bool" | "I<" enum ">" | "R<" class ">"
#pragma once

#include "rdx/replica/class_info.h"

namespace rdx::json {

struct ElementShape {
  char letter = 0;  // 0: any of F I R S
  bool is_bool = false;
  const EnumInfo* enumeration = nullptr;

  /// Whether JSON may write a map with such keys as an object.
  bool is_word() const { return letter == 'S' || enumeration != nullptr; }
};

struct Shape {
  char letter = 0;
  bool is_text = false;
  ElementShape element;  // a register's own, or what the container holds
  ElementShape key;      // of an M
};

/// A text that it does not understand is read as the bare letter.
Shape shape_of(const FieldInfo& field);

}  // namespace rdx::json
