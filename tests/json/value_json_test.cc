// One value of each kind, from text to JSON and back, and JSON that is wrong.
#include <gtest/gtest.h>

#include "rdx/json/json.h"
#include "rdx/rdx/types.h"

namespace rdx::test {
namespace {

constexpr Enumerator kColours[] = {{0, "red"}, {1, "green"}};
constexpr EnumInfo kColour = {"test.Colour", kColours};

FieldInfo field_of(char letter, const char* type) {
  FieldInfo field;
  field.number = 1;
  field.letter = letter;
  field.name = "field";
  field.type = type;
  field.enumeration = &kColour;
  field.key_enumeration = &kColour;
  return field;
}

struct Case {
  char letter;
  const char* type;
  const char* text;  // as `string` writes it
  const char* json;
};

void PrintTo(const Case& one, std::ostream* to) { *to << one.type << ' ' << one.text; }

class ValueJson : public testing::TestWithParam<Case> {};

TEST_P(ValueJson, WritesAndReadsBack) {
  const Case& one = GetParam();
  const TypeFunctions& type = *built_in_types().find(one.letter);
  const FieldInfo field = field_of(one.letter, one.type);
  const auto bare = type.parse(one.text);
  ASSERT_TRUE(bare) << bare.error().message;
  EXPECT_EQ(*value_to_json(field, *bare), one.json);
  const auto back = value_from_json(field, one.json);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(type.valid(*back));
  EXPECT_EQ(type.string(*back), one.text);
}

INSTANTIATE_TEST_SUITE_P(
    All, ValueJson,
    testing::Values(Case{'F', "F", "1.0", "1.0"}, Case{'F', "F", "-0.0", "-0.0"}, Case{'F', "F", "0.1", "0.1"},
                    Case{'F', "F", "1e+21", "1e+21"}, Case{'F', "F", "5e-324", "5e-324"},
                    Case{'F', "F", "nan", "\"nan\""}, Case{'F', "F", "inf", "\"inf\""},
                    Case{'F', "F", "-inf", "\"-inf\""},  //
                    Case{'I', "I", "-11", "-11"}, Case{'I', "I", "9007199254740992", "9007199254740992"},
                    Case{'I', "I", "9007199254740993", "\"9007199254740993\""},
                    Case{'I', "I", "-9223372036854775808", "\"-9223372036854775808\""},  //
                    Case{'I', "bool", "1", "true"}, Case{'I', "bool", "0", "false"},
                    Case{'I', "I<test.Colour>", "1", "\"green\""}, Case{'I', "I<test.Colour>", "7", "7"},
                    Case{'R', "R", "c187-3a62-12", "\"c187-3a62-12\""}, Case{'R', "R<a.B>", "0-0-0", "null"},
                    Case{'S', "S", R"("a\"\\\n\u0001")", R"("a\"\\\n\u0001")"}, Case{'S', "S", "\"ñ😀\"", "\"ñ😀\""}));

INSTANTIATE_TEST_SUITE_P(
    Counters, ValueJson,
    testing::Values(Case{'C', "C", "-3", "-3"}, Case{'U', "U", "9223372036854775807", "\"9223372036854775807\""},
                    Case{'Z', "Z", "4", "4"}, Case{'N', "N", "18446744073709551615", "\"18446744073709551615\""},
                    Case{'V', "V", "{5-1f,b0b-2}", R"({"5": 31, "b0b": 2})"}, Case{'V', "V", "{}", "{}"}));

INSTANTIATE_TEST_SUITE_P(
    Containers, ValueJson,
    testing::Values(Case{'E', "E<S>", R"({"a","b"})", R"(["a", "b"])"}, Case{'E', "E<I>", "{}", "[]"},
                    Case{'E', "E<R<a.B>>", "{5-1-0}", R"(["5-1-0"])"},
                    Case{'E', "E<I<test.Colour>>", "{0,1}", R"(["red", "green"])"},
                    Case{'E', "E", R"({1.5,nan,2,9223372036854775807,5-1-0,"a"})",
                         R"([1.5, {"float": "nan"}, 2, {"int": "9223372036854775807"}, {"id": "5-1-0"}, "a"])"},
                    Case{'L', "L<F>", "[1.0,nan]", R"([1.0, "nan"])"}, Case{'L', "L<bool>", "[1,0]", "[true, false]"},
                    Case{'L', "L", R"([1,2.0,"a",5-1-0])", R"([1, 2.0, "a", {"id": "5-1-0"}])"},
                    Case{'L', "text", R"(["h","é"])", R"("hé")"},
                    Case{'M', "M<S, I>", R"({"a":1,"odd key":2})", R"({"a": 1, "odd key": 2})"},
                    Case{'M', "M<S, I>", "{}", "{}"}, Case{'M', "M<I, S>", R"({1:"x"})", R"([[1, "x"]])"},
                    Case{'M', "M<I, S>", "{}", "[]"}, Case{'M', "M<I<test.Colour>, bool>", "{0:1}", R"({"red": true})"},
                    Case{'M', "M<R<a.B>, F>", "{5-1-0:2.0}", R"([["5-1-0", 2.0]])"},
                    Case{'M', "M", R"({"a":null,"b":1})", R"({"a": null, "b": 1})"},
                    Case{'M', "M", R"({1:"x","b":inf})", R"([[1, "x"], ["b", {"float": "inf"}]])"}));

struct BadCase {
  char letter;
  const char* type;
  const char* json;
  const char* message;
};

void PrintTo(const BadCase& one, std::ostream* to) { *to << one.type << ' ' << one.json; }

class BadValueJson : public testing::TestWithParam<BadCase> {};

TEST_P(BadValueJson, SaysWhereAndWhat) {
  const BadCase& one = GetParam();
  const auto read = value_from_json(field_of(one.letter, one.type), one.json);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, one.message);
}

