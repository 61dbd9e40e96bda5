#include "rdxc/check/lock.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/rdxc/compare.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

// A project's history: each schema is compared with the lock, and the lock is written anew.
class History {
 public:
  // What is said of the next schema; nothing is remembered where it breaks something, unless forced.
  std::string next(std::string_view text, bool force = false) {
    Compared out;
    const facts::Facts now = facts_of_text(out, "new.rdx", body(text));
    facts::Facts lock;
    if (!lock_.empty()) lock = read_lock(out.files, out.files.add("rdx.lock", lock_), out.diagnostics);
    EXPECT_EQ(out.codes(), "") << out.text();
    compare(lock, now, Level::kWire, out.diagnostics);
    if (!out.breaks() || force) lock_ = print_lock(remember(lock, now));
    return out.codes();
  }

  const std::string& lock() const { return lock_; }

 private:
  std::string lock_;
};

std::string codes_of_lock(const std::string& text) {
  Compared out;
  read_lock(out.files, out.files.add("rdx.lock", text), out.diagnostics);
  out.diagnostics.finish();
  return out.codes();
}

TEST(Lock, HasOneFactALine) {
  History history;
  EXPECT_EQ(history.next("extern type Q \"acme::Set\" from \"a.h\";\n"
                         "enum Way { in = 0; out = -1; }\n"
                         "class P { name: S @1 [index = hash, unit = \"a b\"] = \"x y\"; own: Q @2; }\n"
                         "class A : P [id = \"1f-2-0\"] {\n"
                         "  way: I<Way> @10 = out;\n  tags: M<S, R<P>> @9;\n  any: M @11;\n  t: text @12;\n"
                         "  on: bool @13 = true;\n  f: F @14 = 1.50;\n  reserved @20..@29, @31;\n}\n"),
            "");
  const std::string lock = history.lock();
  EXPECT_EQ(lock.substr(lock.find("\nclass")),
            "\nclass a.A 1f-2-0 : a.P\n"
            "field a.A @9 tags M<S,R<a.P>>\n"
            "field a.A @10 way I<a.Way> = out\n"
            "field a.A @11 any M\n"
            "field a.A @12 t text\n"
            "field a.A @13 on bool = true\n"
            "field a.A @14 f F = 1.5\n"
            "reserved a.A @20..@29\n"
            "reserved a.A @31\n"
            "\nclass a.P 0-b1904685-bba\n"
            "field a.P @1 name S index unit \"a b\" = \"x y\"\n"
            "field a.P @2 own Q\n"
            "\nenum a.Way\n"
            "value a.Way -1 out\n"
            "value a.Way 0 in\n"
            "\nextern Q acme::Set\n");
}

TEST(Lock, IsTheSameAfterReadingAndWriting) {
  for (const char* name : {"corpus/school.rdx", "corpus/words.rdx", "everything/everything.rdx", "names/names.rdx"}) {
    Compared out;
    RealDisk disk;
    const std::string path = std::string(RDX_SOURCE_DIR "/schemas/") + name;
    const facts::Facts now = facts::facts_of(check(out.files, disk, {path}, {}, out.diagnostics).schema);
    const std::string text = print_lock(now);
    const facts::Facts read = read_lock(out.files, out.files.add("rdx.lock", text), out.diagnostics);
    EXPECT_EQ(out.codes(), "") << out.text();
    EXPECT_EQ(print_lock(read), text);
    compare(read, now, Level::kSource, out.diagnostics);
    EXPECT_EQ(out.codes(), "") << out.text();
    EXPECT_EQ(print_lock(remember(read, now)), text);
  }
}

TEST(Lock, RemembersANumberLongAfterItWent) {
  History history;
  EXPECT_EQ(history.next("class A { x: S @1; y: S @2; }"), "");
  EXPECT_EQ(history.next("class A { x: S @1; reserved @2; }"), "");
  EXPECT_EQ(history.next("class A { x: S @1; }"), "RDX1108");
  EXPECT_EQ(history.next("class A { x: S @1; }", true), "RDX1108");
  EXPECT_EQ(history.next("class A { x: S @1; z: S @3; }"), "");
  EXPECT_EQ(history.next("class A { x: S @1; z: S @3; v: S @2; }"), "RDX1105");
  EXPECT_EQ(history.next("class A { x: S @1; z: S @3; y: I @2; }"), "RDX1105");
  EXPECT_EQ(history.next("class A { x: S @1; z: S @3; y: S @2; }"), "");  // it came back as it was
  EXPECT_NE(history.lock().find("field a.A @2 y S\n"), std::string::npos) << history.lock();
}

TEST(Lock, RemembersANumberForTheWholeLine) {
  History history;
  const std::string before = "class P { a: S @1; }\nclass A : P { b: S @2; }\n";
  EXPECT_EQ(history.next(before), "");
  EXPECT_EQ(history.next("class P { reserved @1; }\nclass A : P { reserved @2; }\n"), "");
  EXPECT_EQ(history.next("class P { }\nclass A : P { }\n", true), "RDX1108 RDX1108");
  EXPECT_EQ(history.next("class P { c: S @2; }\nclass A : P { }\n"), "RDX1105");
  EXPECT_EQ(history.next("class P { }\nclass A : P { c: S @1; }\n"), "RDX1105");
  EXPECT_EQ(history.next("class P { }\nclass A : P { }\nclass B : P { c: S @2; }\n"), "");  // no line of A's
}

