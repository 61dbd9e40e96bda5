// What replicas hold a schema to: class ids, numbers, letters, element types, enum values. Of today's schemas or of
// what a lock remembers, in one shape, so that each may be compared with each.
//
// Owns all its texts; spans say where each fact stands, in a schema or in a lock.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/schema.h"
#include "rdxc/source/span.h"

namespace rdxc::facts {

// What stands in an R, in an I, or in the brackets of a container.
struct Element {
  char letter = 0;  // F I R S; 0: any of them
  bool is_bool = false;
  std::string enumeration;  // full name, of an I
  std::string target;       // full name, of an R

  friend bool operator==(const Element&, const Element&) = default;
};

struct Type {
  char letter = 0;
  bool is_text = false;
  Element element;  // a register itself, the elements of E and L, the values of M
  Element key;      // M

  friend bool operator==(const Type&, const Type&) = default;
};

struct Field {
  int number = 0;
  std::string name;
  std::string was;  // empty: no rename is said
  Type type;
  bool has_index = false;
  std::optional<std::string> initial;  // as a schema writes it
  std::optional<std::string> unit;     // likewise, with its quotes
  bool is_removed = false;             // a lock's memory of one that is gone
  Span name_span;
  Span type_span;
  Span number_span;
};

struct Reserved {
  int first = 0;
  int last = 0;
  Span span;

  bool holds(int number) const { return first <= number && number <= last; }
};

struct Class {
  std::string full_name;
  uint64_t id = 0;
  std::string parent;  // full name; empty: none
  std::vector<Field> fields;
  std::vector<Reserved> reserved;
  bool is_removed = false;
  bool is_root = true;  // not: only imported
  Span span;            // of its name
  Span id_span;         // of its id, else of its name
  Span parent_span;     // of its parent, else of its name
  Span closing;         // its '}'
  bool closes_on_own_line = false;
  Span options_at;  // where its first option would stand; unset where it has some
};

struct Value {
  int64_t number = 0;
  std::string name;
  std::string was;
  bool is_removed = false;
  Span span;              // of its name
  Span number_span = {};  // of its number
};

struct Enum {
  std::string full_name;
  std::string was;  // full name
  std::vector<Value> values;
  bool is_removed = false;
  bool is_root = true;
  Span span;
};

struct Extern {
  char letter = 0;
  std::string cpp_name;
  Span span;
};

struct Facts {
  std::map<std::string, Class, std::less<>> classes;  // by full name
  std::map<std::string, Enum, std::less<>> enums;
  std::map<char, Extern> externs;

  const Class* find_class(std::string_view full_name) const;
  const Enum* find_enum(std::string_view full_name) const;
};

// A class and its ancestors, as far as they are known, the class first.
std::vector<const Class*> line_of(const Facts& facts, const Class& one);

// Of a schema without errors: of each file, asked for or imported.
Facts facts_of(const schema::Schema& schema);

// "M<S,R<school.Group>>", "text": as a schema writes it, with full names and without blanks.
std::string type_text(const Type& type);
std::optional<Type> parse_type(std::string_view text);

// What two schemas say of one thing each: of the second, the one that has the id, or else the name, of the first's.
const Class* find_match(const Facts& facts, const Class& other);
// The one that has the name, or is said to have had it and has it not among the others already.
const Enum* find_match(const Facts& facts, const Facts& others, const Enum& other);

}  // namespace rdxc::facts
