// Forty slips of the hand, and what is to be offered for each.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

struct Typo {
  const char* wrong;    // as it is written
  const char* right;    // as it was meant
  const char* context;  // the schema's body; '$' stands for the word
};

constexpr char kReference[] = "class Student { x: R<$> @1; }\nclass Group {}\nclass Teacher {}\n";
constexpr char kParent[] = "class Student {}\nclass Teacher {}\nclass Tutor : $ {}\n";
constexpr char kEnumOf[] = "enum Outcome { none = 0; }\nenum Weekday { mon = 0; }\nclass A { x: I<$> @1; }\n";
constexpr char kType[] = "class A { x: $ @1; }\n";
constexpr char kValue[] =
    "enum Outcome { unknown = 0; passed = 1; failed = 2; withdrawn = 3; }\nclass A { x: I<Outcome> @1 = $; }\n";
constexpr char kFieldOption[] = "class A { x: S @1 [$ = hash]; }\n";
constexpr char kTextOption[] = "class A { x: S @1 [$ = \"y\"]; }\n";
constexpr char kClassOption[] = "class A [$ = \"1-2-3\"] {}\n";

constexpr Typo kTypos[] = {
    // words of the grammar
    {"calss A", "class", "$ {}\n"},
    {"clas A", "class", "$ {}\n"},
    {"Class A", "class", "$ {}\n"},
    {"struct A", "class", "$ {}\n"},
    {"message A", "class", "$ {}\n"},
    {"enmu A", "enum", "$ { none = 0; }\n"},
    {"emun A", "enum", "$ { none = 0; }\n"},
    {"exten type Q \"a::B\" from \"b.h\"", "extern", "$;\n"},
    {"imprt \"people.rdx\"", "import", "$;\n"},
    {"include \"people.rdx\"", "import", "$;\n"},
    {"resreved @9", "reserved", "class A { $; }\n"},
    {"reserve @9", "reserved", "class A { $; }\n"},
    // classes and enums
    {"Goup", "Group", kReference},
    {"group", "Group", kReference},
    {"Studnet", "Student", kReference},
    {"Students", "Student", kReference},
    {"Teachr", "Teacher", kReference},
    {"Techer", "Teacher", kParent},
    {"student", "Student", kParent},
    {"Outcom", "Outcome", kEnumOf},
    {"OutCome", "Outcome", kEnumOf},
    {"WeekDay", "Weekday", kEnumOf},
    {"Wekday", "Weekday", kEnumOf},
    {"Person", "people.Person", "class A { x: R<$> @1; }\n"},
    {"people.Persn", "people.Person", "class A { x: R<$> @1; }\n"},
    // types by the names that other languages have
    {"string", "S", kType},
    {"int", "I", kType},
    {"int64", "I", kType},
    {"double", "F", kType},
    {"boolean", "bool", kType},
    {"txt", "text", kType},
    {"bol", "bool", kType},
    // values
    {"pased", "passed", kValue},
    {"Failed", "failed", kValue},
    {"witdhrawn", "withdrawn", kValue},
    // options
    {"indx", "index", kFieldOption},
    {"depricated", "deprecated", kTextOption},
    {"units", "unit", kTextOption},
    {"ID", "id", kClassOption},
    // imports
    {"poeple.rdx", "people.rdx", "import \"$\";\n"},
};

std::string schema_of(const Typo& typo) {
  std::string text = typo.context;
  text.replace(text.find('$'), 1, typo.wrong);
  const bool imports = text.find("people.rdx") != std::string::npos || text.find("poeple") != std::string::npos;
  return "rdx 1;\npackage school;\n" + std::string(imports ? "" : "import \"people.rdx\";\n") + text +
         "--- people.rdx\nrdx 1;\npackage people;\nclass Person {}\n";
}

bool offers(const Compiled& out, const Typo& typo) {
  for (const Diagnostic& one : out.diagnostics.list())
    if (one.help.starts_with("did you mean '" + std::string(typo.right) + "'")) return true;
  return false;
}

TEST(Typos, TheRightWordIsOfferedForThirtyEightOfForty) {
  static_assert(std::size(kTypos) == 40);
  size_t right = 0;
  for (const Typo& typo : kTypos) {
    Compiled out;
    compile(out, schema_of(typo));
    EXPECT_TRUE(out.diagnostics.failed()) << typo.wrong;
    const bool found = offers(out, typo);
    if (!found) std::printf("'%s' for '%s':\n%s\n", typo.wrong, typo.right, out.text().c_str());
    right += found ? 1 : 0;
  }
  std::printf("%zu of %zu typos: the right word is offered\n", right, std::size(kTypos));
  EXPECT_GE(right, 38u);
}

// And one error each: a slip is one fault.
TEST(Typos, EachIsOneError) {
  for (const Typo& typo : kTypos) {
    Compiled out;
    compile(out, schema_of(typo));
    EXPECT_EQ(out.diagnostics.errors(), 1u) << out.text();
  }
}

// Every slip of one key: a letter left out, doubled, swapped with its neighbour, or another one in its place.
std::vector<std::string> slips_of(const std::string& word) {
  std::vector<std::string> out;
  for (size_t at = 0; at < word.size(); ++at) {
    out.push_back(word.substr(0, at) + word.substr(at + 1));
    out.push_back(word.substr(0, at) + word[at] + word.substr(at));
    out.push_back(word.substr(0, at) + (word[at] == 'k' ? 'j' : 'k') + word.substr(at + 1));
    if (at + 1 == word.size() || word[at] == word[at + 1]) continue;
    out.push_back(word);
    std::swap(out.back()[at], out.back()[at + 1]);
  }
  return out;
}

// The names of a schema that ships, none of them chosen for this.
TEST(Typos, EverySlipOfOneKeyIsFound) {
  std::string declarations;
  const std::vector<std::string> names = {"Group", "Marker", "Student", "Task", "Exam", "Outcome", "Person", "Form"};
  for (const std::string& name : names) declarations += "class " + name + " {}\n";
  size_t right = 0;
  size_t all = 0;
  for (const std::string& name : names)
    for (const std::string& slip : slips_of(name)) {
      const Typo typo = {slip.c_str(), name.c_str(), "class A { x: R<$> @1; }\n"};
      Compiled out;
      compile(out, "rdx 1;\npackage a;\n" + declarations + "class A { x: R<" + slip + "> @1; }\n");
      ++all;
      if (offers(out, typo)) ++right;
    }
  std::printf("%zu of %zu slips of one key: the right word is offered\n", right, all);
  EXPECT_GE(right * 100, all * 98);
}

}  // namespace
}  // namespace rdxc
