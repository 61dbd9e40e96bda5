// The schema in names: what templates print. Every text is ready to stand in C++; nothing here decides anything.
//
// Views point into the schema, into `texts` and into one another; `Views` owns them and never moves them.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rdxc/check/schema.h"
#include "rdxc/emit/shape.h"

namespace rdxc {

// An element of a container, or what a register holds.
struct ElementView {
  std::string_view letter;    // F I R S; empty: any of them
  std::string_view type;      // as a schema writes it, with full names: R<board.Person>
  std::string_view cpp_type;  // ::board::Column, rdx::Ref<::board::Person>, rdx::Value
  bool is_any = false;
  bool is_float = false;
  bool is_integer = false;  // a plain I
  bool is_string = false;
  bool is_bool = false;
  bool is_enum = false;
  bool is_reference = false;    // R<Class>
  bool is_id = false;           // a bare R
  std::string_view target;      // full name of the class or the enum
  std::string_view cpp_target;  // ::board::Person
  std::string_view ts_target;   // of an enum: $board.Column, or Column in its own module
};

struct FieldView {
  std::string_view name;
  std::string_view cpp_name;
  int number = 0;
  std::string_view letter;
  std::string_view type;  // as a schema writes it, with full names; the description in the store is `name type`
  std::string_view cpp_type;
  std::string_view find_name;       // find_by_nick
  std::string_view find_type;       // what find_by_nick takes
  std::string_view cpp_extern;      // of a type of somebody's own: the struct with the ten functions
  std::string_view member_type;     // cpp_type, as short as the class's scope allows
  std::string_view member_initial;  // ` = 0`, ` = Outcome::passed`, `{}` or nothing
  std::string_view row_tail;        // default and index, as the class's table has them: `, 1.5, true`
  bool is_register = false;
  bool is_counter = false;   // C U Z N
  bool is_unsigned = false;  // N
  bool is_set = false;
  bool is_map = false;
  bool is_array = false;  // L, but not text
  bool is_text = false;
  bool is_versions = false;
  bool is_extern = false;
  bool is_container = false;  // E M L and text
  // of a register
  bool is_float = false;
  bool is_integer = false;
  bool is_string = false;
  bool is_bool = false;
  bool is_enum = false;
  bool is_reference = false;
  bool is_id = false;
  const ElementView* element = nullptr;  // of a register itself, of E and L, the values of M
  const ElementView* key = nullptr;      // M
  std::string_view target;               // of a register: full name of the class or the enum
  std::string_view cpp_target;
  bool has_default = false;
  std::string_view default_cpp;
  std::string_view default_json = "null";
  std::string_view ts_default;
  bool has_index = false;
  bool has_unit = false;
  std::string_view unit;
  std::string_view unit_literal;
  bool has_was = false;
  std::string_view was;
  bool is_deprecated = false;
  std::string_view deprecated;
  std::string_view deprecated_literal;
  std::string_view owner;  // full name of the class that declares it
  std::vector<std::string_view> doc;
  std::vector<std::string_view> ts_doc;
};

struct ReservedView {
  int first_number = 0;
  int last_number = 0;
};

struct ClassView {
  std::string_view name;
  std::string_view cpp_name;
  std::string_view cpp_class;  // the same, for within a field, which has a cpp_name of its own
  std::string_view full_name;
  std::string_view cpp_full_name;  // ::board::Card
  std::string_view id;             // 0-9c0e11-2f
  std::string_view id_number;      // the 64 bits, decimal
  bool has_own_id = false;
  std::string_view ts_name;
  std::string_view ts_parent;  // as its own module names it; empty: none
  const ClassView* parent = nullptr;
  std::vector<const ClassView*> ancestors;   // from the first down to the parent
  std::vector<const FieldView*> fields;      // its own, by number
  std::vector<const FieldView*> all_fields;  // with its ancestors', by number
  std::vector<const FieldView*> indexes;     // those of all_fields that have an index
  std::vector<ReservedView> reserved;
  bool has_fields = false;
  bool has_all_fields = false;
  bool has_indexes = false;
  bool has_was = false;
  std::string_view was;
  bool is_deprecated = false;
  std::string_view deprecated;
  std::string_view deprecated_literal;
  std::vector<std::string_view> doc;
  std::vector<std::string_view> ts_doc;
};

struct EnumeratorView {
  std::string_view name;
  std::string_view cpp_name;
  int64_t value = 0;
  std::string_view cpp_value;
  bool has_was = false;
  std::string_view was;
  bool is_deprecated = false;
  std::string_view deprecated;
  std::string_view deprecated_literal;
  std::vector<std::string_view> doc;
};

struct EnumView {
  std::string_view name;
  std::string_view cpp_name;
  std::string_view full_name;
  std::string_view cpp_full_name;
  std::string_view ts_name;
  std::vector<EnumeratorView> enumerators;
  bool is_deprecated = false;
  std::string_view deprecated;
  std::string_view deprecated_literal;
  std::vector<std::string_view> doc;
  std::vector<std::string_view> ts_doc;
};

struct ExternView {
  std::string_view letter;
  std::string_view cpp_name;
  std::string_view header;
  std::vector<std::string_view> doc;
};

struct ImportView {
  std::string_view name;    // people.rdx
  std::string_view stem;    // people
  std::string_view header;  // people.rdx.h
  std::string_view package;
  std::string_view ts_module;  // $people
};

struct FileView {
  std::string_view name;       // sub/school.rdx
  std::string_view stem;       // sub/school
  std::string_view base_name;  // school
  std::string_view header;     // sub/school.rdx.h
  std::string_view package;
  std::string_view cpp_namespace;            // school, a::b
  std::vector<std::string_view> namespaces;  // a, b
  std::string_view compiler;                 // rdxc's version
  std::string_view root;                     // from its folder to that of -o: ./ or ../../
  std::vector<ImportView> imports;
  std::vector<ExternView> externs;
  std::vector<EnumView> enums;
  std::vector<const ClassView*> classes;  // a parent before its children
  bool has_imports = false;
  bool has_enums = false;
  bool has_classes = false;
  bool has_indexes = false;
  bool uses_map = false;
  bool uses_set = false;
  bool uses_vector = false;
  bool uses_string = false;
  bool uses_value = false;       // a bare E, M or L
  bool uses_versions = false;    // V
  bool uses_containers = false;  // E, M or L<T>, its ancestors' too
  bool uses_externs = false;     // a type of somebody's own, its ancestors' too
};

// Texts that are made for views: they stay where they are, and go all at once.
class TextArena {
 public:
  std::string_view keep(std::string_view text);

 private:
  static constexpr size_t kBlock = 1 << 16;
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* at_ = nullptr;
  size_t left_ = 0;
};

struct Views {
  std::deque<FileView> files;  // of the roots
  std::deque<ClassView> classes;
  std::deque<FieldView> fields;
  std::deque<ElementView> elements;
  TextArena texts;
};

Views make_views(const schema::Schema& schema, std::string_view compiler_version);

// The shape of a FileView; the others are reached from it.
const Shape& file_shape();

}  // namespace rdxc
