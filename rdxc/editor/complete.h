// What may stand at a place that somebody is writing at.
//
//   a line's beginning    the declarations' words; in a class `reserved`
//   name: | or <|         types; the classes and enums that the file sees, and, with the import that they need,
//                         those of the schemas beside it and in the folders of -I
//   class Name : |        classes
//   @|                    the number that is free
//   = |                   the enum's values, true and false
//   [ | or , |            options
//   import "|             schemas
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rdxc/editor/symbols.h"
#include "rdxc/source/disk.h"

namespace rdxc {

enum class ItemKind { kKeyword, kType, kClass, kEnum, kValue, kNumber, kOption, kFile };

struct Item {
  ItemKind kind = ItemKind::kKeyword;
  std::string label;
  std::string detail;
  std::string import_line;  // to be put in at `import_at`; none where empty
  uint32_t import_at = 0;
};

// `offset` is in the model's root; `disk` and `folders` are where other schemas are looked for.
std::vector<Item> complete(const Model& model, uint32_t offset, Disk& disk, const std::vector<std::string>& folders);

}  // namespace rdxc
