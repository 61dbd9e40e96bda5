// What a save writes.                                                                    DESIGN.md, What a save writes
//
// The object keeps the bytes as they were loaded. For each field whose member differs from them, the class says what
// change carries the difference over onto what is stored now; the object then shows the two merged. Fields that the
// program did not touch are not looked at.
#pragma once

#include <string>
#include <vector>

#include "rdx/rdx/types.h"
#include "rdx/replica/object_access.h"

namespace rdx {

struct SavedField {
  uint8_t number = 0;
  char letter = 0;
  std::string change;  // empty: what is stored now shows it already
  std::string stored;  // what will be stored: now and the change, merged
};

/// The fields that the program changed, ascending. `now` is the image of what is stored. An error names the field.
Result<std::vector<SavedField>> work_out_save(const Object& object, const ObjectFunctions& functions, Bytes now,
                                              Clock clock, const TypeTable& types);

/// Puts what is stored into the object.
void show_saved(Object& object, const ObjectFunctions& functions, std::span<const SavedField> fields);

}  // namespace rdx
