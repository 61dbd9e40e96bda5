// A checked schema: every name resolved, every decision taken. What has no diagnostic is right; what has one may be
// incomplete.
//
// Owned by `Schema`, which never moves its parts; views point into the texts in `Files`.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/file.h"
#include "rdxc/syntax/tree.h"

namespace rdxc::schema {

struct Class;
struct Enum;
struct Extern;
struct File;

using DocLines = std::vector<std::string_view>;

struct Enumerator {
  std::string_view name;
  std::string cpp_name;
  int64_t value = 0;
  std::optional<std::string> was;
  std::optional<std::string> deprecated;  // the reason, may be empty
  DocLines doc;
  Span span;
};

struct Enum {
  std::string_view name;
  std::string full_name;  // package.Name
  std::string cpp_name;
  std::vector<Enumerator> enumerators;
  std::optional<std::string> was;
  std::optional<std::string> deprecated;
  DocLines doc;
  const File* file = nullptr;
  const tree::Enum* tree = nullptr;
};

// What stands in an R, in an I, or in the brackets of a container.
struct Element {
  char letter = 0;  // F I R S; 0: any of them
  bool is_bool = false;
  const Enum* enumeration = nullptr;  // I<Enum>
  const Class* target = nullptr;      // R<Class>
};

struct Type {
  char letter = 0;  // 0: has a diagnostic
  bool is_text = false;
  Element element;                   // a register itself, the elements of E and L, the values of M
  Element key;                       // M
  const Extern* external = nullptr;  // a type of somebody's own
};

struct Default {
  enum class Kind : uint8_t { kInteger, kReal, kString, kBool, kEnumerator };
  Kind kind = Kind::kInteger;
  int64_t integer = 0;
  double real = 0;
  std::string string;
  std::string_view enumerator;
};

struct Field {
  std::string_view name;
  std::string cpp_name;
  int number = 0;  // 0: has a diagnostic
  Type type;
  std::optional<Default> initial;
  bool has_index = false;
  std::optional<std::string> unit;
  std::optional<std::string> was;
  std::optional<std::string> deprecated;
  DocLines doc;
  const Class* owner = nullptr;
  const tree::Field* tree = nullptr;
};

// Numbers that no field may bear.
struct Reserved {
  int first = 0;
  int last = 0;
  Span span;
};

struct Class {
  std::string_view name;
  std::string full_name;
  std::string cpp_name;
  uint64_t id = 0;
  bool has_own_id = false;  // written in the schema
  const Class* parent = nullptr;
  std::vector<const Class*> ancestors;  // from the first down to the parent
  std::vector<Field> fields;            // its own
  std::vector<Reserved> reserved;       // its own
  std::optional<std::string> was;
  std::optional<std::string> deprecated;
  DocLines doc;
  bool lost_parent = false;  // a parent is named and not known
  const File* file = nullptr;
  const tree::Class* tree = nullptr;
};

struct Extern {
  char letter = 0;
  std::string cpp_name;
  std::string header;
  DocLines doc;
  const File* file = nullptr;
  const tree::Extern* tree = nullptr;
};

struct File {
  FileId id = kNoFile;
  std::string name;  // relative to the folder of its -I, else alone; "sub/foo.rdx" becomes sub/foo.rdx.h
  std::string_view package;
  std::vector<std::string> cpp_namespace;
  std::vector<const File*> imports;
  std::vector<const Enum*> enums;     // as written
  std::vector<const Class*> classes;  // a parent before its children
  std::vector<const Extern*> externs;
  bool is_root = false;  // asked for, not only imported
  const tree::File* tree = nullptr;
};

struct Schema {
  std::deque<File> files;  // as they were first met
  std::deque<Enum> enums;
  std::deque<Class> classes;
  std::deque<Extern> externs;
  std::deque<tree::File> trees;
};

}  // namespace rdxc::schema
