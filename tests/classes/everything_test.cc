// A schema that uses every construct: what it became, saved, loaded and synced.
#include <gtest/gtest.h>

#include <sstream>

#include "acme/grow_set.h"
#include "after.rdx.h"
#include "before.rdx.h"
#include "rdx/rdx.h"
#include "rdx/rdx/types.h"
#include "rdx/replica/field_container.h"
#include "tests/classes/full_student.h"

namespace rdx::test {
namespace {

const TypeTable& types_with_q() {
  static const TypeTable kTypes = [] {
    TypeTable types = built_in_types();
    types.add(functions_of<acme::GrowSet>());
    return types;
  }();
  return kTypes;
}

Replica open(uint32_t source) {
  Options options;
  options.source = source;
  options.types = &types_with_q();
  auto replica = open_memory(options);
  EXPECT_TRUE(replica) << replica.error().message;
  return *std::move(replica);
}

void pull(Replica& to, Replica& from) {
  const auto request = to.request_diff();
  ASSERT_TRUE(request);
  const auto diff = from.build_diff(*request);
  ASSERT_TRUE(diff);
  const auto done = to.integrate_diff(*diff);
  ASSERT_TRUE(done) << done.error().message;
}

void sync(Replica& a, Replica& b) {
  pull(a, b);
  pull(b, a);
}

// Of what is saved a NaN is the only value that is not equal to itself.
Student comparable_student() {
  Student student = full_student();
  student.top = 1;
  student.walks = 10;
  return student;
}

TEST(Everything, IsSavedAndLoaded) {
  Replica replica = open(1);
  Student student = comparable_student();
  const auto saved = replica.save(student);
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(student, comparable_student());
  EXPECT_EQ(*replica.save(student), "");
  const auto loaded = replica.load<Student>(student.id());
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(*loaded, student);
  EXPECT_EQ(loaded->image(), student.image());
}

TEST(Everything, AnUnsetMemberShowsItsDefaultAndIsNotWritten) {
  Replica replica = open(1);
  Student student;
  ASSERT_TRUE(replica.save(student));
  const Student loaded = *replica.load<Student>(student.id());
  EXPECT_EQ(loaded, Student());
  EXPECT_EQ(loaded.image(), "");
  EXPECT_EQ(loaded.outcome, Outcome::passed);
  EXPECT_EQ(loaded.motto, "a \"b\"\n\\");
  EXPECT_EQ(loaded.top, kInfinity);
  EXPECT_EQ(loaded.count, INT64_MIN);
  EXPECT_FALSE(loaded.is_set(Student::Field::active));
}

TEST(Everything, ZeroIsToldApartFromNeverWritten) {
  Replica replica = open(1);
  Student student;
  student.active = false;
  student.weight = 0;
  ASSERT_TRUE(replica.save(student));
  EXPECT_TRUE(student.is_set(Student::Field::active));
  EXPECT_TRUE(student.is_set(Student::Field::weight));
  EXPECT_FALSE(student.is_set(Student::Field::count));
  const Student loaded = *replica.load<Student>(student.id());
  EXPECT_FALSE(loaded.active);
  EXPECT_EQ(loaded.weight, 0);
}

TEST(Everything, EditsOfTwoReplicasBothStand) {
  Replica here = open(1);
  Replica there = open(2);
  Student mine = comparable_student();
  ASSERT_TRUE(here.save(mine));
  pull(there, here);
  Student theirs = *there.load<Student>(mine.id());
  EXPECT_EQ(theirs, mine);

  mine.nick = "mine";
  mine.credit += 10;
  mine.visits += 1;
  mine.later += 1;
  mine.walks += 1;
  mine.tags.insert("here");
  mine.marks.erase("art");
  mine.queue.emplace_back(Id(1, 7, 7));
  mine.essay = "On analytical engines.\n";
  mine.seen.raise(1, 6);
  theirs.family = "Byron";
  theirs.credit += 5;
  theirs.visits += 2;
  theirs.later += 2;
  theirs.walks += 2;
  theirs.tags.erase("quick");
  theirs.marks["law"] = 3;
  theirs.queue.erase(theirs.queue.begin());
  theirs.essay += "By Ada.\n";
  theirs.seen.raise(2, 1);
  theirs.outcomes[Outcome::failed] = true;
  ASSERT_TRUE(here.save(mine));
  ASSERT_TRUE(there.save(theirs));
  sync(here, there);

  const Student merged = *here.load<Student>(mine.id());
  EXPECT_EQ(merged.image(), there.load<Student>(mine.id())->image());
  EXPECT_EQ(merged.nick, "mine");
  EXPECT_EQ(merged.family, "Byron");
  EXPECT_EQ(merged.credit, 12);
  EXPECT_EQ(merged.visits, 10);
  EXPECT_EQ(merged.later, 7);
  EXPECT_EQ(merged.walks, 13U);
  EXPECT_EQ(merged.tags, (std::set<std::string>{"clever", "here"}));
  EXPECT_EQ(merged.marks, (std::map<std::string, int64_t>{{"law", 3}, {"math", 5}}));
  EXPECT_EQ(merged.queue, (std::vector<Ref<Task>>{Ref<Task>(Id(1, 2, 6)), Ref<Task>(Id(1, 7, 7))}));
  EXPECT_EQ(merged.essay, "On analytical engines.\nBy Ada.\n");
  EXPECT_EQ(merged.seen, (VersionVector{{1, 6}, {2, 1}, {0xb0b, 2}}));
  EXPECT_EQ(merged.outcomes.size(), 3U);
}

TEST(Everything, AStaleCopyUndoesNothing) {
  Replica replica = open(1);
  Student student = comparable_student();
  ASSERT_TRUE(replica.save(student));
  Student stale = student;
  student.nick = "new";
  student.tags = {"new"};
  student.marks = {{"new", 1}};
  student.numbers = {1};
  student.essay = "new";
  student.credit = 0;
  ASSERT_TRUE(replica.save(student));
  stale.average = 2;
  ASSERT_TRUE(replica.save(stale));
  Student expected = student;
  expected.average = 2;
  EXPECT_EQ(*replica.load<Student>(student.id()), expected);
}

TEST(Everything, TwoCopiesThatAddThreeGiveSix) {
  Replica replica = open(1);
  Student one;
  ASSERT_TRUE(replica.save(one));
  Student two = one;
  one.credit += 3;
  two.credit += 3;
  ASSERT_TRUE(replica.save(one));
  ASSERT_TRUE(replica.save(two));
  ASSERT_TRUE(replica.save(two));
  EXPECT_EQ(replica.load<Student>(one.id())->credit, 6);
}

TEST(Everything, IsFoundByEachIndex) {
  Replica replica = open(1);
  Student student = comparable_student();
  ASSERT_TRUE(replica.save(student));
  const auto finds = [&](const Result<std::vector<Student>>& found) {
    return found && found->size() == 1 && found->front() == student;
  };
  EXPECT_TRUE(finds(Student::find_by_name(replica, "Ada")));
  EXPECT_TRUE(finds(Student::find_by_nick(replica, "ada")));
  EXPECT_TRUE(finds(Student::find_by_active(replica, false)));
  EXPECT_TRUE(finds(Student::find_by_weight(replica, -0.5)));
  EXPECT_TRUE(finds(Student::find_by_count(replica, 0)));
  EXPECT_TRUE(finds(Student::find_by_whoever(replica, Id(9, 9, 9))));
  EXPECT_TRUE(finds(Student::find_by_state(replica, static_cast<Outcome>(-5))));
  EXPECT_TRUE(finds(Student::find_by_leader(replica, Ref<people::Person>(Id(3, 4, 5)))));
  EXPECT_TRUE(Student::find_by_nick(replica, "nobody")->empty());
}

TEST(Everything, AStudentIsAPersonAndKeepsWhatAPersonDoesNotKnow) {
  Replica replica = open(1);
  Student student = comparable_student();
  ASSERT_TRUE(replica.save(student));
  people::Person person = *replica.load(Ref<people::Person>(student));
  EXPECT_EQ(person.name, "Ada");
  person.name = "Countess";
  ASSERT_TRUE(replica.save(person));
  const Student again = *replica.load<Student>(student.id());
  EXPECT_EQ(again.name, "Countess");
  EXPECT_EQ(again.marks, student.marks);
}

TEST(Everything, AUsersTypeIsStoredAndMerged) {
  Replica here = open(1);
  Replica there = open(2);
  Task task;
  task.seen_by = {"a"};
  ASSERT_TRUE(here.save(task));
  pull(there, here);
  Task copy = *there.load<Task>(task.id());
  copy.seen_by.insert("b");
  task.seen_by.insert("c");
  ASSERT_TRUE(there.save(copy));
  ASSERT_TRUE(here.save(task));
  sync(here, there);
  EXPECT_EQ(here.load<Task>(task.id())->seen_by, (std::set<std::string>{"a", "b", "c"}));
  task.seen_by.clear();
  EXPECT_EQ(here.save(task).error().message, "school.everything.Task.seen_by: this set only grows");
}

TEST(Everything, WhatCannotBeStoredIsAnErrorThatNamesTheField) {
  Replica replica = open(1);
  Student student = comparable_student();
  ASSERT_TRUE(replica.save(student));
  student.tags.insert("\xff");
  EXPECT_EQ(replica.save(student).error().message, "school.everything.Student.tags: a string in it is not UTF-8");
  student = comparable_student();
  student.nick = "\xff";
  EXPECT_EQ(replica.save(student).error().message, "school.everything.Student.nick: the string is not UTF-8");
}

TEST(Everything, PrintsAndCompares) {
  Task task;
  task.what = "Read \"it\"";
  task.seen_by = {"a"};
  EXPECT_EQ(to_string(task), R"(school.everything.Task 0-0-0 {what: "Read \"it\"", done: 0, seen_by: {"a"}})");
  std::ostringstream printed;
  printed << task << ' ' << Outcome::passed << ' ' << static_cast<Outcome>(9);
  EXPECT_EQ(printed.str(), to_string(task) + " passed 9");
  Student student = comparable_student();
  const std::string text = to_string(student);
  EXPECT_NE(text.find("outcome: failed"), std::string::npos) << text;
  EXPECT_NE(text.find("outcomes: {passed: 1, 77: 0}"), std::string::npos) << text;
  EXPECT_NE(text.find("essay: \"On engines.\\n\""), std::string::npos) << text;
  Student other = student;
  EXPECT_EQ(other, student);
  other.seen.raise(1, 99);
  EXPECT_NE(other, student);
}

TEST(Everything, EnumsHaveNames) {
  EXPECT_EQ(to_string(Outcome::failed), "failed");
  EXPECT_EQ(parse_enum<Outcome>("failed"), Outcome::failed);
  EXPECT_EQ(parse_enum<Outcome>("flunked"), std::nullopt);
  EXPECT_EQ(EnumOf<people::Title>::kInfo.name, std::string("people.Title"));
}

TEST(Everything, TheClassDescribesItself) {
  EXPECT_EQ(Student::kClass.name, std::string("school.everything.Student"));
  EXPECT_EQ(Student::kClass.id, Id(0x1f, 2, 0));
  EXPECT_EQ(Student::kClass.parent, &people::Person::kClass);
  const FieldInfo* marks = Student::kClass.find(16, 'M');
  ASSERT_NE(marks, nullptr);
  EXPECT_EQ(marks->type, std::string("M<S, I>"));
  EXPECT_EQ(Student::kClass.find(16, 'E'), nullptr);
  EXPECT_EQ(Student::kClass.find(24, 'I'), nullptr);
  uint8_t last = 0;
  for (const FieldInfo& field : Student::kClass.fields) {
    EXPECT_LT(last, field.number);
    last = field.number;
  }
}

TEST(Everything, ItsThreeFunctionsSayNoToWhatTheyDoNotKnow) {
  Student student;
  EXPECT_FALSE(student.load(11, 'I', ""));
  EXPECT_FALSE(student.changed(99, 'S', ""));
  EXPECT_EQ(*student.store(99, 'S', "", "", Clock{1, 0}), "");
  EXPECT_TRUE(student.load(11, 'S', "0x"));
  EXPECT_EQ(student.nick, "x");
}

TEST(Evolution, WhatAnOldBuildDoesNotKnowSurvivesItsSaves) {
  Replica old_site = open(1);
  Replica new_site = open(2);
  evolution::after::Thing thing;
  thing.title = "engine";
  thing.sizes = {Value("large"), Value(7)};
  thing.count = 5;
  thing.notes = {"kept"};
  ASSERT_TRUE(new_site.save(thing));
  pull(old_site, new_site);

  evolution::before::Thing old_thing = *old_site.load<evolution::before::Thing>(thing.id());
  EXPECT_EQ(old_thing.name, "engine");
  EXPECT_EQ(old_thing.sizes, std::set<std::string>{"large"});
  EXPECT_EQ(old_thing.count, 0);  // another letter is another field
  old_thing.name = "difference engine";
  old_thing.sizes = {"small"};
  old_thing.count = 1;
  ASSERT_TRUE(old_site.save(old_thing));

  sync(old_site, new_site);
  const evolution::after::Thing again = *new_site.load<evolution::after::Thing>(thing.id());
  EXPECT_EQ(again.title, "difference engine");
  EXPECT_EQ(again.sizes, (std::set<Value>{Value("small"), Value(7)}));
  EXPECT_EQ(again.count, 5);
  EXPECT_EQ(again.notes, std::vector<std::string>{"kept"});
  EXPECT_EQ(old_site.load<evolution::before::Thing>(thing.id())->count, 1);
}

}  // namespace
}  // namespace rdx::test
