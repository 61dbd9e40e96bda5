// The pages. A long table; explain() is at its end.
#include "rdxc/source/catalogue.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

constexpr Page kPages[] = {
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
     "all the same, so nothing else is reported because of it.",
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
     "Declarations begin with class, enum, extern, import or package; the file with rdx.",
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
    {Code::number_out_of_range, "number_out_of_range", "a field number outside of 1 to 127",
     "In the store a field is its number and its letter, and a number takes one byte. It runs from 1 to "
     "127 over the class and all its ancestors.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @128; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @127; }\n"},
    {Code::missing_number, "missing_number", "a field without a number",
     "The number is what the store knows of the field; the name may change, the number stays. So it is "
     "written down by hand and never given again.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::number_taken, "number_taken", "a field number that another field has",
     "Numbers are once in a class and all its ancestors: an object stores the fields of its whole line "
     "side by side.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  city: S @1;\n"
     "  street: S @1;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  city: S @1;\n"
     "  street: S @2;\n"
     "}\n"},
    {Code::number_reserved, "number_reserved", "a field number that is reserved",
     "A number is reserved when its field was taken out: old replicas still have its values, and a new "
     "field under the same number would read them.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @3;\n"
     "  reserved @3;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  x: S @4;\n"
     "  reserved @3;\n"
     "}\n"},
    {Code::field_taken, "field_taken", "two fields of one name", "A name stands once in a class and all its ancestors.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"
     "class B : A { x: I @2; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"
     "class B : A { y: I @2; }\n"},
    {Code::empty_range, "empty_range", "a range that holds no number",
     "A range goes from the lower number to the higher one.",
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @9..@3; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @3..@9; }\n"},
    {Code::reserved_twice, "reserved_twice", "a number that is reserved twice",
     "Ranges of one class and its ancestors do not overlap.",
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @3, @1..@5; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @1..@5; }\n"},
    {Code::unknown_type, "unknown_type", "a type that nobody knows",
     "Types are the letters F I R S C U Z N E M L V, the words bool and text, and the letters of extern "
     "types. Classes stand in R<…>, enums in I<…>.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: string @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::class_without_reference, "class_without_reference", "a class in the place of a type",
     "An object does not hold another object, it refers to it. The reference knows its class: R<Class>.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: A @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<A> @1; }\n"},
    {Code::enum_without_integer, "enum_without_integer", "an enum in the place of a type",
     "The value of an enum is stored as an I, and the schema says so: I<Enum>.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: Way @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I<Way> @1; }\n"},
    {Code::not_parametrized, "not_parametrized", "brackets behind a type that takes none",
     "Only I, R, E, M and L take something in '<…>'.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S<I> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::wrong_parameter_count, "wrong_parameter_count", "too many or too few types in the brackets",
     "E and L take the type of their elements, M those of its keys and its values, R a class, I an enum. "
     "Each may also stand alone: then it holds any.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: M<S> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: M<S, I> @1; }\n"},
    {Code::nested_container, "nested_container", "a container within a container",
     "Elements of E, M and L are single values: what is inside has no merge of its own. An inner container "
     "goes into a class of its own, and the outer one refers to its objects.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<E<S>> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class B { x: E<S> @1; }\n"
     "class A { x: E<R<B>> @1; }\n"},
    {Code::bad_element, "bad_element", "a type that cannot be an element",
     "Elements are F, I, R, S, bool, I<Enum> and R<Class>. A counter or a version vector stands in a field "
     "of its own.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: M<S, U> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: M<S, I> @1; }\n"},
    {Code::not_a_class, "not_a_class", "a reference to something that is no class",
     "R<…> takes a class; R alone refers to any object.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: R<Way> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I<Way> @1; }\n"},
    {Code::not_an_enum, "not_an_enum", "an I of something that is no enum",
     "I<…> takes an enum; I alone is any whole number.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I<A> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<A> @1; }\n"},
    {Code::not_a_type, "not_a_type", "brackets behind a class or an enum",
     "A class or an enum stands within the brackets of R or I, and has none of its own.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: A<S> @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<A> @1; }\n"},
    {Code::extern_letter, "extern_letter", "a letter that an extern type cannot have",
     "A type of your own has one of the letters that FORMAT.md leaves free: A H J K Q W Y. The others are "
     "types of rdx or parts of its packets and values.",
     "rdx 1;\n"
     "package a;\n"
     "extern type E \"acme::Set\" from \"acme/set.h\";\n",
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::Set\" from \"acme/set.h\";\n"},
    {Code::extern_taken, "extern_taken", "a letter that another extern type has",
     "In a store a letter stands for one type.",
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::A\" from \"acme/a.h\";\n"
     "extern type Q \"acme::B\" from \"acme/b.h\";\n",
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::A\" from \"acme/a.h\";\n"
     "extern type W \"acme::B\" from \"acme/b.h\";\n"},
    {Code::extern_name, "extern_name", "not a C++ type or not a header",
     "The first string is a struct's name with its namespaces, the second the header as an #include would "
     "have it.",
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"grow set\" from \"acme/set.h\";\n",
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::GrowSet\" from \"acme/set.h\";\n"},
    {Code::name_taken, "name_taken", "two declarations of one name",
     "Classes and enums of a package share one room, over all its files.",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"
     "enum A { none = 0; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"
     "enum B { none = 0; }\n"},
    {Code::unknown_class, "unknown_class", "a class that nobody knows",
     "The name is declared neither here nor in what is imported. Names of another package are written with "
     "it: people.Person.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<Persn> @1; }\n"
     "class Person {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<Person> @1; }\n"
     "class Person {}\n"},
    {Code::inheritance_cycle, "inheritance_cycle", "a class that descends from itself",
     "Somewhere up the line of parents the class comes again.",
     "rdx 1;\n"
     "package a;\n"
     "class A : B {}\n"
     "class B : A {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {}\n"
     "class B : A {}\n"},
    {Code::inheritance_too_deep, "inheritance_too_deep", "more than 32 classes in a line",
     "A line of ancestors has at most 32 classes.",
     "rdx 1;\n"
     "package a;\n"
     "class A1 {}\n"
     "class A2 : A1 {}\n"
     "class A3 : A2 {}\n"
     "class A4 : A3 {}\n"
     "class A5 : A4 {}\n"
     "class A6 : A5 {}\n"
     "class A7 : A6 {}\n"
     "class A8 : A7 {}\n"
     "class A9 : A8 {}\n"
     "class A10 : A9 {}\n"
     "class A11 : A10 {}\n"
     "class A12 : A11 {}\n"
     "class A13 : A12 {}\n"
     "class A14 : A13 {}\n"
     "class A15 : A14 {}\n"
     "class A16 : A15 {}\n"
     "class A17 : A16 {}\n"
     "class A18 : A17 {}\n"
     "class A19 : A18 {}\n"
     "class A20 : A19 {}\n"
     "class A21 : A20 {}\n"
     "class A22 : A21 {}\n"
     "class A23 : A22 {}\n"
     "class A24 : A23 {}\n"
     "class A25 : A24 {}\n"
     "class A26 : A25 {}\n"
     "class A27 : A26 {}\n"
     "class A28 : A27 {}\n"
     "class A29 : A28 {}\n"
     "class A30 : A29 {}\n"
     "class A31 : A30 {}\n"
     "class A32 : A31 {}\n"
     "class A33 : A32 {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A1 {}\n"
     "class A2 : A1 {}\n"},
    {Code::malformed_id, "malformed_id", "a text that is no id",
     "An id is three hex numbers, src-seq-off, in lower case and without leading zeros: of at most 20, 32 "
     "and 12 bits, and not all zero.",
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"hello\"] {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] {}\n"},
    {Code::id_taken, "id_taken", "two classes of one id",
     "A store knows a class by its id. Ids made from names meet about once in a billion schemas; then one "
     "of the classes gets an id by hand.",
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] {}\n"
     "class B [id = \"1f-2-0\"] {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] {}\n"
     "class B [id = \"1f-3-0\"] {}\n"},
    {Code::parent_not_a_class, "parent_not_a_class", "an enum as a parent", "A class descends from a class.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A : Way {}\n",
     "rdx 1;\n"
     "package a;\n"
     "class Way {}\n"
     "class A : Way {}\n"},
    {Code::enumerator_taken, "enumerator_taken", "two values of one name", "Names are once in an enum.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { in = 0; in = 1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { in = 0; out = 1; }\n"},
    {Code::value_taken, "value_taken", "two names for one value", "A stored number must tell which name it is.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { in = 0; out = 0; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { in = 0; out = 1; }\n"},
    {Code::empty_enum, "empty_enum", "an enum without values",
     "An enum has at least one value, most often one for 0: a field that was never written reads as 0.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way {}\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"},
    {Code::value_out_of_range, "value_out_of_range", "a value past 64 bits",
     "Values of an enum are stored in an I, a whole number of 64 bits with a sign.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { far = 9223372036854775808; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { far = 9223372036854775807; }\n"},
    {Code::default_not_allowed, "default_not_allowed", "a default on a type that takes none",
     "Defaults are for F, I, S, bool and I<Enum>. The other types begin empty, at zero, or as no "
     "reference.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<S> @1 = 1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<S> @1; }\n"},
    {Code::default_type, "default_type", "a default of another type",
     "The default is a value of the field's type. It is for reading and is never written.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = \"one\"; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 1; }\n"},
    {Code::default_out_of_range, "default_out_of_range", "a default that does not fit",
     "An I has 64 bits with a sign, an F is a float of 64 bits.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 9223372036854775808; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 9223372036854775807; }\n"},
    {Code::unknown_enumerator, "unknown_enumerator", "a default that is no value of the enum",
     "The default of an I<Enum> is the name of one of its values.",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I<Way> @1 = nine; }\n",
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I<Way> @1 = none; }\n"},
    {Code::unknown_option, "unknown_option", "an option that nobody knows",
     "Fields take index, unit, was and deprecated; classes id, was and deprecated; enums and their values "
     "was and deprecated.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [indx = hash]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [index = hash]; }\n"},
    {Code::misplaced_option, "misplaced_option", "an option in a place where it means nothing",
     "index and unit belong to fields, id to classes.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [id = \"1f-2-0\"]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] { x: S @1; }\n"},
    {Code::repeated_option, "repeated_option", "an option that stands twice", "Each option stands once.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 [unit = \"m\", unit = \"km\"]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 [unit = \"km\"]; }\n"},
    {Code::option_value, "option_value", "an option of the wrong value",
     "index takes hash; unit, was and id take a string; deprecated takes a reason or nothing.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 [unit = 3]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 [unit = \"m\"]; }\n"},
    {Code::index_not_allowed, "index_not_allowed", "an index over a type that has none",
     "An index finds objects by one value of theirs, so the field is an F, I, R or S.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: E<S> @1 [index = hash]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [index = hash]; }\n"},
    {Code::same_name_as_was, "same_name_as_was", "a rename to the same name",
     "was says which name the thing had before.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [was = \"x\"]; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [was = \"y\"]; }\n"},
    {Code::import_not_found, "import_not_found", "an import that is nowhere",
     "The file is looked for in the folders of -I, in their order, then in the folder of the file that "
     "imports it. What else is wrong is reported too; names that may stand in the missing file are not.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"},
    {Code::import_cycle, "import_cycle", "imports in a circle",
     "Of two files that import each other neither can come first.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"
     "import \"main.rdx\";\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"},
    {Code::import_of_itself, "import_of_itself", "a file that imports itself", "A file knows its own names.",
     "rdx 1;\n"
     "package a;\n"
     "import \"main.rdx\";\n",
     "rdx 1;\n"
     "package a;\n"},
    {Code::import_twice, "import_twice", "an import that stands twice", "Once is enough.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"},
    {Code::import_path, "import_path", "an import that leaves its folder",
     "An import names a file below a folder of -I, so that it means the same on every machine: no leading "
     "'/', no '..'.",
     "rdx 1;\n"
     "package a;\n"
     "import \"../b.rdx\";\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"},
    {Code::import_unreadable, "import_unreadable", "an import that cannot be read",
     "The file is there, but it is a folder, it is longer than 8 MiB, or the system refuses it.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b\";\n"
     "--- b/\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"},
    {Code::not_imported, "not_imported", "a name of a file that is not imported",
     "The name is known because another file imports it. Imports do not pass on what they import.",
     "rdx 1;\n"
     "package a;\n"
     "import \"b.rdx\";\n"
     "class A { x: R<c.C> @1; }\n"
     "--- b.rdx\n"
     "rdx 1;\n"
     "package b;\n"
     "import \"c.rdx\";\n"
     "--- c.rdx\n"
     "rdx 1;\n"
     "package c;\n"
     "class C {}\n",
     "rdx 1;\n"
     "package a;\n"
     "import \"c.rdx\";\n"
     "class A { x: R<c.C> @1; }\n"
     "--- c.rdx\n"
     "rdx 1;\n"
     "package c;\n"
     "class C {}\n"},
    {Code::names_meet, "names_meet", "two names that are one in C++",
     "A name that is a keyword or a macro of C++, or that generated classes have of their own, gets a '_' "
     "behind it: class becomes class_. So two names can meet that differ in the schema.",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  class: S @1;\n"
     "  class_: S @2;\n"
     "}\n",
     "rdx 1;\n"
     "package a;\n"
     "class A {\n"
     "  class: S @1;\n"
     "  kind: S @2;\n"
     "}\n"},
    {Code::reserved_name, "reserved_name", "a name that C++ keeps for itself",
     "Names with a leading '_' or a '__' within belong to the C++ compiler and its library.",
     "rdx 1;\n"
     "package a;\n"
     "class A { _x: S @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::letter_not_emitted, "letter_not_emitted", "a type that cannot be written as C++ yet",
     "The schema is right; this version of rdxc has no C++ for the type.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: V @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::template_name, "template_name", "a name that the model does not have",
     "A template may print only what the model has, and a name is looked for in the views around the "
     "place. rdxc ast --json shows them all. An unknown name is an error when the template is read, "
     "whatever the schema.",
     "{{! output .txt }}\n"
     "{{pakage}}\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
    {Code::template_kind, "template_kind", "a list or a view where a text is meant",
     "Lists and views have no text of their own: they are sections.",
     "{{! output .txt }}\n"
     "{{classes}}\n",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}{{/classes}}\n"},
    {Code::template_section, "template_section", "a section that is not closed, or closed by another name",
     "Sections nest, and each is closed by its own name.",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}\n",
     "{{! output .txt }}\n"
     "{{#classes}}{{name}}{{/classes}}\n"},
    {Code::template_syntax, "template_syntax", "a tag that cannot be read", "A tag begins with {{ and ends with }}.",
     "{{! output .txt }}\n"
     "{{package\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
    {Code::template_partial, "template_partial", "a partial that is not there, or that includes itself",
     "A partial is another template of the same folder, by its name without .mustache.",
     "{{! output .txt }}\n"
     "{{>missing}}\n",
     "{{! output .txt }}\n"
     "{{package}}\n"},
};

