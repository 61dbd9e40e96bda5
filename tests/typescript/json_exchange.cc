// Objects of C++ as lines of JSON, and back: one side of the exchange with TypeScript.
//
//   json_exchange write         prints them
//   json_exchange read < FILE   whether the lines are still those objects
#include <cstdio>
#include <exception>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include "rdx/json.h"
#include "tests/classes/full_student.h"

namespace rdx::test {
namespace {

using school::everything::Outcome;
using school::everything::Student;

// What JSON, doubles or JavaScript would lose if they could.
Student extremes() {
  Student student = full_student();
  student.name = "Ада \"of\" \\ \n\t\x01 Łódź 🚀";
  student.average = -0.0;
  student.visits = 9007199254740993;  // 2^53 + 1: no double has it
  student.marks = {{"math", 5}, {"", -9007199254740993}, {"constructor", 1}};
  student.tags = {"b", "a", "toString"};
  student.essay = "Two lines\nof text.";
  student.family = "null";
  student.weight = 1e300;
  student.count = std::numeric_limits<int64_t>::min();
  student.motto = "</script>";
  student.numbers = {0, -1, std::numeric_limits<int64_t>::max()};
  student.halves = {0.5, 1e-9};
  student.results = {static_cast<Outcome>(std::numeric_limits<int64_t>::min()), Outcome::unknown};
  student.sizes = {{1, "one"}, {int64_t{1} << 62, "many"}};
  student.state = static_cast<Outcome>(5);
  return student;
}

Student few() {
  Student student;
  student.average = 3;
  student.top = -std::numeric_limits<double>::infinity();
  return student;
}

std::string line_of(const Student& student, bool with_identity) {
  JsonOptions options;
  options.indent = 0;
  options.with_identity = with_identity;
  return *to_json(student, options);
}

std::vector<std::string> lines() {
  return {line_of(Student(), false), line_of(extremes(), false), line_of(full_student(), true), line_of(few(), false)};
}

// A line that came back, read and written once more by C++: what it says, whatever its form.
std::string read_again(const std::string& line, bool with_identity) {
  const Result<Student> student = from_json<Student>(line);
  return student ? line_of(*student, with_identity) : student.error().message;
}

int check() {
  std::string line;
  int faults = 0;
  const std::vector<std::string> wanted = lines();
  for (size_t i = 0; i < wanted.size(); ++i) {
    const bool has_line = static_cast<bool>(std::getline(std::cin, line));
    const std::string again = has_line ? read_again(line, i == 2) : "no line";
    if (again == wanted[i]) continue;
    std::cerr << "line " << i + 1 << "\n  wanted " << wanted[i] << "\n  found  " << again << "\n  came   " << line
              << '\n';
    ++faults;
  }
  return faults == 0 ? 0 : 1;
}

int run(int count, char** values) {
  const std::string what = count == 2 ? values[1] : "";
  if (what == "read") return check();
  if (what != "write") return 2;
  for (const std::string& line : lines()) std::cout << line << '\n';
  return 0;
}

}  // namespace
}  // namespace rdx::test

int main(int count, char** values) {
  try {
    return rdx::test::run(count, values);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 4;
  }
}
