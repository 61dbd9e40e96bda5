// The other side of the exchange: reads a line of JSON after the other, looks at members as TypeScript types them, writes them.
import * as fs from "fs";
import { Outcome, Student } from "./everything.rdx.js";
import * as people from "./people.rdx.js";
import { Id, Integer, JsonError } from "./rdx.js";

function same(found: unknown, wanted: unknown): void {
  if (!Object.is(found, wanted)) throw new Error(`found ${String(found)}, wanted ${String(wanted)}`);
}

// What the declarations promise; a wrong one does not compile.
function look(student: Student): void {
  const title: people.Title | undefined = student.title;
  const outcome: Outcome | undefined = student.outcome;
  const marks: Map<string, Integer> | undefined = student.marks;
  const group: Id<"school.everything.Group"> | null | undefined = student.group;
  const tags: Set<string> | undefined = student.tags;
  same(title, "doctor");
  same(outcome, "failed");
  same(marks?.get("math"), 5);
  same(marks?.get(""), -9007199254740993n);
  same(group, "1-2-4");
  same(tags?.has("toString"), true);
  same(student.visits, 9007199254740993n);
  same(student.average, -0);
  same(student.walks, 18446744073709551615n);
  same(student.state, 5);
  same(student.top, NaN);
  same(student.outcomes?.get("passed"), true);
  same(student.sizes?.get(1), "one");
  same(student.flags?.length, 2);
  same(student.seen?.get("b0b"), 2);
  same(student.essay, "Two lines\nof text.");
}

// Wrong JSON, and what must be said of it.
const faults: readonly (readonly [string, string])[] = [
  ['{"tags": ["a", 5]}', "$.tags[1]: expected a string"],
  ['{"marks": {"odd name": "x"}}', '$.marks["odd name"]: expected a whole number'],
  ['{"nobody": 1}', "$.nobody: school.everything.Student has no such member"],
  ['{"outcome": "sideways"}', "$.outcome: 'sideways' is no school.everything.Outcome"],
  ['{"group": 5}', '$.group: expected an id such as "c187-3a62-12"'],
  ['{"walks": -1}', "$.walks: expected a number that is not below 0"],
  ['{"sizes": [[1]]}', "$.sizes[0]: expected a pair, [key, value]"],
  ['{"count": 1.5}', "$.count: expected a whole number"],
  ['{"nick": "a", "nick": "b"}', "$: line 1, column 21: 'nick' stands here twice"],
  ["[1]", "$: expected an object"],
  ['{"things": [{"id": 5}]}', '$.things[0].id: expected an id such as "c187-3a62-12"'],
  ["[".repeat(50), "$: line 1, column 17: it is nested too deeply"],
  ['{"nick": "a"} x', "$: line 1, column 15: nothing can follow the value"],
];

for (const [json, wanted] of faults) {
  let found = "no fault";
  try {
    Student.read(json);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    found = error.message;
  }
  same(found, wanted);
}

// What a newer schema has is kept where that is asked for, digit for digit, and stands behind the rest.
const newer = '{"nick": "a", "from_newer": {"x": [1.50, null, 12345678901234567890, "\\"ж"]}, "$new": true}';
same(Student.write(Student.read(newer, "keep")), newer);
same(Student.read(newer, "keep").$unknown?.get("$new"), "true");
same(Student.read('{"nick": "a"}', "keep").$unknown, undefined);
const clash: Student = { nick: "a", $unknown: new Map([["nick", "5"], ["more", "1"]]) };
same(Student.write(clash), '{"nick": "a", "more": 1}');

// Numbers may come as strings, enums as numbers.
const loose = Student.read('{"count": "5", "outcome": 1, "average": "1.5", "numbers": ["9007199254740993", 1e3]}');
same(loose.count, 5);
same(loose.outcome, "passed");
same(loose.average, 1.5);
same(loose.numbers?.[0], 9007199254740993n);
same(loose.numbers?.[1], 1000);
same(Student.write({ constructor: undefined } as unknown as Student), "{}");
same(Student.fields.find((field) => field.name === "outcome")?.initial, "passed");
same(Student.fields.find((field) => field.name === "count")?.initial, -9223372036854775808n);

const lines = fs.readFileSync(0, "utf8").trimEnd().split("\n");
look(Student.read(lines[1]!));
for (const line of lines) console.log(Student.write(Student.read(line)));
