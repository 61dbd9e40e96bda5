#include "rdxc/source/render.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

TEST(Render, ShowsBothPlacesAndTheRemedy) {
  Compiled out;
  compile(out, body("class A {\n  city: S @3;\n  street: S @3;\n}\n"));
  EXPECT_EQ(out.text(),
            "error[RDX0203]: field number 3 is taken by 'city'; the next free one is 4\n"
            "  --> main.rdx:5:14\n"
            "   |\n"
            " 5 |   street: S @3;\n"
            "   |              ^\n"
            "note: 'city' is here\n"
            "  --> main.rdx:4:12\n"
            "   |\n"
            " 4 |   city: S @3;\n"
            "   |            -\n"
            "\n"
            "1 error; rdxc explain RDX0203 tells more\n");
}

TEST(Render, CaretsStandRightBehindTabsAndEmoji) {
  Compiled out;
  compile(out, body("class A {\n\tx: S @1 = \"😀\"; y: Strng @2;\n}\nclass Strong {}\n"));
  const std::string text = out.text();
  const std::string line = " 4 |         x: S @1 = \"😀\"; y: Strng @2;\n";
  const std::string caret = "   |                            ^^^^^\n";  // the emoji is one character and two columns
  EXPECT_NE(text.find(line + caret), std::string::npos) << text;
  EXPECT_NE(text.find("main.rdx:4:28\n"), std::string::npos) << text;
}

TEST(Render, GccsFormIsOneLineAPlace) {
  Compiled out;
  compile(out, body("class A { x: Strng @2; }\nclass Strong {}\n"));
  EXPECT_EQ(out.gcc(),
            "main.rdx:3:14: error: unknown type 'Strng' [RDX0301]\n"
            "main.rdx:3:14: note: did you mean 'Strong'?\n");
}

TEST(Render, JsonHasEveryPlace) {
  Compiled out;
  compile(out, body("class A { é: S @1; }\nclass A {}\n"));
  const auto json = nlohmann::json::parse(render_json(out.files, out.diagnostics));
  EXPECT_EQ(json["errors"], 2);
  const auto& second = json["diagnostics"][1];
  EXPECT_EQ(second["code"], "RDX0401");
  EXPECT_EQ(second["severity"], "error");
  EXPECT_EQ(second["line"], 4);
  EXPECT_EQ(second["column"], 7);
  EXPECT_EQ(second["end_column"], 8);
  EXPECT_EQ(second["length"], 1);
  EXPECT_EQ(second["notes"][0]["line"], 3);
}

TEST(Render, FixesAreWhatToPutInPlaceOfWhat) {
  Compiled out;
  compile(out, body("class Strong { x: R<Strng> @1 }\n"));
  const auto json = nlohmann::json::parse(render_json(out.files, out.diagnostics));
  const auto& fix = json["diagnostics"][0]["fix"];
  EXPECT_EQ(fix["text"], "Strong");
  EXPECT_EQ(fix["line"], 3);
  EXPECT_EQ(fix["length"], 5);
  const auto sarif = nlohmann::json::parse(render_sarif(out.files, out.diagnostics));
  const auto& change = sarif["runs"][0]["results"][1]["fixes"][0]["artifactChanges"][0];
  EXPECT_EQ(change["artifactLocation"]["uri"], "main.rdx");
  EXPECT_EQ(change["replacements"][0]["insertedContent"]["text"], ";");
  EXPECT_EQ(change["replacements"][0]["deletedRegion"]["byteLength"], 0);
}

TEST(Render, CleanIsSilent) {
  Compiled out;
  compile(out, body("class A {}\n"));
  EXPECT_EQ(out.text(), "");
  EXPECT_EQ(out.gcc(), "");
}

TEST(Render, ColoursOnlyWhereAsked) {
  Compiled out;
  compile(out, body("class {}\n"));
  EXPECT_EQ(out.text().find('\x1b'), std::string::npos);
  EXPECT_NE(render_text(out.files, out.diagnostics, true).find("\x1b[1;31m"), std::string::npos);
}

TEST(Render, ALongLineIsCutAroundThePlace) {
  Compiled out;
  compile(out, body("// c\nclass A { x: S @1 = \"" + std::string(5000, 'm') + "\"; y: Q @2; }\n"));
  EXPECT_LT(out.text().size(), 2000u);
  EXPECT_NE(out.text().find("y: Q @2"), std::string::npos);
}

TEST(Diagnostics, AreCountedPastTheMost) {
  std::string text = body("class A {\n");
  for (int i = 0; i < 3000; ++i) text += "x: S 1;\n";
  Compiled out;
  compile(out, text + "}\n");
  EXPECT_EQ(out.diagnostics.list().size(), Diagnostics::kMost);
  EXPECT_GE(out.diagnostics.errors(), 3000u);
  EXPECT_NE(out.text().find("of them not shown"), std::string::npos);
}

}  // namespace
}  // namespace rdxc
