// 11: what replicas of an older schema make of a newer one. A table; each schema is a pair, the older one or a lock
// first.
#include "rdxc/source/pages.h"

namespace rdxc {
namespace {

constexpr Page kCompatibilityPages[] = {
    {Code::letter_changed, "letter_changed", "another letter at a number",
     "In the store a field is its number and its letter, and each letter merges in its own way. Under "
     "another letter it is another field: what is stored is kept and not seen, and replicas of the two "
     "schemas do not see each other's changes. U, C, N and I are counters and numbers that look alike and "
     "do not merge alike; E and L likewise.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { visits: I @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { visits: U @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { visits: I @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { views: U @2; reserved @1; }\n"},
    {Code::elements_changed, "elements_changed", "elements that stored ones are not",
     "A container with a type shows the elements of that type, and a bool shows 0 and 1. After this "
     "change some of what is stored is kept and not shown, or shown as something else. text and L<S> are "
     "both arrays, but a text shows letters and an L<S> whole strings.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<I> @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; codes: E<I> @2; }\n"},
    {Code::elements_widened, "elements_widened", "a type that holds more than it did",
     "New builds show all that is stored, so this breaks nothing that is there. What they write and an "
     "old build cannot hold, the old build keeps and does not show; where that matters, wait until no old "
     "build is left. In a map it may write over an entry that it does not show. It is a warning.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { tags: E<S> @1; more: E @2; }\n"},
    {Code::field_removed, "field_removed", "a field that is gone, with a number that is free",
     "Old builds go on writing the field, and stores keep it. The next field that is given its number "
     "would show what they wrote. A number that was given is reserved. rdxc diff --fix adds it.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; zip: S @2; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; zip: S @2; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; reserved @2; }\n"},
    {Code::number_reused, "number_reused", "a number that another field had",
     "A number, once given, belongs to its field for good, also long after the field went: stores and old "
     "builds have it. A lock remembers every number that was ever given, and a reserved one says the same "
     "in the schema.",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "class a.A 0-c1904684-132\n"
     "field a.A @1 city S\n"
     "field a.A @2 zip S removed\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; age: I @2; }\n",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "class a.A 0-c1904684-132\n"
     "field a.A @1 city S\n"
     "field a.A @2 zip S removed\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; age: I @3; }\n"},
    {Code::field_moved, "field_moved", "a field under another number",
     "The number is what is stored, the name is not. Under another number the field begins empty, and "
     "what is stored under the first is not seen. rdxc diff --fix gives it back.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @2; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { zip: S @2; city: S @1; }\n"},
    {Code::field_rename_unsaid, "field_rename_unsaid", "another name at a number",
     "The number and the letter are the same, so what is stored for the one name is read as the other. If "
     "the field was renamed, [was = \"…\"] says so, and reviewers, programs and this comparison know. If it "
     "is another field, it takes a number of its own.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { town: S @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { town: S @1 [was = \"city\"]; }\n"},
    {Code::reservation_dropped, "reservation_dropped", "a number that is reserved no more",
     "It was reserved since stores or old builds have something under it. They still do. rdxc diff --fix adds it.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @1..@3; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @1..@2; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @1..@3; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { reserved @1..@9; }\n"},
    {Code::class_id_changed, "class_id_changed", "a class with another id",
     "The id is how the store knows the class of an object. Under another one it is another class: no "
     "object that is stored belongs to it.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] { }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A [id = \"1f-2-0\"] { name: S @1; }\n"},
    {Code::class_rename_unsaid, "class_rename_unsaid", "a class under another name, and so with another id",
     "A class without an id of its own has one that is made of its full name. Another name, or another "
     "package, is another id, and no object that is stored belongs to the class. [was = \"…\"] keeps the "
     "id; it takes a name with a package too. A class that went is taken for renamed where a new one has "
     "its name or at least half of its fields.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Pupil { name: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Student { name: S @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Pupil { name: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Student [was = \"Pupil\"] { name: S @1; }\n"},
    {Code::parent_changed, "parent_changed", "a class that does not descend from its parent any more",
     "Objects of a class are objects of its ancestors too: they are found among them, and references to "
     "an ancestor may refer to them. A class may gain ancestors, above or between, and may not lose one.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class P { }\n"
     "class A : P { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class P { }\n"
     "class A { }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class P { }\n"
     "class A : P { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class P { }\n"
     "class B : P { }\n"
     "class A : B { }\n"},
    {Code::reference_changed, "reference_changed", "a reference to another class",
     "What is stored refers to objects of the class before, which cannot be loaded as objects of this "
     "one.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "class C { x: R<A> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "class C { x: R<B> @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "class C { x: R<A> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "class C { x: R<A> @1; y: R<B> @2; }\n"},
    {Code::value_moved, "value_moved", "a value of an enum under another number",
     "The number is what is stored. Where it is, it now reads as another value or as none. rdxc diff --fix gives it "
     "back.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 2; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; all = 2; }\n"},
    {Code::value_meaning_changed, "value_meaning_changed", "a number of an enum under another name",
     "What is stored under the number reads as the new name. If the value was renamed, [was = \"…\"] says "
     "so. If it is another value, it takes a number of its own; a lock remembers those that were given, "
     "also after they went.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; all = 1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; all = 1 [was = \"some\"]; }\n"},
    {Code::extern_changed, "extern_changed", "a letter for another type",
     "The type behind a letter decides how changes merge. Replicas that merge the same changes in two "
     "ways do not converge.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::GrowSet\" from \"acme/grow_set.h\";\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::Bag\" from \"acme/bag.h\";\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::GrowSet\" from \"acme/grow_set.h\";\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "extern type Q \"acme::GrowSet\" from \"acme/sets.h\";\n"
     "extern type W \"acme::Bag\" from \"acme/bag.h\";\n"},
    {Code::unit_changed, "unit_changed", "a field that counts something else",
     "Nothing converts what is stored, and old builds go on writing the unit before. It is a warning.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { height: F @1 [unit = \"m\"]; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { height: F @1 [unit = \"cm\"]; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { height: F @1 [unit = \"m\"]; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { height: F @1 [unit = \"m\"]; height_cm: F @2 [unit = \"cm\"]; }\n"},
    {Code::field_renamed, "field_renamed", "a field that was renamed",
     "The store does not mind. JSON documents have fields by their names, and so have programs.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { town: S @1 [was = \"city\"]; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; town: S @2; }\n"},
    {Code::field_retired, "field_retired", "a field that was taken out",
     "Its number is reserved, so the store does not mind. JSON documents that have the field are refused, "
     "and programs that name it do not compile.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; zip: S @2; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; reserved @2; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; zip: S @2; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; zip: S @2 [deprecated]; }\n"},
    {Code::json_form_changed, "json_form_changed", "a value that JSON has in another form",
     "A bool is true or false in JSON, a value of an enum is its name, any other I is a number. In the "
     "store all three are whole numbers.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I<Way> @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "class A { x: I @1; y: I<Way> @2; }\n"},
    {Code::value_renamed, "value_renamed", "a value of an enum that was renamed",
     "The store has the number. JSON documents have the name, and so have programs.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; all = 1 [was = \"some\"]; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; all = 2; }\n"},
    {Code::value_removed, "value_removed", "a value of an enum that is gone",
     "What is stored keeps its number, which has no name now. JSON documents with the name are refused, "
     "and programs that name it do not compile.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; some = 1 [deprecated]; }\n"},
    {Code::class_renamed, "class_renamed", "a class that was renamed",
     "Its id is the same, so the store does not mind. Programs name the class, and so do JSON documents "
     "that say their $class.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Pupil { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Student [was = \"Pupil\"] { }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Pupil { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class Pupil [deprecated] { }\n"
     "class Student : Pupil { }\n"},
    {Code::class_removed, "class_removed", "a class that is gone",
     "Its objects stay in the stores, and no new build shows them. JSON documents of it are refused, and "
     "programs that name it do not compile. A lock remembers its fields, should it come back.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B [deprecated] { }\n"},
    {Code::member_type_changed, "member_type_changed", "a member of another C++ type",
     "What is stored, and JSON, is the same. The member of the generated class has another type, so "
     "programs may not compile.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { x: R<A> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { x: R @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { x: R<A> @1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { }\n"
     "class B { x: R<A> @1; y: R @2; }\n"},
    {Code::enum_removed, "enum_removed", "an enum that is gone, or has another name",
     "The store has its numbers. Programs name it.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Road [was = \"Way\"] { none = 0; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way { none = 0; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "enum Way [deprecated] { none = 0; }\n"
     "enum Road { none = 0; }\n"},
    {Code::index_removed, "index_removed", "an index that is gone",
     "The index goes from the store by itself. Programs that call find_by_… do not compile.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [index = hash]; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [index = hash]; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: S @1 [index = hash]; y: S @2; }\n"},
    {Code::default_changed, "default_changed", "another default",
     "A default is for reading and is never written: a field that nobody wrote reads as one thing in old "
     "builds and as another in new ones. It is a warning.",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 2; }\n",
     "--- old.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 1; }\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { x: I @1 = 1; y: I @2 = 2; }\n"},
    {Code::lock_malformed, "lock_malformed", "a lock that cannot be read",
     "rdxc writes the lock, git merges it. What git could not merge is settled by keeping the lines of "
     "both sides; rdxc lock puts them in order. A number that both sides gave is settled in the schema: "
     "one of the two takes another.",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "class a.A 0-c1904684-132\n"
     "field a.A @1 city\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "class a.A 0-c1904684-132\n"
     "field a.A @1 city S\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"},
    {Code::lock_outdated, "lock_outdated", "a lock that is not as rdxc lock would write it",
     "The lock remembers what it was told. What is not in it when it goes from the schema is forgotten, "
     "so the lock is written with each change of the schemas, and rdxc lock --check holds that.",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "\n"
     "class a.A 0-c1904684-132\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n",
     "--- rdx.lock\n"
     "rdx.lock 1\n"
     "# What the schemas have ever said to replicas. Written by rdxc lock, read by rdxc diff; commit it.\n"
     "# Where git finds a conflict, keep the lines of both sides and run rdxc lock.\n"
     "\n"
     "class a.A 0-c1904684-132\n"
     "field a.A @1 city S\n"
     "--- new.rdx\n"
     "rdx 1;\n"
     "package a;\n"
     "class A { city: S @1; }\n"},
};

}  // namespace

std::span<const Page> compatibility_pages() { return kCompatibilityPages; }

}  // namespace rdxc
