// What stands in bodies and brackets: fields, reserved numbers, values; types, options, defaults. The parser's lower
// half.
//
//   member     := field | reserved | ';'
//   field      := name ':' type '@' integer (options | '=' value)* ';'
//   reserved   := 'reserved' range (',' range)* ';'      range  := '@' integer ('..' '@' integer)?
//   enumerator := name '=' '-'? integer options? ';'
//   type       := (name | path) ('<' type (',' type)* '>')?
//   options    := '[' option (',' option)* ']'           option := name ('=' value)?
//
// Those that answer a bool: whether what they read was whole; a fault has been said where it was not.
#pragma once

#include "rdxc/syntax/cursor.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

class Inside {
 public:
  // Reads on with the cursor, which must outlive it.
  explicit Inside(Cursor& in) : in_(in) {}

  void member(tree::Class& out);
  void enumerator(tree::Enum& out);
  bool options(tree::Options& out);

 private:
  void lost_member(tree::Class& out);
  void field(tree::Class& out);
  bool field_rest(tree::Field& field);
  bool field_colon(const tree::Field& field);
  bool is_type_here() const;
  bool field_number(tree::Field& field, bool& whole);
  bool field_suffix(tree::Field& field);
  bool skip_options();
  bool value(tree::Value& out);
  bool type(tree::Type& out, int depth);
  void reserved(tree::Class& out);
  bool range(tree::Reserved& reserved);
  bool numbered(tree::Value& out);
  bool enumerator_rest(tree::Enumerator& one);

  Cursor& in_;
};

}  // namespace rdxc
