#include "rdxc/emit/views.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "rdxc/emit/cpp_text.h"
#include "rdxc/emit/json.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

// One field's view as JSON.
nlohmann::json field(const std::string& declaration) {
  Compiled out;
  compile(out, body("enum Way { in = 0; out = 1; }\nclass Group {}\nclass A { x: " + declaration +
                    "; }\nextern type Q \"acme::Set\" from \"acme/set.h\";\n"));
  EXPECT_EQ(out.codes(), "") << declaration;
  const auto model = nlohmann::json::parse(model_json(make_views(out.checked.schema, "test"), "test"));
  return model["files"][0]["classes"][1]["fields"][0];
}

TEST(Views, GiveEachTypeItsCpp) {
  const std::pair<const char*, const char*> types[] = {{"S", "std::string"},
                                                       {"I", "int64_t"},
                                                       {"F", "double"},
                                                       {"R", "rdx::Id"},
                                                       {"bool", "bool"},
                                                       {"I<Way>", "::a::Way"},
                                                       {"R<Group>", "rdx::Ref<::a::Group>"},
                                                       {"C", "int64_t"},
                                                       {"U", "int64_t"},
                                                       {"Z", "int64_t"},
                                                       {"N", "uint64_t"},
                                                       {"V", "rdx::VersionVector"},
                                                       {"text", "std::string"},
                                                       {"Q", "::acme::Set::Native"},
                                                       {"E<S>", "std::set<std::string>"},
                                                       {"E<R<Group>>", "std::set<rdx::Ref<::a::Group>>"},
                                                       {"E", "std::set<rdx::Value>"},
                                                       {"L<bool>", "std::vector<bool>"},
                                                       {"L", "std::vector<rdx::Value>"},
                                                       {"M<S, I>", "std::map<std::string, int64_t>"},
                                                       {"M", "std::map<rdx::Value, rdx::Value>"},
                                                       {"M<I<Way>, F>", "std::map<::a::Way, double>"}};
  for (const auto& [type, cpp] : types) EXPECT_EQ(field(std::string(type) + " @1")["cpp_type"], cpp) << type;
}

TEST(Views, SpellTypesWithFullNames) {
  for (const char* type : {"S", "bool", "text", "E", "M<S, I>", "V", "Q"})
    EXPECT_EQ(field(std::string(type) + " @1")["type"], type);
  EXPECT_EQ(field("L<R<Group>> @1")["type"], "L<R<a.Group>>");
  EXPECT_EQ(field("I<Way> @1")["type"], "I<a.Way>");
}

TEST(Views, SetOneKind) {
  const char* kinds[] = {"is_register", "is_counter", "is_set",      "is_map",
                         "is_array",    "is_text",    "is_versions", "is_extern"};
  for (const char* type : {"S", "I", "F", "R", "bool", "I<Way>", "R<Group>", "C", "U", "Z", "N", "V", "text", "E", "M",
                           "L", "L<S>", "Q"}) {
    const auto json = field(std::string(type) + " @1");
    int set = 0;
    for (const char* kind : kinds) set += json[kind].get<bool>() ? 1 : 0;
    EXPECT_EQ(set, 1) << type;
  }
}

TEST(Views, GiveDefaultsInCppAndJson) {
  const auto both = [](const std::string& declaration) {
    const auto json = field(declaration);
    return json["default_cpp"].get<std::string>() + " | " + json["default_json"].dump();
  };
  EXPECT_EQ(both("I @1 = -5"), "-5 | -5");
  EXPECT_EQ(both("I @1 = -9223372036854775808"), "(-9223372036854775807 - 1) | -9223372036854775808");
  EXPECT_EQ(both("F @1 = 1"), "1.0 | 1.0");
  EXPECT_EQ(both("F @1 = -inf"), "-rdx::kInfinity | null");
  EXPECT_EQ(both("bool @1 = true"), "true | true");
  EXPECT_EQ(both("I<Way> @1 = out"), "::a::Way::out | 1");
  EXPECT_EQ(both("S @1 = \"a\\\"\\u00e9?\\n\""), "\"a\\\"\\303\\251\\?\\n\" | \"a\\\"é?\\n\"");
  EXPECT_EQ(both("S @1 = \"\\u0000b\""), "std::string(\"\\000b\", 2) | \"\\u0000b\"");
  EXPECT_EQ(field("S @1")["has_default"], false);
}

TEST(Views, HaveTheFieldsOfAllAncestorsByNumber) {
  Compiled out;
  compile(out,
          "rdx 1;\npackage a;\nimport \"b.rdx\";\nclass A : b.B { x: S @1; y: S @3 [index = hash]; }\n--- b.rdx\nrdx "
          "1;\npackage b;\nclass B { z: S @2 [index = hash]; }\n");
  ASSERT_EQ(out.codes(), "");
  const auto model = nlohmann::json::parse(model_json(make_views(out.checked.schema, "test"), "test"));
  ASSERT_EQ(model["files"].size(), 1u);
  const auto& one = model["files"][0]["classes"][0];
  std::string names;
  for (const auto& each : one["all_fields"]) names += each["name"].get<std::string>();
  EXPECT_EQ(names, "xzy");
  EXPECT_EQ(one["fields"].size(), 2u);
  EXPECT_EQ(one["indexes"].size(), 2u);
  EXPECT_EQ(one["parent"]["cpp_full_name"], "::b::B");
  EXPECT_EQ(model["files"][0]["imports"][0]["header"], "b.rdx.h");
}

// A name that stands twice in a shape would hide a member.
void check_shape(const Shape& shape, std::set<const Shape*>& seen) {
  if (!seen.insert(&shape).second) return;
  std::set<std::string_view> names;
  for (const Member& member : shape.members) {
    EXPECT_TRUE(names.insert(member.name).second) << shape.name << ' ' << member.name;
    EXPECT_FALSE(member.meaning.empty()) << shape.name << ' ' << member.name;
    EXPECT_NE(member.name, "first");
    EXPECT_NE(member.name, "last");
    if (member.shape != nullptr) check_shape(*member.shape, seen);
  }
}

TEST(Shapes, DescribeEveryMemberOnce) {
  std::set<const Shape*> seen;
  check_shape(file_shape(), seen);
  EXPECT_GE(seen.size(), 10u);
}

TEST(CppText, StandsInACompiler) {
  EXPECT_EQ(cpp_string("a\"b\\?\n\x01\xff"), "\"a\\\"b\\\\\\?\\n\\001\\377\"");
  EXPECT_EQ(cpp_integer(std::numeric_limits<int64_t>::max()), "9223372036854775807");
  EXPECT_EQ(cpp_real(0.1), "0.1");
  EXPECT_EQ(cpp_real(1e21), "1e+21");
  EXPECT_EQ(comment_line("a path \\ "), "a path \\ .");
}

}  // namespace
}  // namespace rdxc
