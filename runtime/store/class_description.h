// Class descriptions: how a store says what its classes are, so that a peer without the schema can show its objects.
//
//   description := an object of source 0 that needs no O op:
//                  1 S name      2 M<I,S> number → `name type`      3 R parent class      4 R class
//
// A class of source 0 is described by the object of its own id. Another one is described by the source-0 object that a
// hash of its id gives, and field 4 says which class that is.
#pragma once

#include "rdx/base/id.h"

namespace rdx {

inline constexpr uint8_t kClassNameField = 1;
inline constexpr uint8_t kClassFieldsField = 2;
inline constexpr uint8_t kClassParentField = 3;
inline constexpr uint8_t kClassIdField = 4;

inline constexpr Id description_of(Id class_id) {
  if (class_id.source() == 0) return class_id;
  uint64_t mixed = class_id.number() * 0x9e3779b97f4a7c15;
  mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93;
  mixed = (mixed ^ mixed >> 32) >> 20;  // 44 bits, all that source 0 has
  return Id(mixed == 0 ? 1 : mixed);
}

}  // namespace rdx
