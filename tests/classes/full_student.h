// An object with something in every member, of a class with every kind of field.
#pragma once

#include "everything.rdx.h"

namespace rdx::test {

using school::everything::Group;
using school::everything::Outcome;
using school::everything::Student;
using school::everything::Task;

inline Student full_student() {
  Student student;
  student.name = "Ada";
  student.title = people::Title::doctor;
  student.deputy = Ref<people::Person>(Id(1, 2, 3));
  student.group = Ref<Group>(Id(1, 2, 4));
  student.nick = "ada";
  student.outcome = Outcome::failed;
  student.average = 4.5;
  student.credit = -3;
  student.visits = 7;
  student.marks = {{"art", 1}, {"math", 5}};
  student.tags = {"clever", "quick"};
  student.friends = {Ref<Student>(Id(1, 2, 5))};
  student.queue = {Ref<Task>(Id(1, 2, 6)), Ref<Task>(Id(1, 2, 6))};
  student.essay = "On engines.\n";
  student.seen = {{1, 5}, {0xb0b, 2}};
  student.family = "Lovelace";
  student.active = false;
  student.weight = -0.5;
  student.count = 0;
  student.motto = "";
  student.anything = {Value(1), Value(1.0), Value("x"), Value(Id(1, 2, 7))};
  student.facts = {{Value("born"), Value(1815)}, {Value("died"), Value()}};
  student.things = {Value(1), Value("two"), Value(3.0)};
  student.walks = 18446744073709551615U;
  student.later = 4;
  student.whoever = Id(9, 9, 9);
  student.numbers = {1, -1, 9007199254740993};
  student.flags = {true, false};
  student.outcomes = {{Outcome::passed, true}, {static_cast<Outcome>(77), false}};
  student.byTask = {{Ref<Task>(Id(1, 2, 6)), 0.5}};
  student.halves = {0.5, 1.5};
  student.results = {Outcome::failed, Outcome::passed};
  student.sizes = {{1, "small"}, {2, "large"}};
  student.titles = {people::Title::doctor};
  student.state = static_cast<Outcome>(-5);
  student.leader = Ref<people::Person>(Id(3, 4, 5));
  student.top = kNotANumber;
  return student;
}

}  // namespace rdx::test
