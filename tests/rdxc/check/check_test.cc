#include "rdxc/check/check.h"

#include <gtest/gtest.h>

#include <string>

#include "rdxc/check/class_id.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

TEST(Check, NineFaultsAreNineErrors) {
  const std::string schema = body(
      "enum Way { in = 0; out = 0; }\n"
      "class A : Nobody {\n"
      "  a: S @1;\n"
      "  b: S @1;\n"
      "  c: string @3;\n"
      "  d S @4;\n"
      "  e: E<E<S>> @5;\n"
      "  f: I<Way> @6 = up;\n"
      "  g: S @7 [indx = hash];\n"
      "  h: S @200;\n"
      "}\n");
  EXPECT_EQ(codes_of(schema), "RDX0502 RDX0402 RDX0203 RDX0301 RDX0101 RDX0306 RDX0604 RDX0605 RDX0201");
}

TEST(Check, AMissingImportIsSaidOnceAndHidesNothing) {
  const std::string schema =
      "rdx 1;\npackage a;\nimport \"people.rdx\";\n"
      "class A : people.Person { x: R<people.Person> @1; y: R<Grup> @2; z: S @2; e: I<people.Way> @3 = one; }\n"
      "class Group {}\n";
  Compiled out;
  compile(out, schema);
  EXPECT_EQ(out.codes(), "RDX0701 RDX0402 RDX0203");
  EXPECT_NE(out.text().find("note: looked in '.'"), std::string::npos) << out.text();
}

TEST(Check, NamesThatMayStandInAMissingImportAreNotCalledUnknown) {
  EXPECT_EQ(codes_of("rdx 1;\npackage a;\nimport \"rest.rdx\";\nclass A { x: R<Elsewhere> @1; }\n"), "RDX0701");
}

TEST(Check, AnImportHasANeighbourOfAlmostItsName) {
  Compiled out;
  compile(out, "rdx 1;\npackage a;\nimport \"peple.rdx\";\n--- people.rdx\nrdx 1;\npackage people;\n");
  EXPECT_EQ(out.codes(), "RDX0701");
  EXPECT_NE(out.text().find("help: did you mean 'people.rdx'?"), std::string::npos) << out.text();
}

TEST(Check, ImportsAreSearchedInFoldersThenBesideTheImporter) {
  CheckOptions options;
  options.folders = {"one", "two"};
  const std::string files = "rdx 1;\npackage a;\nimport \"b.rdx\";\nclass A { x: R<b.B> @1; }\n";
  EXPECT_EQ(codes_of(files + "--- two/b.rdx\nrdx 1;\npackage b;\nclass B {}\n", options), "");
  EXPECT_EQ(codes_of(files + "--- b.rdx\nrdx 1;\npackage b;\nclass B {}\n--- two/b.rdx\nrdx 1;\npackage b;\n", options),
            "RDX0402");
  Compiled out;
  compile(out, files, options);
  EXPECT_NE(out.text().find("looked in 'one'\nnote: looked in 'two'\nnote: looked in '.'\n"), std::string::npos)
      << out.text();
}

TEST(Check, PackagesOfSeveralFilesSeeEachOther) {
  EXPECT_EQ(codes_of("rdx 1;\npackage a.b;\nimport \"c.rdx\";\nclass A { x: R<C> @1; y: R<a.b.C> @2; z: R<b.C> @3; }\n"
                     "--- c.rdx\nrdx 1;\npackage a.b;\nclass C {}\n"),
            "");
}

TEST(Check, ADeclarationWithoutItsSemicolonStillCounts) {
  EXPECT_EQ(codes_of(body("class A {\n  x: S @1\n  y: S @1;\n}\n")), "RDX0102 RDX0203");
}

TEST(Check, NumbersAreOnceOverTheLine) {
  EXPECT_EQ(codes_of(body(
                "class A { x: S @1; reserved @5; }\nclass B : A { y: S @1; z: S @5; }\nclass C : A { y: S @2; }\n")),
            "RDX0203 RDX0204");
  EXPECT_EQ(codes_of(body("class A { x: S @99999999999999999999; y: S @0; }\n")), "RDX0201 RDX0201");
}

