// The description of a class, as the changes that the store's object for it lacks.     rdx/store/class_description.h
//
// What is not there yet is written without a stamp, so that replicas that know the same class write the same bytes.
// What says something else, a field under its old name, is changed; what this program does not know of the class stays.
#pragma once

#include <string>
#include <vector>

#include "rdx/rdx/types.h"
#include "rdx/replica/class_info.h"

namespace rdx {

struct DescribedField {
  uint8_t number = 0;
  char letter = 0;
  std::string change;
};

/// `now` is the image of the description as it is stored; empty for none.
Result<std::vector<DescribedField>> describe(const ClassInfo& info, Bytes now, uint32_t source, const TypeTable& types);

}  // namespace rdx