// A schema as it can be shown: indented, with bytes that are no text in hex.
std::string shown(std::string_view text) {
  std::string out = "    ";
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const size_t size = std::max<size_t>(point.size, 1);
    const bool plain =
        point.size > 0 && (point.value >= 0x20 || point.value == '\n') && point.value != 0x7f && point.value != 0x202e;
    if (plain) {
      out += text.substr(at, size);
      if (text[at] == '\n' && at + 1 < text.size()) out += "    ";
    } else {
      for (size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<uint8_t>(text[at + i]);
        out += "\\x";
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
      }
    }
    at += size;
  }
  return out;
}

// Lines of at most 100 characters.
std::string folded(std::string_view text) {
  constexpr size_t kWidth = 100;
  std::string out;
  while (text.size() > kWidth) {
    const size_t blank = text.rfind(' ', kWidth);
    if (blank == std::string_view::npos) break;
    out += std::string(text.substr(0, blank)) + '\n';
    text.remove_prefix(blank + 1);
  }
  return out += text;
}

}  // namespace

std::span<const Page> catalogue() { return kPages; }

const Page* find_page(Code code) {
  const auto* found = std::lower_bound(std::begin(kPages), std::end(kPages), code,
                                       [](const Page& page, Code wanted) { return page.code < wanted; });
  return found != std::end(kPages) && found->code == code ? found : nullptr;
}

std::optional<Code> parse_code(std::string_view text) {
  if (text.size() > 3 && (text.starts_with("RDX") || text.starts_with("rdx"))) text.remove_prefix(3);
  uint16_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return static_cast<Code>(number);
}

std::string explain(const Page& page) {
  return code_text(page.code) + ": " + std::string(page.title) + "\n\n" + folded(page.meaning) +
         "\n\nWith the fault:\n\n" + shown(page.bad) + "\nWithout:\n\n" + shown(page.good);
}

}  // namespace rdxc