TEST(Check, TheNextFreeNumberIsAboveAllOthers) {
  Compiled out;
  compile(out, body("class A { x: S @1; reserved @9; }\nclass B : A { y: S; z: S @20; }\n"));
  EXPECT_NE(out.text().find("field 'y' has no number; the next free one is 21"), std::string::npos) << out.text();
}

TEST(Check, TypesSayWhatElseTheyCouldBe) {
  const auto help = [](const std::string& type) {
    Compiled out;
    compile(out, body("enum Way { in = 0; }\nclass Group {}\nclass A { x: " + type + " @1; }\n"));
    return out.diagnostics.list().size() == 1 ? out.diagnostics.list()[0].help : out.codes();
  };
  EXPECT_EQ(help("string"), "did you mean 'S'?");
  EXPECT_EQ(help("int64"), "did you mean 'I'?");
  EXPECT_EQ(help("bytes"), "rdx has no type for raw bytes; S is UTF-8 text");
  EXPECT_EQ(help("Group"), "write R<Group>");
  EXPECT_EQ(help("Way"), "write I<Way>");
  EXPECT_EQ(help("R<Grop>"), "did you mean 'Group'?");
  EXPECT_EQ(help("I<Wya>"), "did you mean 'Way'?");
  EXPECT_EQ(help("R<Way>"), "write I<Way>");
  EXPECT_EQ(help("E<U>"), "elements are F, I, R, S, bool, I<Enum> and R<Class>");
}

TEST(Check, DefaultsAreCheckedByTheirType) {
  const auto codes = [](const std::string& field) {
    return codes_of(body("enum W { in = 0; }\nclass A { x: " + field + "; }\n"));
  };
  for (const char* good : {"I @1 = -9223372036854775808", "F @1 = 1", "F @1 = -inf", "F @1 = 4.9e-324", "S @1 = \"\"",
                           "bool @1 = true", "I<W> @1 = in", "I<W> @1 = W.in"})
    EXPECT_EQ(codes(good), "") << good;
  EXPECT_EQ(codes("I @1 = 1.5"), "RDX0602");
  EXPECT_EQ(codes("I @1 = true"), "RDX0602");
  EXPECT_EQ(codes("F @1 = \"1\""), "RDX0602");
  EXPECT_EQ(codes("F @1 = 1e999"), "RDX0603");
  EXPECT_EQ(codes("I @1 = -9223372036854775809"), "RDX0603");
  EXPECT_EQ(codes("I<W> @1 = 0"), "RDX0602");
  EXPECT_EQ(codes("bool @1 = 1"), "RDX0602");
  for (const char* type : {"R", "R<A>", "C", "U", "Z", "N", "E<S>", "M", "L<I>", "text", "V"})
    EXPECT_EQ(codes(std::string(type) + " @1 = 1"), "RDX0601") << type;
}

TEST(Check, IndexesAreOverSingleValues) {
  const auto codes = [](const std::string& type) {
    return codes_of(body("enum W { in = 0; }\nclass A { x: " + type + " @1 [index = hash]; }\n"));
  };
  for (const char* good : {"S", "I", "F", "R", "bool", "I<W>", "R<A>"}) EXPECT_EQ(codes(good), "") << good;
  for (const char* bad : {"C", "U", "Z", "N", "E", "M<S, I>", "L<I>", "text", "V"})
    EXPECT_EQ(codes(bad), "RDX0609") << bad;
}

TEST(Check, ClassIdsAreStable) {
  EXPECT_EQ(id_text(stable_class_id("school.Student")), id_text(stable_class_id("school.Student")));
  EXPECT_EQ(stable_class_id(""), (0xcbf29ce484222325u ^ 0xcbf29ce484222325u >> 44) & 0xfffffffffffu);
  EXPECT_LT(stable_class_id("school.Student"), uint64_t{1} << 44);
  EXPECT_EQ(id_text(stable_class_id("board.Person")), "0-5dcbc05c-214");
  EXPECT_EQ(parse_id("1f-2-0"), uint64_t{0x1f} << 44 | uint64_t{2} << 12);
  EXPECT_EQ(id_text(*parse_id("c187-3a62-12")), "c187-3a62-12");
  for (const char* bad :
       {"", "1", "1-2", "1-2-3-4", "100000-0-0", "0-100000000-0", "0-0-1000", "g-0-0", "1--2", "-1-2-3"})
    EXPECT_EQ(parse_id(bad), std::nullopt) << bad;
}

