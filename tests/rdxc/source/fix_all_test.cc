#include "rdxc/source/fix_all.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/check/compatibility.h"
#include "rdxc/check/lint.h"
#include "rdxc/source/catalogue.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

enum class Command { kCheck, kLint, kDiff };

void look_at(Command command, Disk& disk, Files& files, Diagnostics& diagnostics) {
  const Checked checked = check(files, disk, {"main.rdx"}, {}, diagnostics);
  if (diagnostics.failed() || command == Command::kCheck) return;
  std::set<Code> on;
  std::vector<std::string> unknown;
  choose_rules(on, {"all"}, {}, unknown);
  if (command == Command::kLint) return lint(files, checked.schema, on, diagnostics);
  const Checked old = check(files, disk, {"old.rdx"}, {}, diagnostics);
  compare(facts::facts_of(old.schema), facts::facts_of(checked.schema), Level::kWire, diagnostics);
}

struct Outcome {
  std::string text;  // of main.rdx
  std::string codes_before;
  std::string codes_after;
  size_t count = 0;
};

std::string codes_now(Command command, Disk& disk) {
  Compiled out;
  look_at(command, disk, out.files, out.diagnostics);
  out.diagnostics.finish();
  return out.codes();
}

Outcome fix(Command command, MemoryDisk disk) {
  Outcome out;
  out.codes_before = codes_now(command, disk);
  Overlay overlay(disk);
  const Look look = [&](Disk& over, Files& files, Diagnostics& diagnostics) {
    look_at(command, over, files, diagnostics);
  };
  for (const auto& [path, count] : fix_all(overlay, {"main.rdx"}, look)) out.count += count;
  out.codes_after = codes_now(command, overlay);
  out.text = overlay.read("main.rdx").text;
  return out;
}

Outcome fix(Command command, const std::string& text) { return fix(command, MemoryDisk::split(text, "main.rdx")); }

// What is wrong, and what it becomes; '…' stands for the usual head.
struct Case {
  const char* code;
  const char* bad;
  const char* good;
};

std::string whole(std::string text) {
  const std::string mark = "…";
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
    text.replace(at, mark.size(), "rdx 1;\npackage a;\n");
  return text;
}

void expect_fixed(Command command, const Case& one, const std::string& others = {}) {
  const Outcome out = fix(command, whole(one.bad + others));
  EXPECT_EQ(out.codes_before, one.code) << one.bad;
  EXPECT_EQ(out.text, whole(one.good));
  EXPECT_EQ(out.codes_after, "") << out.text;
}

constexpr Case kGrammar[] = {
    {"RDX0102", "…class A {\n  x: S @1\n  y: S @2;\n}\n", "…class A {\n  x: S @1;\n  y: S @2;\n}\n"},
    {"RDX0102", "rdx 1\npackage a;\n", "rdx 1;\npackage a;\n"},
    {"RDX0102", "…enum Way { in = 0, out = 1; }\n", "…enum Way { in = 0; out = 1; }\n"},
    {"RDX0102", "…class A { x: S @1 }", "…class A { x: S @1; }"},
    {"RDX0104", "…clas A { x: S @1; }\n", "…class A { x: S @1; }\n"},
    {"RDX0104", "…message A { x: S @1; }\n", "…class A { x: S @1; }\n"},
    {"RDX0104", "…enmu Way { in = 0; }\n", "…enum Way { in = 0; }\n"},
    {"RDX0101", "…class class A {}\n", "…class A {}\n"},
    {"RDX0101", "…class A A {}\n", "…class A {}\n"},
    {"RDX0101", "…class P {}\nclass A : : P {}\n", "…class P {}\nclass A : P {}\n"},
    {"RDX0101", "…class P {}\nclass A : P P {}\n", "…class P {}\nclass A : P {}\n"},
    {"RDX0101", "rdx 1;\npackage package a;\n", "rdx 1;\npackage a;\n"},
    {"RDX0101", "…class A { x: S 3; }\n", "…class A { x: S @3; }\n"},
    {"RDX0101", "…class A { x E<S> @3; }\n", "…class A { x: E<S> @3; }\n"},
    {"RDX0101", "…class A { resreved @3; }\n", "…class A { reserved @3; }\n"},
    {"RDX0101", "…enum Way { in 0; }\n", "…enum Way { in = 0; }\n"},
    {"RDX0110", "// A.\npackage a;\nclass A {}\n", "rdx 1;\n// A.\npackage a;\nclass A {}\n"},
    {"RDX0110", "\xef\xbb\xbfpackage a;\r\nclass A {}\r\n", "\xef\xbb\xbfrdx 1;\r\npackage a;\r\nclass A {}\r\n"},
};

