#include "rdxc/syntax/formatter.h"

#include <gtest/gtest.h>

#include <string>

namespace rdxc {
namespace {

std::string formatted(const std::string& text) {
  Files files;
  Diagnostics diagnostics;
  return format(files, files.add("x", text), diagnostics).value_or("a syntax error");
}

TEST(Formatter, PutsNamesTypesAndCommentsInColumns) {
  EXPECT_EQ(
      formatted(
          "class A{a:S@1;   // one\nlonger : M<S,I>@2[unit=\"m\"] = 1 ; // two\nx: I @3;\n\nfar: I @4; // three\n}"),
      "class A {\n"
      "  a:      S       @1;                    // one\n"
      "  longer: M<S, I> @2 [unit = \"m\"] = 1;   // two\n"
      "  x:      I       @3;\n"
      "\n"
      "  far: I @4;   // three\n"
      "}\n");
}

TEST(Formatter, KeepsShortBodiesOnTheirLine) {
  EXPECT_EQ(formatted("enum E{a=0;b=-1;}\nclass A{x:S@1;;}\nclass B {\n\n}\n"),
            "enum E { a = 0; b = -1; }\nclass A { x: S @1; }\nclass B {}\n");
  EXPECT_EQ(formatted("class A { x: S @1;\n}"), "class A {\n  x: S @1;\n}\n");
}

TEST(Formatter, SetsOffBodiesByOneBlankLine) {
  EXPECT_EQ(
      formatted(
          "\n\nrdx 1;\npackage a;\n\n\n\nimport \"b.rdx\";\nclass A {\n\n\n  x: S @1;\n\n}\n// B\nclass B : A {}\n\n"),
      "rdx 1;\npackage a;\n\nimport \"b.rdx\";\n\nclass A {\n  x: S @1;\n}\n\n// B\nclass B : A {}\n");
}

TEST(Formatter, BreaksLongLinesInTheirOptionsAndNumbers) {
  const std::string reason(90, 'r');
  EXPECT_EQ(formatted("class A{x:S@1[index=hash,deprecated=\"" + reason + "\"]=\"d\";}"),
            "class A {\n  x: S @1 [\n    index = hash,\n    deprecated = \"" + reason + "\"\n  ] = \"d\";\n}\n");
  EXPECT_EQ(formatted("class A[was=\"B\",deprecated=\"" + reason + reason + "\"]{}"),
            "class A [\n  was = \"B\",\n  deprecated = \"" + reason + reason + "\"\n] {}\n");
  std::string numbers = "@1";
  for (int i = 2; i < 40; ++i) numbers += ",@" + std::to_string(i);
  const std::string out = formatted("class A{\nreserved " + numbers + ";}");
  EXPECT_NE(out.find("@23,\n      @24, "), std::string::npos) << out;
}

TEST(Formatter, KeepsEveryCommentWhereItBelongs) {
  EXPECT_EQ(formatted("/* head */ rdx /* in */ 1; // edition\n"
                      "class A { // opens\n"
                      "/// of x\n"
                      "/* before */ x /* mid */ : // type\n"
                      "   S @1; /* a */ y: S @2; /// of y\n"
                      "      /* two\n"
                      "           lines */\n"
                      "// last\n"
                      "} // closes\n"
                      "// end"),
            "/* head */ rdx /* in */ 1;   // edition\n"
            "\n"
            "class A {   // opens\n"
            "  /// of x\n"
            "  /* before */ x /* mid */ : // type\n"
            "      S @1;\n"
            "  /* a */ y: S @2;   /// of y\n"
            "  /* two\n"
            "       lines */\n"
            "  // last\n"
            "}   // closes\n"
            "\n"
            "// end\n");
}

TEST(Formatter, KeepsASemicolonThatHoldsADocApart) {
  EXPECT_EQ(formatted("class A {\n x: S @1;\n ;;\n ; /// of nothing\n}"),
            "class A {\n  x: S @1;\n  ;   /// of nothing\n}\n");
}

TEST(Formatter, KeepsTheLineEndsAndDropsTheMark) {
  EXPECT_EQ(formatted("\xef\xbb\xbfrdx 1;\r\n/* a\r\n\tb */\npackage a;"),
            "rdx 1;\r\n/* a\r\n        b */\r\npackage a;\r\n");
}

TEST(Formatter, CountsColumnsAsTheyShow) {
  EXPECT_EQ(formatted("enum E {\na = 1 [was = \"жук\"]; // 1\nb = 2 [was = \"мухи🐝\"]; // 2\n}"),
            "enum E {\n  a = 1 [was = \"жук\"];      // 1\n  b = 2 [was = \"мухи🐝\"];   // 2\n}\n");
}

TEST(Formatter, LeavesWhatDoesNotParse) {
  Files files;
  Diagnostics diagnostics;
  EXPECT_FALSE(format(files, files.add("x", "class A { x: S @1 }"), diagnostics).has_value());
  ASSERT_EQ(diagnostics.list().size(), 1u);
  EXPECT_EQ(diagnostics.list()[0].code, Code::missing_semicolon);
}

TEST(Formatter, TakesWhatIsWrongOnlyInItsMeaning) {
  EXPECT_EQ(formatted("class A:B{x:None@0;y:S;}"), "class A : B { x: None @0; y: S; }\n");
  EXPECT_EQ(formatted(""), "");
}

}  // namespace
}  // namespace rdxc
