// Objects of generated classes to JSON and back.
#include <gtest/gtest.h>

#include "rdx/json/json.h"
#include "tests/classes/full_student.h"

namespace rdx::test {
namespace {

using school::everything::Student;
using school::everything::Task;

constexpr const char* kFullStudent = R"({
  "name": "Ada",
  "title": "doctor",
  "deputy": "1-2-3",
  "group": "1-2-4",
  "nick": "ada",
  "outcome": "failed",
  "average": 4.5,
  "credit": -3,
  "visits": 7,
  "marks": {"art": 1, "math": 5},
  "tags": ["clever", "quick"],
  "friends": ["1-2-5"],
  "queue": ["1-2-6", "1-2-6"],
  "essay": "On engines.\n",
  "seen": {"1": 5, "b0b": 2},
  "family": "Lovelace",
  "active": false,
  "weight": -0.5,
  "count": 0,
  "motto": "",
  "anything": [1.0, 1, {"id": "1-2-7"}, "x"],
  "facts": {"born": 1815, "died": null},
  "things": [1, "two", 3.0],
  "walks": "18446744073709551615",
  "later": 4,
  "whoever": "9-9-9",
  "numbers": [1, -1, "9007199254740993"],
  "flags": [true, false],
  "outcomes": {"passed": true, "77": false},
  "byTask": [["1-2-6", 0.5]],
  "halves": [0.5, 1.5],
  "results": ["failed", "passed"],
  "sizes": [[1, "small"], [2, "large"]],
  "titles": ["doctor"],
  "state": -5,
  "leader": "3-4-5",
  "top": "nan"
})";

TEST(ObjectJson, WritesEveryMember) { EXPECT_EQ(*to_json(full_student()), kFullStudent); }

TEST(ObjectJson, ReadsEveryMemberBack) {
  auto read = from_json<Student>(kFullStudent);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*to_json(*read), kFullStudent);
  read->top = 0;  // one NaN is not another
  Student expected = full_student();
  expected.top = 0;
  EXPECT_EQ(*read, expected);
}

TEST(ObjectJson, LeavesOutWhatWasNeverWritten) {
  EXPECT_EQ(*to_json(Student()), "{}");
  Student student;
  student.nick = "ada";
  EXPECT_EQ(*to_json(student, {.indent = 0}), R"({"nick": "ada"})");
  const std::string all = *to_json(Task(), {.indent = 0, .with_identity = true, .with_unset = true});
  EXPECT_EQ(all, R"({"$class": "school.everything.Task", "$id": "0-0-0", "what": "", "done": false, "seen_by": "{}"})");
}

TEST(ObjectJson, AUsersTypeIsItsText) {
  Task task;
  task.seen_by = {"a", "b"};
  EXPECT_EQ(*to_json(task, {.indent = 0}), R"({"seen_by": "{\"a\",\"b\"}"})");
  EXPECT_EQ(from_json<Task>(R"({"seen_by": "{\"a\",\"b\"}"})")->seen_by, task.seen_by);
  const auto bad = from_json<Task>(R"({"seen_by": "{1}"})");
  EXPECT_TRUE(bad.error().message.starts_with("$.seen_by: byte 1: ")) << bad.error().message;
}

TEST(ObjectJson, ReadingTouchesOnlyWhatIsNamedAndNothingOnAnError) {
  Student student;
  student.nick = "ada";
  student.visits = 2;
  const auto read = object_from_json(student, Student::kClass, R"({"visits": 5, "$id": "1-2-3"})");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->id, Id(1, 2, 3));
  EXPECT_EQ(student.visits, 5);
  EXPECT_EQ(student.nick, "ada");
  EXPECT_FALSE(object_from_json(student, Student::kClass, R"({"visits": 9, "nick": 7})"));
  EXPECT_EQ(student.visits, 5);
}

TEST(ObjectJson, SaysWhatIsWrong) {
  const auto message = [](const char* json) { return from_json<Student>(json).error().message; };
  EXPECT_EQ(message("[]"), "$: expected an object");
  EXPECT_EQ(message(R"({"tags": ["a", "b", "c", 4]})"), "$.tags[3]: expected a string");
  EXPECT_EQ(message(R"({"marks": {"art": "x"}})"), "$.marks.art: expected a whole number");
  EXPECT_EQ(message(R"({"nikc": "a"})"), "$.nikc: school.everything.Student has no such member; did you mean 'nick'?");
  EXPECT_EQ(message(R"({"zzzzzz": 1})"), "$.zzzzzz: school.everything.Student has no such member");
  EXPECT_EQ(message(R"({"$class": "a.B"})"), "$.$class: expected an object of school.everything.Student");
  EXPECT_EQ(message(R"({"$id": "x"})"), "$.$id: expected an id such as \"c187-3a62-12\"");
}

TEST(ObjectJson, KeepsUnknownMembersWhereAsked) {
  Student student;
  const auto read = object_from_json(
      student, Student::kClass, R"({"newer": {"a": [1, 2.5, null]}, "nick": "x", "b": true})", UnknownMembers::keep);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(student.nick, "x");
  EXPECT_EQ(read->unknown, R"({"newer": {"a": [1, 2.5, null]}, "b": true})");
}

TEST(ObjectJson, RefusesAMemberThatCannotBeStored) {
  Student student;
  student.nick = "\xff";
  EXPECT_EQ(to_json(student).error().message, "school.everything.Student.nick: the string is not UTF-8");
}

// As `rdx json` does for an object of a store whose schema it does not have.
TEST(ImageJson, NeedsNoClassButItsDescription) {
  const std::vector<FieldInfo> fields = {{1, 'S', "title", "S"},          {2, 'I', "open", "bool"},
                                         {3, 'E', "tags", "E<S>"},        {4, 'M', "sizes", "M<I, S>"},
                                         {5, 'I', "state", "I<a.State>"}, {6, 'Q', "own", "Q"}};
  const ClassInfo info = {"a.Thing", Id(7), nullptr, fields};
  const auto read =
      fields_from_json(info, R"({"tags": ["x"], "title": "T", "open": true, "sizes": [[1, "s"]], "state": 3})");
  ASSERT_TRUE(read) << read.error().message;
  std::string image;
  for (const JsonField& field : read->fields) append_image_field(image, field.number, field.letter, field.bare);
  append_image_field(image, 99, 'S', "0from a newer schema");
  EXPECT_EQ(*image_to_json(Id(1, 2, 3), image, info, {.indent = 0, .with_identity = true}),
            R"({"$class": "a.Thing", "$id": "1-2-3", "title": "T", "open": true, "tags": ["x"], "sizes": [[1, "s"]], )"
            R"("state": 3})");
  EXPECT_EQ(fields_from_json(info, R"({"own": "x"})").error().message, "$.own: no type is known of the letter Q");
}

}  // namespace
}  // namespace rdx::test