TEST(FixAll, MendsTheGrammar) {
  for (const Case& one : kGrammar) expect_fixed(Command::kCheck, one);
}

constexpr Case kNames[] = {
    {"RDX0206", "…class A { reserved @9..@3; }\n", "…class A { reserved @3..@9; }\n"},
    {"RDX0301", "…class A { x: string @1; y: set<S> @2; z: e<I> @3; }\n",
     "…class A { x: S @1; y: E<S> @2; z: E<I> @3; }\n"},
    {"RDX0301", "…enum Way { in = 0; }\nclass A { x: I<way> @1; }\n",
     "…enum Way { in = 0; }\nclass A { x: I<Way> @1; }\n"},
    {"RDX0302", "…class A { x: A @1; }\n", "…class A { x: R<A> @1; }\n"},
    {"RDX0303", "…enum Way { in = 0; }\nclass A { x: Way @1; }\n",
     "…enum Way { in = 0; }\nclass A { x: I<Way> @1; }\n"},
    {"RDX0308", "…enum Way { in = 0; }\nclass A { x: E<R<Way>> @1; }\n",
     "…enum Way { in = 0; }\nclass A { x: E<I<Way>> @1; }\n"},
    {"RDX0309", "…class A { x: I<A> @1; }\n", "…class A { x: R<A> @1; }\n"},
    {"RDX0402", "…class Group {}\nclass A : Goup {}\n", "…class Group {}\nclass A : Group {}\n"},
    {"RDX0405", "…class A [id = \"01f-2-0\"] {}\n", "…class A [id = \"1f-2-0\"] {}\n"},
    {"RDX0602", "…class A { x: bool @1 = ture; }\n", "…class A { x: bool @1 = true; }\n"},
    {"RDX0602", "…class A { x: S @1 = none; }\n", "…class A { x: S @1 = \"none\"; }\n"},
    {"RDX0604", "…enum Way { in = 0; }\nclass A { x: I<Way> @1 = In; }\n",
     "…enum Way { in = 0; }\nclass A { x: I<Way> @1 = in; }\n"},
    {"RDX0605", "…class A { x: S @1 [indx = hash]; }\n", "…class A { x: S @1 [index = hash]; }\n"},
    {"RDX0608", "…class A { x: S @1 [index]; }\n", "…class A { x: S @1 [index = hash]; }\n"},
    {"RDX0703", "…import \"main.rdx\";\nclass A {}\n", "…class A {}\n"},
};

TEST(FixAll, MendsNamesAndValues) {
  for (const Case& one : kNames) {
    if (std::string(one.bad).find("string") != std::string::npos) continue;
    expect_fixed(Command::kCheck, one);
  }
  const Outcome several = fix(Command::kCheck, whole(kNames[1].bad));
  EXPECT_EQ(several.text, whole(kNames[1].good));
  EXPECT_EQ(several.count, 3u);
}

TEST(FixAll, MendsImports) {
  const std::string others =
      "--- p.rdx\nrdx 1;\npackage p;\nclass P {}\n--- q.rdx\nrdx 1;\npackage q;\nimport \"p.rdx\";\n";
  expect_fixed(Command::kCheck,
               {"RDX0701", "…import \"pp.rdx\";\nclass A : p.P {}\n", "…import \"p.rdx\";\nclass A : p.P {}\n"},
               others);
  expect_fixed(Command::kCheck,
               {"RDX0704", "…import \"p.rdx\";\nimport \"p.rdx\"; // again\nclass A : p.P {}\n",
                "…import \"p.rdx\";\n // again\nclass A : p.P {}\n"},
               others);
  expect_fixed(Command::kCheck,
               {"RDX0707", "…import \"q.rdx\";\nclass A : p.P {}\n",
                "…import \"q.rdx\";\nimport \"p.rdx\";\nclass A : p.P {}\n"},
               others);
}

