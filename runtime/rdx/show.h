// The annotated text form: a value as its records stand, stamps and all. For tests, tools and people who look into a
// store; FORMAT.md 5 has what the records mean.
//
//   F I R S    register   := letter (stamp? value)?            I{4,5}-11       the letter alone: never written
//   C          counter    := "C" int                           C-11
//   E U Z N V  records    := "{" record* "}"                   {T{7,0} I{9,3}1 I{-8,3}2}
//   M          map        := "{" (record (":" record)?)* "}"   {S{1,3}"a":I{2,3}5 S{-2,3}"b"}
//   L          array      := "[" record* "]"                   [X{1,3}"hel" G2 S"!" B{7,b0b}[I{8,3}1] D{2..4,5}{9,5}]
//   any other letter, and whatever is not canonical, in a record's place or at a value's end: "#" hex
//
//   record := ("F"|"I"|"R"|"S") stamp? value | "T" stamp?      an element; T is a map's null, or a floor as the first
//           | "U" pair | "V" pair                              what N and V are made of
//           | "X" stamp? string | "G" stamp? count             a text, a gap of so many erased elements
//           | "B" stamp? "[" record* "]"                       a block with the id that it hangs on
//           | "D" ("{" first (".." last)? "," source "}")+     erased ids without a place
//   stamp  := pair, {0,0} where it is left out                 in E and M the revision is negative when erased
//   pair   := "{" number "," source "}"                        numbers are decimal, sources hex, as everywhere
//   value, string as in text.h; blanks between tokens are taken
//
//   read_shown(letter, show(letter, bytes)) == bytes, for any bytes
#pragma once

#include <string>
#include <string_view>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"

namespace rdx {

/// Takes any bytes; nothing is left out.
std::string show(char letter, Bytes bare);

/// The bytes that the text says, in the order that it says: an assembler. Whether they are a valid value is for the
/// type's `valid` to tell. The error names the byte of `text` where it went wrong.
Result<std::string> read_shown(char letter, std::string_view text);

}  // namespace rdx
