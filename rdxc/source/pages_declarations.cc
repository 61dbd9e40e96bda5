// 02 to 07: fields, types, classes, enums, options, imports. A table.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kDeclarationsPages[] = {
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
     "types. Classes stand in R<…>, enums in I<…>. Where one is nearest, rdxc check --fix writes it.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: string @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n"},
    {Code::class_without_reference, "class_without_reference", "a class in the place of a type",
     "An object does not hold another object, it refers to it. The reference knows its class: R<Class>. rdxc check "
     "--fix writes it.",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: A @1; }\n",
     "rdx 1;\n"
     "package a;\n"
     "class A { x: R<A> @1; }\n"},
    {Code::enum_without_integer, "enum_without_integer", "an enum in the place of a type",
     "The value of an enum is stored as an I, and the schema says so: I<Enum>. rdxc check --fix writes it.",
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
     "it: people.Person. Where one is nearest, rdxc check --fix writes it.",
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
     "The default of an I<Enum> is the name of one of its values. Where one is nearest, rdxc check --fix writes it.",
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
     "was and deprecated. Where one is nearest, rdxc check --fix writes it.",
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
     "imports it. What else is wrong is reported too; names that may stand in the missing file are not. Where one file "
     "has nearly this name, rdxc check --fix writes it.",
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
     "The name is known because another file imports it. Imports do not pass on what they import. rdxc check --fix "
     "adds it.",
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
};

}  // namespace

std::span<const Page> declarations_pages() { return kDeclarationsPages; }

}  // namespace rdxc