INSTANTIATE_TEST_SUITE_P(
    All, BadValueJson,
    testing::Values(BadCase{'S', "S", "5", "$: expected a string"}, BadCase{'S', "S", "null", "$: expected a string"},
                    BadCase{'I', "I", "1.5", "$: expected a whole number"},
                    BadCase{'I', "I", "\"1x\"", "$: expected a whole number"},
                    BadCase{'I', "I", "9223372036854775808", "$: the number is past 2^63-1"},
                    BadCase{'I', "bool", "1", "$: expected true or false"},
                    BadCase{'I', "I<test.Colour>", "\"grene\"", "$: 'grene' is no test.Colour; did you mean 'green'?"},
                    BadCase{'F', "F", "true", R"($: expected a number, "nan", "inf" or "-inf")"},
                    BadCase{'R', "R", "\"5-1\"", R"($: expected an id such as "c187-3a62-12")"},
                    BadCase{'N', "N", "-1", "$: expected a number that is not below 0"},
                    BadCase{'E', "E<S>", "[\"a\", \"b\", \"c\", 4]", "$[3]: expected a string"},
                    BadCase{'E', "E", "[null]", "$[0]: null can be no element"},
                    BadCase{'L', "L<I>", "{}", "$: expected an array"},
                    BadCase{'L', "L", "[true]", "$[0]: expected a number, a string or an id"},
                    BadCase{'L', "L", "[{\"it\": 5}]", R"($[0]: expected {"id": …}, {"float": …} or {"int": …})"},
                    BadCase{'L', "text", "[]", "$: expected a string"},
                    BadCase{'M', "M<S, I>", "[]", "$: expected an object"},
                    BadCase{'M', "M<S, I>", R"({"odd key": "x"})", R"($["odd key"]: expected a whole number)"},
                    BadCase{'M', "M<I, S>", "{}", "$: expected an array of pairs, [[key, value], …]"},
                    BadCase{'M', "M<I, S>", "[[1, \"a\"], [2]]", "$[1]: expected a pair, [key, value]"},
                    BadCase{'M', "M<I, S>", "[[1, \"a\"], [1, \"b\"]]", "$[1][0]: the key stands twice"},
                    BadCase{'M', "M", "[[null, 1]]", "$[0][0]: null can be no key"},
                    BadCase{'V', "V", "{\"zz\": 1}", "$.zz: a source is up to five lower-case hex digits"},
                    BadCase{'V', "V", "{\"1\": -1}", "$[\"1\"]: expected a number that is not below 0"},
                    BadCase{'Q', "Q", "1", "$: no type is known of the letter Q"}));

TEST(BadJson, SaysLineAndColumn) {
  const FieldInfo field = field_of('L', "L<I>");
  const auto read = value_from_json(field, "[1,\n 2,,]");
  ASSERT_FALSE(read);
  EXPECT_TRUE(read.error().message.starts_with("JSON: line 2, column 4: ")) << read.error().message;
  for (const char* bad : {"", "[", "[1]]", "\"\\ud800\"", "\"\xff\"", "1e999", "nul", "\x00"})
    EXPECT_FALSE(value_from_json(field, bad)) << bad;
}

TEST(BadJson, AnObjectNamesNothingTwice) {
  const auto read = value_from_json(field_of('M', "M"), R"({"a": 1, "b": 2, "a": 3})");
  EXPECT_EQ(read.error().message, "$: the name \"a\" stands twice");
}

TEST(BadJson, NestingEnds) {
  const auto read = value_from_json(field_of('L', "L"), std::string(100000, '['));
  EXPECT_TRUE(read.error().message.ends_with(": nested too deep")) << read.error().message;
}

TEST(ValueJsonForms, NumbersMayBeWrittenInOtherWays) {
  const auto text = [](char letter, const char* type, const char* json) {
    const auto bare = value_from_json(field_of(letter, type), json);
    return bare ? built_in_types().find(letter)->string(*bare) : bare.error().message;
  };
  EXPECT_EQ(text('I', "I", "\"-5\""), "-5");
  EXPECT_EQ(text('I', "I", "1e3"), "1000");
  EXPECT_EQ(text('I', "I<test.Colour>", "\"7\""), "7");
  EXPECT_EQ(text('F', "F", "2"), "2.0");
  EXPECT_EQ(text('F', "F", "\"2.5\""), "2.5");
  EXPECT_EQ(text('N', "N", "18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(text('L', "L", "[{\"int\": \"5\"}, {\"float\": 5}]"), "[5,5.0]");
}

}  // namespace
}  // namespace rdx::test