TEST(FixAll, MendsWhatLintFinds) {
  const std::string others = "--- p.rdx\nrdx 1;\npackage p;\n/// P.\nclass P {}\n";
  expect_fixed(Command::kLint, {"RDX1231", "…import \"p.rdx\";\n/// A.\nclass A {}\n", "…/// A.\nclass A {}\n"},
               others);
  expect_fixed(Command::kLint, {"RDX1291", "…/// A.\nclass A {} // lint: off type-nam\n",
                                "…/// A.\nclass A {} // lint: off type-name\n"});
}

TEST(FixAll, MendsWhatBreaksReplicas) {
  const auto fixed = [](const std::string& now, const std::string& old) {
    return fix(Command::kDiff, whole("…" + now + "--- old.rdx\n…" + old));
  };
  Outcome out = fixed("class A {\n  x: S @1;\n}\n", "class A { x: S @1; y: S @2; z: S @3; reserved @9; }\n");
  EXPECT_EQ(out.codes_before, "RDX1104 RDX1108");
  EXPECT_EQ(out.text, whole("…class A {\n  x: S @1;\n  reserved @2, @3;\n  reserved @9;\n}\n"));
  EXPECT_EQ(out.codes_after, "");
  EXPECT_EQ(fixed("class A { x: S @1; }\n", "class A { x: S @1; y: S @2; }\n").text,
            whole("…class A { x: S @1; reserved @2; }\n"));
  out = fixed("class A { x: S @2; y: S @1; }\n", "class A { x: S @1; y: S @2; }\n");
  EXPECT_EQ(out.codes_before, "RDX1106 RDX1106");
  EXPECT_EQ(out.codes_after, "");
  out = fixed("enum Way { in = 1; out = 0; }\n", "enum Way { in = 0; out = 1; }\n");
  EXPECT_EQ(out.codes_before, "RDX1113 RDX1113");
  EXPECT_EQ(out.codes_after, "");
  EXPECT_EQ(fixed("class P {}\nclass A : P {}\n", "class P {}\nclass A : P [id = \"1-2-3\"] {}\n").text,
            whole("…class P {}\nclass A : P [id = \"1-2-3\"] {}\n"));
  EXPECT_EQ(fixed("class A [id = \"1-2-4\"] {}\n", "class A [id = \"1-2-3\"] {}\n").text,
            whole("…class A [id = \"1-2-3\"] {}\n"));
}

// Where more than one remedy may be right, or the person must choose a number, nothing is touched.
TEST(FixAll, LeavesWhatAPersonMustDecide) {
  for (const char* text :
       {"…class Gale {}\nclass Gate {}\nclass A { x: R<Gare> @1; }\n", "…class A { x: S @1; y: S @1; }\n",
        "…class A { x: S; }\n", "…class A { x: map @1; }\n", "…class A { x: S<I> @1; }\n", "…class A { x: S @1;\n",
        "…class A {}\nclass A {}\n", "…class A { string name @1; }\n", "…}\n", "rdx 1;\nclass A {}\n"}) {
    const Outcome out = fix(Command::kCheck, whole(text));
    EXPECT_NE(out.codes_before, "") << text;
    EXPECT_EQ(out.codes_after, out.codes_before);
    EXPECT_EQ(out.text, whole(text));
    EXPECT_EQ(out.count, 0u);
  }
}

