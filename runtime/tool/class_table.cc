#include "rdx/tool/class_table.h"

namespace rdx::tool {

ClassTable::ClassTable(const ClassNames& names) {
  for (const auto& [id, each] : names.all()) {
    std::map<int64_t, FieldInfo> fields;
    add_fields(names, id, fields, 0);
    std::vector<FieldInfo>& row = fields_.emplace_back();
    for (const auto& [number, field] : fields) row.push_back(field);
    ClassInfo& info = classes_[id];
    info.name = texts_.emplace_back(each.name).c_str();
    info.id = id;
    info.fields = row;
  }
}

// A class's own field stands in front of an ancestor's of the same number.
void ClassTable::add_fields(const ClassNames& names, Id class_id, std::map<int64_t, FieldInfo>& fields, int depth) {
  const auto found = names.all().find(class_id);
  if (found == names.all().end() || depth > kMaxDepth) return;
  for (const auto& [number, field] : found->second.fields) {
    if (number < 1 || number > 127 || fields.contains(number)) continue;
    FieldInfo& info = fields[number];
    info.number = static_cast<uint8_t>(number);
    info.letter = letter_of(field.type);
    info.name = texts_.emplace_back(field.name).c_str();
    info.type = texts_.emplace_back(field.type).c_str();
  }
  add_fields(names, found->second.parent, fields, depth + 1);
}

const ClassInfo* ClassTable::find(Id class_id) const {
  const auto found = classes_.find(class_id);
  return found == classes_.end() ? nullptr : &found->second;
}

const ClassInfo* ClassTable::find(std::string_view name) const {
  for (const auto& [id, info] : classes_)
    if (info.name == name) return &info;
  return nullptr;
}

}  // namespace rdx::tool