TEST(Check, ARenamedClassKeepsItsId) {
  Compiled out;
  compile(out, body("class New [was = \"Old\"] {}\n"));
  EXPECT_EQ(out.file().classes[0]->id, stable_class_id("a.Old"));
}

TEST(Check, ParentsComeBeforeTheirChildren) {
  Compiled out;
  compile(out, body("class C : B {}\nclass B : A {}\nclass A {}\n"));
  ASSERT_EQ(out.codes(), "");
  std::string order;
  for (const schema::Class* one : out.file().classes) order += one->name;
  EXPECT_EQ(order, "ABC");
}

TEST(Check, NamesThatCppHasGetATail) {
  Compiled out;
  compile(out,
          "rdx 1;\npackage time.class;\nenum union { and = 0; }\nclass int { errno: S @1; id: S @2; find_by_id: S @3; "
          "plain: S @4; int_: S @5; }\n");
  ASSERT_EQ(out.codes(), "");
  const schema::File& file = out.file();
  EXPECT_EQ(file.cpp_namespace, (std::vector<std::string>{"time_", "class_"}));
  EXPECT_EQ(file.enums[0]->cpp_name, "union_");
  EXPECT_EQ(file.enums[0]->enumerators[0].cpp_name, "and_");
  std::string names;
  for (const schema::Field& field : file.classes[0]->fields) names += field.cpp_name + ' ';
  EXPECT_EQ(names, "errno_ id_ find_by_id_ plain int__ ");
}

TEST(Check, NamesThatMeetInCppAreAFault) {
  EXPECT_EQ(codes_of(body("class A { class: S @1; class_: S @2; }\n")), "RDX0801");
  EXPECT_EQ(codes_of(body("class A { class: S @1; }\nclass B : A { class_: S @2; }\n")), "RDX0801");
  EXPECT_EQ(codes_of(body("class int {}\nenum int_ { a = 0; }\n")), "RDX0801");
  EXPECT_EQ(codes_of(body("enum W { and = 0; and_ = 1; }\n")), "RDX0801");
  EXPECT_EQ(codes_of(body("class A { B: S @1; }\nclass B : A {}\n")), "RDX0801");
  EXPECT_EQ(codes_of("rdx 1;\npackage a;\nimport \"b.rdx\";\nclass b {}\n--- b.rdx\nrdx 1;\npackage a.b;\n"),
            "RDX0801");
}

TEST(Check, ExternTypesAreSeenWhereTheyAreImported) {
  const std::string ext = "extern type Q \"acme::Set\" from \"acme/set.h\";\n";
  EXPECT_EQ(codes_of(body(ext + "class A { x: Q @1; }\n")), "");
  EXPECT_EQ(
      codes_of(
          "rdx 1;\npackage a;\nimport \"b.rdx\";\nclass A { x: Q @1; y: b.Q @2; }\n--- b.rdx\nrdx 1;\npackage b;\n" +
          ext),
      "");
  EXPECT_EQ(codes_of(body(ext + "class A { x: E<Q> @1; y: Q @2 = 1; z: Q @3 [index = hash]; }\n")),
            "RDX0307 RDX0601 RDX0609");
}

TEST(Check, HugeInputsAreBounded) {
  std::string fields = body("class A {\n");
  for (int i = 0; i < 200000; ++i) fields += "a:S@1;";
  std::string unknown = body("class A {\n");
  for (int i = 0; i < 50000; ++i) unknown += "f" + std::to_string(i) + ":R<Nope" + std::to_string(i) + ">@1;";
  std::string options = body("class A { x: S @1 [");
  for (int i = 0; i < 200000; ++i) options += "a,";
  std::string line = body("class A0 {}\n");
  for (int i = 1; i < 20000; ++i) line += "class A" + std::to_string(i) + " : A" + std::to_string(i - 1) + " {}\n";
  for (const std::string& text : {fields + "}", unknown + "}", options + "a]; }"}) EXPECT_NE(codes_of(text), "");
  EXPECT_EQ(codes_of(line), "RDX0404");
}

}  // namespace
}  // namespace rdxc