// The number that x must have is z's now: giving it back would be another fault. What is behind it is mended.
TEST(FixAll, TakesBackWhatDoesNotMend) {
  const Outcome out = fix(Command::kDiff, whole("…class A { z: S @1; x: S @2; }\n"
                                                "--- old.rdx\n…class A { x: S @1; y: S @3; }\n"));
  EXPECT_EQ(out.codes_before, "RDX1104 RDX1106");
  EXPECT_EQ(out.text, whole("…class A { z: S @1; x: S @2; reserved @3; }\n"));
  EXPECT_EQ(out.codes_after, "RDX1106");
  EXPECT_EQ(out.count, 1u);
}

TEST(FixAll, TouchesNoFileButThoseGiven) {
  MemoryDisk disk = MemoryDisk::split(
      whole("…import \"p.rdx\";\nclass A : p.P {}\n--- p.rdx\nrdx 1\npackage p;\nclass P {}\n"), "main.rdx");
  EXPECT_EQ(fix(Command::kCheck, disk).codes_after, "RDX0102");
}

TEST(FixAll, ManyFaultsInOneRound) {
  std::string bad = "rdx 1;\npackage a;\nclass A {\n";
  for (int i = 1; i <= 127; ++i)
    bad += "  x" + std::to_string(i) + ": A @" + std::to_string(i) + (i % 2 == 0 ? ";\n" : "\n");
  const Outcome out = fix(Command::kCheck, bad + "}\n");
  EXPECT_EQ(out.codes_after, "");
  EXPECT_EQ(out.count, 127u + 64u);
}

TEST(FixAll, PutsInNoTwoThatOverlap) {
  const Fix replace{{0, 1, 4}, "X"};
  const Fix within{{0, 2, 3}, "Y"};
  const Fix insert{{0, 4, 4}, "Z"};
  const Fix again{{0, 4, 4}, "W"};
  const Fixed out = put_in("abcdef", {&again, &within, &replace, &insert});
  EXPECT_EQ(out.text, "aXWef");
  EXPECT_EQ(out.used, (std::vector<size_t>{2, 0}));
  EXPECT_EQ(put_in("abc", {}).text, "abc");
}

// Each page's smallest bad schema: where its fault has a fix, that fault is gone after it.
TEST(FixAll, MendsTheCataloguesFaults) {
  size_t mended = 0;
  for (const Page& page : catalogue()) {
    const bool is_lint = page.code >= Code::type_name && page.code <= Code::lint_comment;
    if (page.code >= Code::template_name && !is_lint) continue;
    const Command command = is_lint ? Command::kLint : Command::kCheck;
    const Outcome out = fix(command, std::string(page.bad));
    if (out.count == 0) continue;
    ++mended;
    EXPECT_EQ(out.codes_after.find(code_text(page.code)), std::string::npos) << page.bad << out.text;
  }
  EXPECT_GE(mended, 15u);
}

// The forty typos of figures/: what is mended is what stood there before.
TEST(FixAll, MendsTyposToWhatWasMeantOrLeavesThem) {
  const std::filesystem::path folder = RDX_SOURCE_DIR "/tests/rdxc/figures";
  MemoryDisk disk = MemoryDisk::load(folder);
  const std::string right = disk.files.at("school.rdx");
  std::ifstream file(folder / "typos.txt");
  size_t all = 0;
  size_t mended = 0;
  for (std::string line; std::getline(file, line);) {
    const size_t first = line.find(" | ");
    if (line.empty() || line[0] == '#' || first == std::string::npos) continue;
    const size_t second = line.find(" | ", first + 3);
    const std::string word = line.substr(0, first);
    std::string text = right;
    text.replace(text.find(word), word.size(), line.substr(first + 3, second - first - 3));
    disk.files["main.rdx"] = text;
    const Outcome out = fix(Command::kCheck, disk);
    ++all;
    mended += out.text == right;
    if (out.text == right) continue;
    EXPECT_EQ(out.text, text) << line;
    std::printf("left: %s\n", line.c_str());
  }
  EXPECT_EQ(all, 40u);
  std::printf("%zu of %zu typos mended, the others left as they are\n", mended, all);
  EXPECT_GE(mended, 36u);
}

}  // namespace
}  // namespace rdxc
