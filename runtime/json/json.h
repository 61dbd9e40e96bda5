// JSON, both ways: what a person would write by hand.
//
//   object      {"title": "On engines", "stars": 5}     members by the schema's names, in its order
//   F           1.5, 1.0, -0.0; "nan" "inf" "-inf", which JSON cannot say
//   I C U Z N   5; a string of digits past 2^53, where other readers of JSON lose digits: "9007199254740993"
//   bool        true, false            I<Enum>  "doing"; a value without a name as its number
//   R           "c187-3a62-12"; null for no object
//   S, text     "a string"
//   E, L        [1, 2]                 the elements in the store's order
//   M           {"tests": 1} where the keys are S or an enum, else [[1, "one"], [2, "two"]]
//   V           {"b0b": 2}             source in hex, as in an id
//   bare E M L  numbers without a point or an exponent are I, others F; what is no JSON of its own says its type:
//               {"id": "c187-3a62-12"} {"float": "nan"} {"int": "9007199254740993"}; a bare M whose keys are all S is
//               an object
//   a user's    a string, as its function `string` writes it
//
// Reading takes each number as a string too. Nothing is generated for it: the class's table says all. Wrong JSON gives
// the path to what is wrong: `$.labels[3]: expected a string`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rdx/base/result.h"
#include "rdx/replica/object.h"

namespace rdx {

class TypeTable;

struct JsonOptions {
  int indent = 2;                    // blanks a level; 0: all on one line
  bool with_identity = false;        // "$class" and "$id" come first
  bool with_unset = false;           // members that were never written and show their default, too
  const TypeTable* types = nullptr;  // for an image; nothing: those that ship
};

enum class UnknownMembers {
  refuse,  // an error that says which name was perhaps meant
  keep,    // handed back in JsonRead
};

struct JsonRead {
  std::string class_name;  // "$class", where it is given
  Id id;                   // "$id", where it is given
  std::string unknown;     // the unknown members as one JSON object; empty where there are none
};

/// One field as JSON gave it: a bare value of no revision that shows what is wanted.
struct JsonField {
  uint8_t number = 0;
  char letter = 0;
  std::string bare;
};

struct JsonFields : JsonRead {
  std::vector<JsonField> fields;  // ascending by number
};

// Objects that a class of C++ describes; `info` is the class's own.
Result<std::string> object_to_json(const Object& object, const ClassInfo& info, const JsonOptions& options = {});
/// Sets the members that the JSON names; the others, id and image stay. On an error all stays.
Result<JsonRead> object_from_json(Object& object, const ClassInfo& info, std::string_view json,
                                  UnknownMembers unknown = UnknownMembers::refuse);

template <GeneratedClass T>
Result<std::string> to_json(const T& object, const JsonOptions& options = {}) {
  return object_to_json(object, T::kClass, options);
}
template <GeneratedClass T>
Result<T> from_json(std::string_view json) {
  T object;
  if (auto read = object_from_json(object, T::kClass, json); !read) return std::move(read).error();
  return object;
}

// Objects as they are stored; `info` may come from the store's own description: number, letter, name and type of each
// field are enough. Enums that it does not know are numbers.
Result<std::string> image_to_json(Id id, Bytes image, const ClassInfo& info, const JsonOptions& options = {});
Result<JsonFields> fields_from_json(const ClassInfo& info, std::string_view json,
                                    UnknownMembers unknown = UnknownMembers::refuse, const TypeTable* types = nullptr);

// One field's value.
Result<std::string> value_to_json(const FieldInfo& field, Bytes bare, const JsonOptions& options = {});
Result<std::string> value_from_json(const FieldInfo& field, std::string_view json, const TypeTable* types = nullptr);

}  // namespace rdx
