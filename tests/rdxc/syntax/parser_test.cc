#include "rdxc/syntax/parser.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

struct Parsed {
  Files files;
  Diagnostics diagnostics;
  tree::File tree;

  explicit Parsed(const std::string& text) { tree = parse(files, files.add("x", text), diagnostics); }

  std::string printed() const { return print(files, tree); }

  // "line:column code", each
  std::string faults() {
    diagnostics.finish();
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) {
      const Place place = files[0].place(one.span.begin);
      out += (out.empty() ? "" : ", ") + std::to_string(place.line) + ':' + std::to_string(place.column) + ' ' +
             code_text(one.code);
    }
    return out;
  }
};

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Printer, HasOneFixedForm) {
  const Parsed parsed(
      "rdx 1;package a.b;import \"c.rdx\";\n/// An enum.\nenum E{a=-1[was=\"b\"];}class C:d.P[id=\"1-2-3\"]{\n/// A "
      "field.\nx:M<S,R<C>>@1=2[unit=\"m\",deprecated];"
      "reserved @3,@5..@9;}extern type Q \"n::T\" from \"t.h\";");
  EXPECT_EQ(parsed.printed(),
            "rdx 1;\n"
            "package a.b;\n"
            "import \"c.rdx\";\n"
            "\n"
            "/// An enum.\n"
            "enum E {\n"
            "  a = -1 [was = \"b\"];\n"
            "}\n"
            "\n"
            "class C : d.P [id = \"1-2-3\"] {\n"
            "  /// A field.\n"
            "  x: M<S, R<C>> @1 = 2 [unit = \"m\", deprecated];\n"
            "  reserved @3, @5..@9;\n"
            "}\n"
            "extern type Q \"n::T\" from \"t.h\";\n");
}

TEST(Printer, WhatItPrintsPrintsTheSame) {
  size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(RDX_SOURCE_DIR "/schemas")) {
    if (entry.path().extension() != ".rdx") continue;
    Parsed first(read(entry.path()));
    EXPECT_EQ(first.faults(), "");
    Parsed second(first.printed());
    EXPECT_EQ(second.faults(), "");
    EXPECT_EQ(second.printed(), first.printed());
    ++files;
  }
  EXPECT_GE(files, 3u);
}

TEST(Parser, DocCommentsBelongToWhatFollowsOrToTheirLine) {
  const Parsed parsed(
      "/// One.\n/// Two.\nclass A {\n  x: S @1;  /// Behind.\n  y: S @2;\n  /// Before.\n  z: S @3; /// Not "
      "this.\n}\n");
  const auto& one = std::get<tree::Class>(parsed.tree.statements[0]);
  EXPECT_EQ(one.doc.count, 2u);
  EXPECT_EQ(one.fields[0].doc.count, 1u);
  EXPECT_EQ(parsed.files.text(parsed.tree.comments[one.fields[0].doc.first].span), "/// Behind.");
  EXPECT_EQ(one.fields[1].doc.count, 0u);
  EXPECT_EQ(parsed.files.text(parsed.tree.comments[one.fields[2].doc.first].span), "/// Before.");
}

TEST(Parser, WordsOfTheGrammarAreNamesElsewhere) {
  Parsed parsed(
      "class A { class: S @1; enum: S @2; reserved: S @3; import: S @4; type: S @5; from: S @6; rdx: S @7; extern: S "
      "@8; package: S @9; }");
  EXPECT_EQ(parsed.faults(), "");
  EXPECT_EQ(std::get<tree::Class>(parsed.tree.statements[0]).fields.size(), 9u);
}

TEST(Parser, ADeclarationWithoutItsSemicolonStillCounts) {
  Parsed parsed(
      "package a\nimport \"b.rdx\"\nclass A {\n  x: S @1\n  y: S @2 [unit = \"m\"]\n  reserved @3\n}\nenum E { a = 0 "
      "}\n");
  EXPECT_EQ(parsed.faults(), "1:10 RDX0102, 2:15 RDX0102, 4:10 RDX0102, 5:23 RDX0102, 6:14 RDX0102, 8:15 RDX0102");
  EXPECT_EQ(std::get<tree::Class>(parsed.tree.statements[2]).fields.size(), 2u);
  EXPECT_FALSE(std::get<tree::Class>(parsed.tree.statements[2]).fields[0].damaged);
  EXPECT_EQ(std::get<tree::Enum>(parsed.tree.statements[3]).enumerators.size(), 1u);
}

TEST(Parser, OneFaultIsOneErrorAtItsPlace) {
  EXPECT_EQ(Parsed("class A { x S @1; }").faults(), "1:13 RDX0101");
  EXPECT_EQ(Parsed("class A { x: @1; }").faults(), "1:14 RDX0101");
  EXPECT_EQ(Parsed("class A { x: S 1; }").faults(), "1:16 RDX0101");
  EXPECT_EQ(Parsed("class A { x: E<S @1; y: S @2; }").faults(), "1:18 RDX0101");
  EXPECT_EQ(Parsed("class A { x: S @1 [unit = ]; y: S @2; }").faults(), "1:27 RDX0101");
  EXPECT_EQ(Parsed("class A { : S @1; y: S @2; }").faults(), "1:11 RDX0101");
  EXPECT_EQ(Parsed("class { x: S @1; }\nclass B {}").faults(), "1:7 RDX0101");
  EXPECT_EQ(Parsed("clas A { x: S @1; }").faults(), "1:1 RDX0104");
  EXPECT_EQ(Parsed("class A { x: S @1;\nclass B { y: S @2; }").faults(), "1:19 RDX0103");
  EXPECT_EQ(Parsed("class A { x: S @1;").faults(), "1:19 RDX0103");
  EXPECT_EQ(Parsed("class A { } }\nclass B {}").faults(), "1:13 RDX0107");
  EXPECT_EQ(Parsed("enum E { a 0; b = 1; }").faults(), "1:12 RDX0101");
  EXPECT_EQ(Parsed("enum E { a = 0, b = 1 }").faults(), "1:15 RDX0102, 1:22 RDX0102");
  EXPECT_EQ(Parsed("class A { string x = 1; y: S @2; }").faults(), "1:18 RDX0101");
}

TEST(Parser, IsBoundedOnNestingWithoutEnd) {
  std::string types = "class A { x: ";
  for (int i = 0; i < 100000; ++i) types += "E<";
  EXPECT_EQ(Parsed(types).faults(), "1:47 RDX0105, 1:200014 RDX0103");
  EXPECT_LE(Parsed(std::string(200000, '{')).diagnostics.list().size(), 2u);
  EXPECT_LE(Parsed(std::string(200000, '<')).diagnostics.list().size(), 2u);
  std::string classes;
  for (int i = 0; i < 20000; ++i) classes += "class A { ";
  Parsed(classes + "\n");  // neither deep recursion nor quadratic
}

}  // namespace
}  // namespace rdxc
