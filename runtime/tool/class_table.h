// ClassTable: the classes that a store describes, as the tables that a generated class would have.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rdx/replica/class_info.h"
#include "rdx/tool/class_names.h"

namespace rdx::tool {

class ClassTable {
 public:
  explicit ClassTable(const ClassNames& names);
  ClassTable(const ClassTable&) = delete;
  ClassTable& operator=(const ClassTable&) = delete;

  /// Nothing where the store has no description. Lives as long as the table.
  const ClassInfo* find(Id class_id) const;
  const ClassInfo* find(std::string_view name) const;

 private:
  void add_fields(const ClassNames& names, Id class_id, std::map<int64_t, FieldInfo>& fields, int depth);

  std::deque<std::string> texts_;
  std::deque<std::vector<FieldInfo>> fields_;
  std::map<Id, ClassInfo> classes_;
};

}  // namespace rdx::tool
