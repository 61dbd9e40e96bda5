// The schema in names: what templates print. Every text is ready to stand in C++; nothing here decides anything.
//
// Views point into the schema and into one another; `Views` owns them and never moves them.
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
  std::string letter;    // F I R S; empty: any of them
  std::string type;      // as a schema writes it, with full names: R<board.Person>
  std::string cpp_type;  // ::board::Column, rdx::Ref<::board::Person>, rdx::Value
  bool is_any = false;
  bool is_float = false;
  bool is_integer = false;  // a plain I
  bool is_string = false;
  bool is_bool = false;
  bool is_enum = false;
  bool is_reference = false;  // R<Class>
  bool is_id = false;         // a bare R
  std::string target;         // full name of the class or the enum
  std::string cpp_target;     // ::board::Person
};

struct FieldView {
  std::string_view name;
  std::string cpp_name;
  int number = 0;
  std::string letter;
  std::string type;  // as a schema writes it, with full names; the description in the store is `name type`
  std::string cpp_type;
  std::string find_name;       // find_by_nick
  std::string find_type;       // what find_by_nick takes
  std::string cpp_extern;      // of a type of somebody's own: the struct with the ten functions
  std::string member_type;     // cpp_type, as short as the class's scope allows
  std::string member_initial;  // ` = 0`, ` = Outcome::passed`, `{}` or nothing
  std::string row_tail;        // default and index, as the class's table has them: `, 1.5, true`
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
  std::string target;                    // of a register: full name of the class or the enum
  std::string cpp_target;
  bool has_default = false;
  std::string default_cpp;
  std::string default_json = "null";
  bool has_index = false;
  bool has_unit = false;
  std::string unit;
  std::string unit_literal;
  bool has_was = false;
  std::string was;
  bool is_deprecated = false;
  std::string deprecated;
  std::string deprecated_literal;
  std::string owner;  // full name of the class that declares it
  std::vector<std::string> doc;
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
  std::string cpp_full_name;  // ::board::Card
  std::string id;             // 0-9c0e11-2f
  std::string id_number;      // the 64 bits, decimal
  bool has_own_id = false;
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
  std::string was;
  bool is_deprecated = false;
  std::string deprecated;
  std::string deprecated_literal;
  std::vector<std::string> doc;
};

struct EnumeratorView {
  std::string_view name;
  std::string_view cpp_name;
  int64_t value = 0;
  std::string cpp_value;
  bool has_was = false;
  std::string was;
  bool is_deprecated = false;
  std::string deprecated;
  std::string deprecated_literal;
  std::vector<std::string> doc;
};

struct EnumView {
  std::string_view name;
  std::string_view cpp_name;
  std::string_view full_name;
  std::string cpp_full_name;
  std::vector<EnumeratorView> enumerators;
  bool is_deprecated = false;
  std::string deprecated;
  std::string deprecated_literal;
  std::vector<std::string> doc;
};

struct ExternView {
  std::string letter;
  std::string cpp_name;
  std::string header;
  std::vector<std::string> doc;
};

struct ImportView {
  std::string name;    // people.rdx
  std::string stem;    // people
  std::string header;  // people.rdx.h
  std::string_view package;
};

struct FileView {
  std::string name;       // sub/school.rdx
  std::string stem;       // sub/school
  std::string base_name;  // school
  std::string header;     // sub/school.rdx.h
  std::string_view package;
  std::string cpp_namespace;            // school, a::b
  std::vector<std::string> namespaces;  // a, b
  std::string compiler;                 // rdxc's version
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

struct Views {
  std::deque<FileView> files;  // of the roots
  std::deque<ClassView> classes;
  std::deque<FieldView> fields;
  std::deque<ElementView> elements;
};

Views make_views(const schema::Schema& schema, std::string_view compiler_version);

// The shape of a FileView; the others are reached from it.
const Shape& file_shape();

}  // namespace rdxc
