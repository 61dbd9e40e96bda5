// 01: the grammar. A table.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kGrammarPages[] = {
    {Code::unexpected_token, "unexpected_token", "something else is expected here",
     "The grammar wants another word or mark at this place. The message says which.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x S @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::missing_semicolon, "missing_semicolon", "a declaration without its ';'",
     "Fields, values, imports, the package and the edition end with a semicolon. The declaration counts "
     "all the same, so nothing else is reported because of it. rdxc check --fix adds it.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @1\n"
     "  y: S @2;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @1;\n"
     "  y: S @2;\n"
     "}\n"},
    {Code::missing_brace, "missing_brace", "a body without its '}'",
     "The body of a class or an enum is still open where the next declaration begins, or where the file "
     "ends.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @1;\n"
     "class B {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @1;\n"
     "}\n"
     "class B {}\n"},
    {Code::unknown_declaration, "unknown_declaration", "a word that begins no declaration",
     "Declarations begin with class, enum, extern, import or package; the file with rdx. Where one word is nearest, "
     "rdxc check --fix writes it.",
     "rdx 1;\n"
     "package a;\n"
     "message A { x: S @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::nested_too_deeply, "nested_too_deeply", "types within types within types",
     "No type needs more than two levels; past sixteen the rest is not read.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<E<E<E<E<E<E<E<E<E<E<E<E<E<E<E<E<S>>>>>>>>>>>>>>>>> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<S> @1; }\n"},
    {Code::nested_declaration, "nested_declaration", "a class within a class",
     "Classes, enums and externs stand side by side in their package. They see each other in any order.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  class B {}\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"
     "class B {}\n"},
    {Code::stray_brace, "stray_brace", "a '}' that closes nothing", "There is one more '}' than '{' up to here.",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"},
    {Code::missing_edition, "missing_edition", "the file does not say its edition",
     "The first line of a schema says in which edition of the language it is written, so that a later "
     "compiler still reads it as it was meant.",
     "package a;\n"
     "class A {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"},
    {Code::unknown_edition, "unknown_edition", "an edition that this compiler does not know",
     "There is one edition so far: 1. A schema with a higher one was written for a newer compiler.",
     "rdx 2;\n"
     "package a;\n",
     "rdx 1;\n"
     "package a;\n"},
    {Code::misplaced_edition, "misplaced_edition", "the edition is not the first thing, or stands twice",
     "The edition is said once, before everything else.",
     "package a;\n"
     "rdx 1;\n",
     "rdx 1;\n"
     "package a;\n"},
    {Code::missing_package, "missing_package", "the file says no package",
     "Every name belongs to a package; in C++ the package is the namespace. Names at large would meet "
     "those of other schemas in the same store.",
     "rdx 1;\n"
     "class A {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"},
    {Code::repeated_package, "repeated_package", "the package stands twice", "A file belongs to one package.",
     "rdx 1;\n"
     "package a;\n"
     "package b;\n",
     "rdx 1;\n"
     "package a;\n"},
};

}  // namespace

std::span<const Page> grammar_pages() { return kGrammarPages; }

}  // namespace rdxc