TEST(Lock, TakesAForcedNumberForTheWholeLine) {
  History history;
  EXPECT_EQ(history.next("class P { }\nclass A : P { b: S @2; }\n"), "");
  EXPECT_EQ(history.next("class P { }\nclass A : P { reserved @2; }\n"), "");
  EXPECT_EQ(history.next("class P { c: I @2; }\nclass A : P { }\n", true), "RDX1105");
  EXPECT_EQ(history.next("class P { c: I @2; }\nclass A : P { d: S @3; }\n"), "");
  EXPECT_EQ(history.next("class P { e: I @2 [was = \"c\"]; }\nclass A : P { d: S @3; }\n"), "");
}

TEST(Lock, RemembersClassesAndValues) {
  History history;
  EXPECT_EQ(history.next("enum Way { in = 0; out = 1; }\nclass A { x: S @1; }\nclass B {}\n"), "");
  EXPECT_EQ(history.next("enum Way { in = 0; }\nclass B {}\n"), "");
  EXPECT_NE(history.lock().find(" removed\nfield a.A @1 x S\n"), std::string::npos) << history.lock();
  EXPECT_NE(history.lock().find("value a.Way 1 out removed\n"), std::string::npos) << history.lock();
  EXPECT_EQ(history.next("enum Way { in = 0; up = 1; }\nclass B {}\n"), "RDX1114");
  EXPECT_EQ(history.next("enum Way { in = 0; }\nclass A { x: I @1; }\nclass B {}\n"), "RDX1101");
  EXPECT_EQ(history.next("enum Way { in = 0; out = 1; }\nclass A { x: S @1; }\nclass B {}\n"), "");
  EXPECT_EQ(history.lock().find("removed\n"), std::string::npos) << history.lock();
}

TEST(Lock, TakesTheLinesOfTwoBranchesInAnyOrder) {
  const std::string lock =
      "rdx.lock 1\nfield a.A @3 z S\n\n# theirs\nfield a.A @2 y I\nclass a.A 0-c1904684-132\nfield a.A @1 x S\n";
  Compared out;
  const facts::Facts read = read_lock(out.files, out.files.add("rdx.lock", lock), out.diagnostics);
  compare(read, facts_of_text(out, "new.rdx", body("class A { x: S @1; y: I @2; z: S @3; }")), Level::kSource,
          out.diagnostics);
  EXPECT_EQ(out.codes(), "");
}

TEST(Lock, SaysWhereItCannotBeRead) {
  const std::string head = "rdx.lock 1\nclass a.A 0-c1904684-132\n";
  EXPECT_EQ(codes_of_lock(head), "");
  EXPECT_EQ(codes_of_lock(""), "RDX1141");
  EXPECT_EQ(codes_of_lock("rdx.lock 2\n"), "RDX1141");
  for (const char* line : {"<<<<<<< HEAD",
                           "class",
                           "class a.B",
                           "class a.B 0-0",
                           "class a.B 0-1-2 :",
                           "class a.A 0-1-2",
                           "field a.A @1",
                           "field a.A @0 x S",
                           "field a.A @128 x S",
                           "field a.A 1 x S",
                           "field a.A @1 x X",
                           "field a.A @1 x E<U>",
                           "field a.A @1 x M<S>",
                           "field a.A @1 x S more",
                           "field a.A @1 x S =",
                           "field a.A @1 x S unit",
                           "field a.A @1 1x S",
                           "field a.Z @1 x S",
                           "reserved a.A @3..@2",
                           "reserved a.A 3",
                           "enum",
                           "value a.A x 1",
                           "value a.Way 0 in",
                           "extern Q",
                           "extern S a::B",
                           "\"",
                           "\xff\xfe"})
    EXPECT_EQ(codes_of_lock(head + line + "\n"), "RDX1141") << line;
  EXPECT_EQ(codes_of_lock(head + "field a.A @1 x S\nfield a.A @1 y S\n"), "RDX1141");
  EXPECT_EQ(codes_of_lock(head + "field a.A @1 x S\nfield a.A @1 y S removed\n"), "");
}

// Any bytes: a diagnostic at most. A lock with one byte changed is read, or is not.
TEST(Lock, TakesDamage) {
  const std::string whole = "rdx.lock 1\nclass a.A 0-c1904684-132 : a.P\nfield a.A @1 x M<S,R<a.P>> unit \"m\" = 1\n";
  for (size_t at = 0; at < whole.size(); ++at)
    for (const char byte : {'\0', '\n', ' ', '"', '<', '@', '\xff', '9'}) {
      std::string damaged = whole;
      damaged[at] = byte;
      codes_of_lock(damaged);
      codes_of_lock(whole.substr(0, at));
    }
}

}  // namespace
}  // namespace rdxc
