// 00: the text. A table.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kTextPages[] = {
    {Code::invalid_utf8, "invalid_utf8", "the file is not UTF-8",
     "A schema is UTF-8 text. The first byte that does not belong to well-formed UTF-8 is shown; it is "
     "often a letter of an older encoding, or the file was saved as UTF-16. It is said once a file, "
     "however many such bytes there are.",
     "rdx 1;\n"
     "package a;\n"
     "// caf\351\n",
     "rdx 1;\n"
     "package a;\n"
     "// café\n"},
    {Code::control_character, "control_character", "a control character in the text",
     "Control characters other than tab and line feed are never meant to be in a schema: a NUL, a lone "
     "carriage return, an escape sequence. A carriage return before a line feed is part of the line's end.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\001}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"},
    {Code::direction_character, "direction_character", "a character that turns the direction of writing",
     "Some characters of Unicode make the text behind them run the other way. A line with one reads other "
     "than the compiler reads it, so they are refused in comments and strings too.",
     "rdx 1;\n"
     "package a;\n"
     "// \342\200\256 \n",
     "rdx 1;\n"
     "package a;\n"
     "// א\n"},
    {Code::unexpected_character, "unexpected_character", "a character that means nothing here",
     "The grammar has no use for this character outside of strings and comments.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S #1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::unterminated_string, "unterminated_string", "a string without its closing quote",
     "A string ends on the line on which it begins.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [unit = \"m]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [unit = \"m\"]; }\n"},
    {Code::bad_escape, "bad_escape", "an unknown escape in a string",
     "Strings know the escapes of JSON: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX. Characters past U+FFFF stand "
     "for themselves.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 = \"\\q\"; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 = \"\\n\"; }\n"},
    {Code::unterminated_comment, "unterminated_comment", "a comment without its end",
     "A comment that begins with /* ends with */. They do not nest.",
     "rdx 1;\n"
     "package a;\n"
     "/* a comment\n",
     "rdx 1;\n"
     "package a;\n"
     "/* a comment */\n"},
    {Code::malformed_number, "malformed_number", "digits and letters that are no number",
     "Numbers are written 12, 0x1f, 1.5 or 1e-9. A name cannot begin with a digit.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 12px; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 12; }\n"},
    {Code::name_not_ascii, "name_not_ascii", "a letter that cannot stand in a name",
     "Names go into C++ and other languages, so they are made of a-z, A-Z, 0-9 and _. A Cyrillic letter "
     "that looks like a Latin one is found here.",
     "rdx 1;\n"
     "package a;\n"
     "class Сat {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class Cat {}\n"},
};

}  // namespace

std::span<const Page> text_pages() { return kTextPages; }

}  // namespace rdxc
