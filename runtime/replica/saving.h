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
  std::string change;     // empty: what is stored now shows it already
  std::string merged;     // with what is stored now, which may be nothing: a C of 0 has no bytes
  bool is_alone = false;  // that is the change itself, and `merged` is not filled
  bool is_shown = false;  // the member shows it already: it was never written before

  /// What will be stored.
  Bytes stored() const { return is_alone ? Bytes(change) : Bytes(merged); }
};

/// The fields that the program changed, ascending.
std::vector<const FieldInfo*> changed_fields(const Object& object, const ObjectFunctions& functions);

/// What to write for the changed fields. `now` is the image of what is stored, of these fields at least. An error names
/// the field.
Result<std::vector<SavedField>> work_out_save(const Object& object, const ObjectFunctions& functions,
                                              std::span<const FieldInfo* const> changed, Bytes now, Clock clock,
                                              const TypeTable& types);

/// Puts what is stored into the object.
void show_saved(Object& object, const ObjectFunctions& functions, std::span<const SavedField> fields);

}  // namespace rdx
