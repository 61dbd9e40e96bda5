// ClassNames: what a store's class descriptions say, for tools that have no schema.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "rdx/base/id.h"
#include "rdx/rdx/types.h"
#include "rdx/store/engine.h"
#include "rdx/store/keys.h"

namespace rdx::tool {

// The deepest line of ancestors that a schema may have; a store's bytes may say anything.
inline constexpr int kMaxDepth = 32;

/// The letter that a field of such a type is stored under: `E` for `E<S>`, `L` for `text`.
char letter_of(std::string_view type);

struct FieldName {
  std::string name;
  std::string type;  // as the schema spells it
};

struct ClassName {
  Id id;
  std::string name;
  Id parent;
  std::map<int64_t, FieldName> fields;  // by number
};

class ClassNames {
 public:
  /// Of the store whose keys these are.
  static Result<ClassNames> read(const Engine& engine, const Keys& keys = Keys());
  /// What another store says of classes that this one does not describe.
  void add(const ClassNames& others);

  /// By id.
  const std::map<Id, ClassName>& all() const { return classes_; }
  /// The class's name, its id where no description is here.
  std::string name(Id class_id) const;
  /// `name: type @number`, of the class or one above it; `?: letter @number` where no description has that field with
  /// that letter.
  std::string field(Id class_id, uint8_t number, char letter) const;
  /// Null where no description has it.
  const FieldName* find_field(Id class_id, uint8_t number, char letter) const;

 private:
  std::map<Id, ClassName> classes_;
};

}  // namespace rdx::tool
