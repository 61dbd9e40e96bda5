#include "rdxc/check/compatibility.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <iterator>
#include <string>
#include <utility>

#include "tests/rdxc/compare.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

// A kind of change, and what is said of it at each level: errors by their code, warnings with a '?' behind it.
struct Kind {
  const char* name;
  const char* old;
  const char* now;
  const char* wire;
  const char* json;
  const char* source;
};

constexpr Kind kKinds[] = {
    {"a field more", "class A { x: S @1; }", "class A { x: S @1; y: I @2; }", "", "", ""},
    {"another letter", "class A { x: S @1; }", "class A { x: I @1; }", "RDX1101", "RDX1101", "RDX1101"},
    {"I to U", "class A { x: I @1; }", "class A { x: U @1; }", "RDX1101", "RDX1101", "RDX1101"},
    {"E to L", "class A { x: E<S> @1; }", "class A { x: L<S> @1; }", "RDX1101", "RDX1101", "RDX1101"},
    {"other elements", "class A { x: M<S, I> @1; }", "class A { x: M<S, F> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"other keys", "class A { x: M<S, I> @1; }", "class A { x: M<I, I> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"any elements", "class A { x: E<S> @1; }", "class A { x: E @1; }", "RDX1103?", "RDX1103?", "RDX1131"},
    {"not any elements", "class A { x: E @1; }", "class A { x: E<S> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"text to strings", "class A { x: text @1; }", "class A { x: L<S> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"I to bool", "class A { x: I @1; }", "class A { x: bool @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"bool to I", "class A { x: bool @1; }", "class A { x: I @1; }", "RDX1103?", "RDX1123", "RDX1123"},
    {"I to an enum", "enum Way { in = 0; } class A { x: I @1; }", "enum Way { in = 0; } class A { x: I<Way> @1; }", "",
     "RDX1123", "RDX1123"},
    {"a field removed", "class A { x: S @1; y: S @2; }", "class A { x: S @1; }", "RDX1104", "RDX1104", "RDX1104"},
    {"a field retired", "class A { x: S @1; y: S @2; }", "class A { x: S @1; reserved @2; }", "", "RDX1122", "RDX1122"},
    {"a reserved number given", "class A { reserved @2; }", "class A { y: S @2; }", "RDX1105", "RDX1105", "RDX1105"},
    {"a number given anew", "class A { x: S @1; }", "class A { y: I @1; }", "RDX1105", "RDX1105", "RDX1105"},
    {"another number", "class A { x: S @1; }", "class A { x: S @2; }", "RDX1106", "RDX1106", "RDX1106"},
    {"two numbers swapped", "class A { x: S @1; y: S @2; }", "class A { y: S @1; x: S @2; }", "RDX1106 RDX1106",
     "RDX1106 RDX1106", "RDX1106 RDX1106"},
    {"a rename that says so", "class A { x: S @1; }", "class A { y: S @1 [was = \"x\"]; }", "", "RDX1121", "RDX1121"},
    {"a rename that does not", "class A { x: S @1; }", "class A { y: S @1; }", "RDX1107", "RDX1107", "RDX1107"},
    {"a reservation dropped", "class A { reserved @2; }", "class A { }", "RDX1108", "RDX1108", "RDX1108"},
    {"another class id", "class A [id = \"1-2-3\"] { }", "class A [id = \"1-2-4\"] { }", "RDX1109", "RDX1109",
     "RDX1109"},
    {"an id taken out", "class A [id = \"1-2-3\"] { }", "class A { }", "RDX1109", "RDX1109", "RDX1109"},
    {"a class renamed, said", "class A { x: S @1; }", "class B [was = \"A\"] { x: S @1; }", "", "RDX1126", "RDX1126"},
    {"a class renamed, unsaid", "class A { x: S @1; }", "class B { x: S @1; }", "RDX1110", "RDX1110", "RDX1110"},
    {"a class renamed under its id", "class A [id = \"1-2-3\"] { }", "class B [id = \"1-2-3\"] { }", "", "RDX1126",
     "RDX1126"},
    {"a class more", "class A { }", "class A { } class B { }", "", "", ""},
    {"a class gone", "class A { } class B { x: S @1; }", "class A { }", "", "RDX1127", "RDX1127"},
    {"a parent lost", "class P { } class A : P { }", "class P { } class A { }", "RDX1111", "RDX1111", "RDX1111"},
    {"another parent", "class P { } class Q1 { } class A : P { }", "class P { } class Q1 { } class A : Q1 { }",
     "RDX1111", "RDX1111", "RDX1111"},
    {"a parent between", "class P { } class A : P { }", "class P { } class B : P { } class A : B { }", "", "", ""},
    {"a first parent", "class P { } class A { }", "class P { } class A : P { }", "", "", ""},
    {"a field moved up", "class P { } class A : P { x: S @1; }", "class P { x: S @1; } class A : P { }", "", "", ""},
    {"a field moved down", "class P { x: S @1; } class A : P { }", "class P { } class A : P { x: S @1; }", "RDX1104",
     "RDX1104", "RDX1104"},
    {"another class referred to", "class P { } class B { } class A { x: R<P> @1; }",
     "class P { } class B { } class A { x: R<B> @1; }", "RDX1112", "RDX1112", "RDX1112"},
    {"any object referred to", "class P { } class A { x: R<P> @1; }", "class P { } class A { x: R @1; }", "RDX1103?",
     "RDX1103?", "RDX1131"},
    {"an ancestor referred to", "class P { } class B : P { } class A { x: R<B> @1; }",
     "class P { } class B : P { } class A { x: R<P> @1; }", "RDX1103?", "RDX1103?", "RDX1131"},
    {"a descendant referred to", "class P { } class B : P { } class A { x: E<R<P>> @1; }",
     "class P { } class B : P { } class A { x: E<R<B>> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"a value more", "enum Way { in = 0; }", "enum Way { in = 0; out = 1; }", "", "", ""},
    {"a value gone", "enum Way { in = 0; out = 1; }", "enum Way { in = 0; }", "", "RDX1125", "RDX1125"},
    {"a value's other number", "enum Way { in = 0; out = 1; }", "enum Way { in = 0; out = 2; }", "RDX1113", "RDX1113",
     "RDX1113"},
    {"two values swapped", "enum Way { in = 0; out = 1; }", "enum Way { out = 0; in = 1; }", "RDX1113 RDX1113",
     "RDX1113 RDX1113", "RDX1113 RDX1113"},
    {"a value's other meaning", "enum Way { in = 0; out = 1; }", "enum Way { in = 0; up = 1; }", "RDX1114", "RDX1114",
     "RDX1114"},
    {"a value renamed, said", "enum Way { in = 0; out = 1; }", "enum Way { in = 0; up = 1 [was = \"out\"]; }", "",
     "RDX1124", "RDX1124"},
    {"an enum renamed", "enum Way { in = 0; } class A { x: I<Way> @1; }",
     "enum Road [was = \"Way\"] { in = 0; } class A { x: I<Road> @1; }", "", "", "RDX1132 RDX1131"},
    {"an enum of other meanings", "enum Way { in = 0; } enum Hue { red = 0; } class A { x: I<Way> @1; }",
     "enum Way { in = 0; } enum Hue { red = 0; } class A { x: I<Hue> @1; }", "RDX1102", "RDX1102", "RDX1102"},
    {"another type of one's own", "extern type Q \"acme::Set\" from \"a.h\";",
     "extern type Q \"acme::Bag\" from \"a.h\";", "RDX1115", "RDX1115", "RDX1115"},
    {"another header", "extern type Q \"acme::Set\" from \"a.h\";", "extern type Q \"acme::Set\" from \"b.h\";", "", "",
     ""},
    {"another unit", "class A { x: F @1 [unit = \"m\"]; }", "class A { x: F @1 [unit = \"cm\"]; }", "RDX1116?",
     "RDX1116?", "RDX1116?"},
    {"an index more", "class A { x: S @1; }", "class A { x: S @1 [index = hash]; }", "", "", ""},
    {"an index gone", "class A { x: S @1 [index = hash]; }", "class A { x: S @1; }", "", "", "RDX1133"},
    {"another default", "class A { x: I @1 = 1; }", "class A { x: I @1 = 2; }", "", "", "RDX1134?"},
    {"a first default", "class A { x: I @1; }", "class A { x: I @1 = 2; }", "", "", "RDX1134?"},
    {"comments and order", "/// One.\nclass A { x: S @1; y: S @2; }", "class A { y: S @2 [deprecated]; x: S @1; }", "",
     "", ""},
};

std::string judge(const Kind& kind, Level level) {
  Compared out;
  compare_texts(out, body(kind.old), body(kind.now), level);
  std::string said;
  for (const Diagnostic& one : out.diagnostics.list())
    said += (said.empty() ? "" : " ") + code_text(one.code) + (one.severity == Severity::kWarning ? "?" : "");
  return said;
}

TEST(Compatibility, JudgesEveryKindOfChangeRight) {
  size_t wrong = 0;
  for (const Kind& kind : kKinds) {
    for (const auto& [level, verdict] : {std::pair(Level::kWire, kind.wire), std::pair(Level::kJson, kind.json),
                                         std::pair(Level::kSource, kind.source)}) {
      const std::string said = judge(kind, level);
      EXPECT_EQ(said, verdict) << kind.name;
      wrong += said != verdict;
    }
  }
  EXPECT_GE(std::size(kKinds), 25u);
  std::printf("%zu kinds of change judged on three levels: %zu verdicts wrong\n", std::size(kKinds), wrong);
}

TEST(Compatibility, AnUnchangedSchemaIsCompatibleWithItself) {
  for (const Kind& kind : kKinds)
    for (const char* text : {kind.old, kind.now}) {
      Compared out;
      compare_texts(out, body(text), body(text), Level::kSource);
      EXPECT_EQ(out.codes(), "") << kind.name;
    }
}

TEST(Compatibility, SaysAllDifferencesAtOnce) {
  Compared out;
  compare_texts(out,
                body("enum Way { in = 0; out = 1; }\nclass P {}\n"
                     "class A : P {\n  a: S @1;\n  b: I @2;\n  c: E<S> @3;\n  d: S @4;\n  e: S @5;\n  f: S @6;\n}\n"),
                body("enum Way { in = 0; out = 2; }\nclass P {}\n"
                     "class A {\n  a: I @1;\n  b: U @2;\n  c: E<I> @3;\n  d: S @14;\n  g: S @5;\n}\n"));
  EXPECT_EQ(out.codes(), "RDX1113 RDX1104 RDX1111 RDX1101 RDX1101 RDX1102 RDX1106 RDX1107");
}

TEST(Compatibility, ShowsBothPlaces) {
  Compared out;
  compare_texts(out, body("class A { x: S @1; }\n"), body("class A { x: I @1; }\n"));
  EXPECT_NE(out.text().find("--> new.rdx:3:14"), std::string::npos) << out.text();
  EXPECT_NE(out.text().find("--> old.rdx:3:14"), std::string::npos) << out.text();
}

TEST(Compatibility, CountsWhatTheLevelLeavesUnsaid) {
  Compared out;
  compare_texts(out, body("class A { x: S @1 [index = hash]; }\n"), body("class A { y: S @1 [was = \"x\"]; }\n"));
  EXPECT_EQ(out.codes(), "");
  EXPECT_EQ(out.unsaid.json, 1u);
  EXPECT_EQ(out.unsaid.source, 1u);
}

TEST(Compatibility, AnotherPackageIsAnotherIdForEachClass) {
  Compared out;
  compare_texts(out, "rdx 1;\npackage a;\nclass P { x: S @1; }\nclass A : P { y: R<P> @2; }\n",
                "rdx 1;\npackage b;\nclass P { x: S @1; }\nclass A : P { y: R<P> @2; }\n");
  EXPECT_EQ(out.codes(), "RDX1110 RDX1110");
  EXPECT_NE(out.text().find("[was = \"a.A\"]"), std::string::npos) << out.text();
  Compared mended;
  compare_texts(mended, "rdx 1;\npackage a;\nclass P { x: S @1; }\nclass A : P { y: R<P> @2; }\n",
                "rdx 1;\npackage b;\nclass P [was = \"a.P\"] { x: S @1; }\n"
                "class A : P [was = \"a.A\"] { y: R<P> @2; }\n");
  EXPECT_EQ(mended.codes(), "");
}

TEST(Compatibility, ASecondRenameOfAClassTakesItsId) {
  Compared out;
  compare_texts(out, body("class B [was = \"A\"] { x: S @1; }\n"), body("class C [was = \"B\"] { x: S @1; }\n"));
  EXPECT_EQ(out.codes(), "RDX1110");
  EXPECT_NE(out.text().find("help: a rename keeps the id by [id = \"0-c1904684-132\"]"), std::string::npos)
      << out.text();
  Compared mended;
  compare_texts(mended, body("class B [was = \"A\"] { x: S @1; }\n"),
                body("class C [id = \"0-c1904684-132\"] { x: S @1; }\n"));
  EXPECT_EQ(mended.codes(), "");
}

TEST(Compatibility, ARenameOfLongAgoIsHistory) {
  const std::string old =
      body("enum Way { up = 1 [was = \"on\"]; on = 2; }\nclass A { y: S @1 [was = \"x\"]; x: S @2; }\n");
  Compared out;
  compare_texts(out, old,
                body("enum Way { up = 1 [was = \"on\"]; }\nclass A { y: S @1 [was = \"x\"]; reserved @2; }\n"));
  EXPECT_EQ(out.codes(), "") << out.text();
}

TEST(Compatibility, ImportsAreComparedToo) {
  Compared out;
  compare_texts(out,
                "rdx 1;\npackage a;\nimport \"p.rdx\";\nclass A : p.P {}\n"
                "--- p.rdx\nrdx 1;\npackage p;\nclass P { x: S @1; }\nclass Q1 {}\n",
                "rdx 1;\npackage a;\nimport \"p.rdx\";\nclass A : p.P {}\n"
                "--- p.rdx\nrdx 1;\npackage p;\nclass P { x: I @1; }\n",
                Level::kSource);
  EXPECT_EQ(out.codes(), "RDX1101");  // and nothing of Q1, which nobody asked for
}

}  // namespace
}  // namespace rdxc
