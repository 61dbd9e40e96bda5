// A schema's tokens.
//
//   name    := [A-Za-z_] [A-Za-z0-9_]*
//   path    := name ('.' name)+                      without blanks: a name with its package
//   integer := [0-9]+ | '0x' [0-9a-fA-F]+
//   real    := [0-9]+ ('.' [0-9]+)? ([eE] [+-]? [0-9]+)?      with a '.' or an exponent
//   string  := '"' (character | escape)* '"'         escape := \" \\ \/ \b \f \n \r \t \uXXXX, as in JSON
//   mark    := : @ ; , = { } [ ] < > - .. .
//   comment := '//' … | '/*' … '*/' | '///' …        the last documents the declaration behind it, or, at a line's end,
//                                                    the one before it
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "rdxc/source/span.h"

namespace rdxc {

enum class TokenKind : uint8_t {
  name,
  path,
  integer,
  real,
  string,
  colon,
  at,
  semicolon,
  comma,
  equals,
  open_brace,
  close_brace,
  open_bracket,
  close_bracket,
  less,
  greater,
  minus,
  dots,
  dot,
  bad,  // characters that are no token
  end,
};

struct Token {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t comments = 0;  // how many comments stand before it in the file
  TokenKind kind = TokenKind::end;
  bool first_on_line = false;
  bool bad = false;  // a diagnostic has been given for it
};

enum class CommentKind : uint8_t { kLine, kBlock, kDoc };

struct Comment {
  Span span;  // with its slashes, without the line's end
  CommentKind kind = CommentKind::kLine;
  bool own_line = false;
};

struct Tokens {
  std::vector<Token> list;  // ends with one `end`
  std::vector<Comment> comments;
  bool readable = true;  // not: the text is in another encoding, and there are no tokens
};

}  // namespace rdxc
