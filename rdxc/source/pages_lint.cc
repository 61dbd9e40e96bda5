// 12: what is right and could be better. A table.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kLintPages[] = {
    {Code::type_name, "type_name", "a class or enum that is not in CamelCase",
     "Classes and enums are written as Student and HttpServer, so that a reader tells them from fields "
     "and packages. A rename is free where [was = \"old_name\"] keeps the class id.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class some_body {}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class SomeBody {}\n"},
    {Code::field_name, "field_name", "a field that is not in lower_case",
     "Fields are written as first_name. In the store a field is its number and its letter, so a rename "
     "changes no data, only the code that uses it.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  firstName: S @1;   /// As they write it.\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  first_name: S @1;   /// As they write it.\n"
     "}\n"},
    {Code::value_name, "value_name", "an enum's value that is not in lower_case",
     "Values are written as first_name. In the store a value is its number.",
     "rdx 1;\n"
     "package a;\n"
     "/// How.\n"
     "enum A { Unknown = 0; }\n",
     "rdx 1;\n"
     "package a;\n"
     "/// How.\n"
     "enum A { unknown = 0; }\n"},
    {Code::package_name, "package_name", "a package that is not in lower case",
     "A package becomes a namespace of C++, and those are written in lower case.",
     "rdx 1;\n"
     "package School;\n",
     "rdx 1;\n"
     "package school;\n"},
    {Code::undocumented_type, "undocumented_type", "a class or enum without documentation",
     "A line of /// above a class or an enum says what it stands for. It travels into the generated "
     "code, into editors and into rdxc doc.",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {}\n"},
    {Code::undocumented_field, "undocumented_field", "a field without documentation",
     "A line of /// above a field, or behind it on its line, says what it holds. This rule is off unless "
     "it is asked for.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  born: I @1;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  born: I @1;   /// The year.\n"
     "}\n"},
    {Code::lost_doc, "lost_doc", "a '///' that documents nothing",
     "A '///' belongs to the declaration right below it or, behind a field or a value on its line, to "
     "that one. Anywhere else, before an import or reserved numbers, behind a brace, behind a field that "
     "has one above it, it is read by nobody.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  born: I @1;   /// The year.\n"
     "  /// Was the age.\n"
     "  reserved @2;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  born: I @1;   /// The year.\n"
     "  // Was the age.\n"
     "  reserved @2;\n"
     "}\n"},
    {Code::deprecated_reason, "deprecated_reason", "a 'deprecated' that does not say what to use instead",
     "Whoever is warned by the compiler wants to know what to do. The reason is part of the warning.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A [deprecated] {}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A [deprecated = \"use B\"] {}\n"},
    {Code::number_gap, "number_gap", "a field number that is left out and not reserved",
     "A number that a field once had must never be given again: old data would be read as the new field. "
     "Reserving it says so. A number that nobody ever had is better given to the next field.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  name: S @1;   /// In full.\n"
     "  born: I @3;   /// The year.\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  name: S @1;   /// In full.\n"
     "  born: I @3;   /// The year.\n"
     "  reserved @2;\n"
     "}\n"},
    {Code::number_order, "number_order", "fields that do not stand in the order of their numbers",
     "Fields in the order of their numbers show at the last one which number is free.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  born: I @2;   /// The year.\n"
     "  name: S @1;   /// In full.\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  name: S @1;   /// In full.\n"
     "  born: I @2;   /// The year.\n"
     "}\n"},
    {Code::enum_without_zero, "enum_without_zero", "an enum without a name for 0",
     "A field of an enum that nobody has written, and that has no default, reads as 0. A name for it "
     "says what that means.",
     "rdx 1;\n"
     "package a;\n"
     "/// How.\n"
     "enum A { passed = 1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "/// How.\n"
     "enum A { unknown = 0; passed = 1; }\n"},
    {Code::unused_import, "unused_import", "an import of which nothing is used",
     "An import that is not needed makes this file depend on changes in the other. rdxc lint --fix removes it.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "/// Somebody.\n"
     "class A : b.B {}\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"
     "class B {}\n"},
    {Code::untyped, "untyped", "a field that holds anything",
     "A bare E, M or L holds values of any type, a bare R objects of any class, and the program has to "
     "look which. This rule is off unless it is asked for.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  tags: E @1;   /// In short.\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {\n"
     "  tags: E<S> @1;   /// In short.\n"
     "}\n"},
    {Code::lint_comment, "lint_comment", "a lint comment that names no rule",
     "// lint: off field-name silences a rule on its line or, on a line of its own, on the next. A name "
     "that is no rule's silences nothing.",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class A {}   // lint: off type-nam\n",
     "rdx 1;\n"
     "package a;\n"
     "/// Somebody.\n"
     "class a {}   // lint: off type-name\n"},
};

}  // namespace

std::span<const Page> lint_pages() { return kLintPages; }

}  // namespace rdxc
