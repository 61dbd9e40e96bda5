// A schema as it is written: a struct for each rule of the grammar. Views point into the file's text.
//
// The grammar is LL(1). `name`, `path`, `integer`, `real`, `string` are tokens (token.h). `rdx`, `package`, `import`,
// `enum`, `class`, `extern`, `type`, `from` and `reserved` are words only where the grammar looks for them; a field may
// bear them as its name.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "rdxc/source/span.h"
#include "rdxc/syntax/token.h"

namespace rdxc::tree {

struct Name {
  std::string_view text;  // empty where it is missing
  Span span;
};

// The doc comments that belong to a declaration: a run of File::comments.
struct Doc {
  uint32_t first = 0;
  uint32_t count = 0;
};

// value := '-'? (integer | real | name | path) | string
struct Value {
  enum class Kind : uint8_t { kNone, kInteger, kReal, kString, kName };
  Kind kind = Kind::kNone;
  bool negative = false;
  bool damaged = false;   // the text has been diagnosed
  std::string_view text;  // without the sign; a string with its quotes
  Span span;
};

// option := name ('=' value)?
struct Option {
  Name name;
  Value value;
};

// options := '[' option (',' option)* ']'
using Options = std::vector<Option>;

// type := (name | path) ('<' type (',' type)* '>')?
struct Type {
  Name name;  // with its package, if it says one
  std::vector<Type> arguments;
  Span span;
};

// field := name ':' type '@' integer (options | '=' value)* ';'
struct Field {
  Name name;
  Type type;
  Value number;
  Value initial;
  Options options;
  Doc doc;
  Span span;
  bool damaged = false;  // a syntax error lies in it: it counts as declared, and nothing more is said about it
};

// range := '@' integer ('..' '@' integer)?
struct Range {
  Value first;
  Value last;  // kNone: the first alone
  Span span;
};

// reserved := 'reserved' range (',' range)* ';'
struct Reserved {
  std::vector<Range> ranges;
  Span span;
};

// class  := 'class' name (':' (name | path))? options? '{' member* '}'
// member := field | reserved | ';'
struct Class {
  Name name;
  Name parent;  // empty: none
  Options options;
  std::vector<Field> fields;
  std::vector<Reserved> reserved;
  Doc doc;
  Span span;
  Span closing;  // its '}'; unset where it is missing
  bool closes_on_own_line = false;
  bool damaged = false;
};

// enumerator := name '=' '-'? integer options? ';'
struct Enumerator {
  Name name;
  Value value;
  Options options;
  Doc doc;
  Span span;
  bool damaged = false;
};

// enum := 'enum' name options? '{' (enumerator | ';')* '}'
struct Enum {
  Name name;
  Options options;
  std::vector<Enumerator> enumerators;
  Doc doc;
  Span span;
  bool damaged = false;
};

// extern := 'extern' 'type' name string 'from' string ';'
struct Extern {
  Name letter;
  Value cpp_name;
  Value header;
  Doc doc;
  Span span;
  bool damaged = false;
};

// edition := 'rdx' integer ';'
struct Edition {
  Value number;
  Span span;
};

// package := 'package' (name | path) ';'
struct Package {
  Name name;
  Doc doc;
  Span span;
};

// import := 'import' string ';'
struct Import {
  Value path;
  Span span;
};

// statement := edition | package | import | enum | class | extern | ';'
using Statement = std::variant<Edition, Package, Import, Enum, Class, Extern>;

// file := statement*
struct File {
  FileId id = kNoFile;
  std::vector<Statement> statements;
  std::vector<Comment> comments;
  bool empty = true;            // no token at all
  bool head_damaged = false;    // a syntax error lies before the first enum, class or extern
  bool names_lost = false;      // a declaration's name could not be read
  bool import_damaged = false;  // an import's path could not be read
};

}  // namespace rdxc::tree
