// ClassInfo: what a generated class says about itself, as constant data.
#pragma once

#include <cstdint>
#include <span>

#include "rdx/base/id.h"

namespace rdx {

struct FieldInfo {
  uint8_t number = 0;  // 1..127; with the letter it names the field in the store
  char letter = 0;
  const char* name = "";   // as the schema spells it
  const char* type = "";   // as the schema spells it: `E<R<Person>>`
  bool has_index = false;  // [index = hash]
};

struct ClassInfo {
  const char* name = "";  // with its package: `board.Card`
  Id id;
  const ClassInfo* parent = nullptr;
  std::span<const FieldInfo> fields;  // its ancestors' too, ascending by number
};

}  // namespace rdx
