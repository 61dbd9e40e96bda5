#include "rdxc/emit/mustache.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "rdxc/emit/views.h"
#include "rdxc/source/render.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

constexpr const char* kSchema =
    "rdx 1;\npackage a.b;\nenum W { x = 0; y = 7; }\n/// One.\n/// Two.\nclass A { f: S @1 = \"s\"; g: M<S, I> @2; "
    "}\nclass B : A {}\n";

// The first text is the template, the others its partials.
std::string render(const std::map<std::string, std::string>& texts) {
  Compiled compiled;
  compile(compiled, kSchema);
  const Views views = make_views(compiled.checked.schema, "test");
  Files files;
  std::map<std::string, FileId, std::less<>> ids;
  for (const auto& [name, text] : texts) ids[name] = files.add(name, text);
  Diagnostics diagnostics;
  const auto find = [&](std::string_view name) {
    const auto found = ids.find(name);
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  };
  const Template one = Template::compile(files, ids.begin()->second, file_shape(), find, diagnostics);
  diagnostics.finish();
  if (diagnostics.failed()) return render_gcc(files, diagnostics);
  std::string out;
  one.render(&views.files[0], out);
  return out;
}

std::string render(const std::string& text) { return render(std::map<std::string, std::string>{{"main", text}}); }

TEST(Mustache, PutsValuesAsTheyAre) {
  EXPECT_EQ(render("{{package}} {{{name}}} {{&cpp_namespace}}"), "a.b main.rdx a::b");
  EXPECT_EQ(render("{{#classes}}{{#fields}}{{{cpp_type}}};{{/fields}}{{/classes}}"),
            "std::string;std::map<std::string, int64_t>;");
}

TEST(Mustache, SectionsRepeatAndChoose) {
  EXPECT_EQ(render("{{#enums}}{{#enumerators}}{{name}}={{value}}{{^last}}, {{/last}}{{/enumerators}}{{/enums}}"),
            "x=0, y=7");
  EXPECT_EQ(render("{{#classes}}{{#first}}<{{/first}}{{name}}{{#last}}>{{/last}}{{/classes}}"), "<AB>");
  EXPECT_EQ(render("{{#has_imports}}yes{{/has_imports}}{{^has_imports}}no{{/has_imports}}"), "no");
  EXPECT_EQ(render("{{#classes}}{{#parent}}{{name}} of {{/parent}}{{^parent}}none of {{/parent}}{{name}};{{/classes}}"),
            "none of A;A of B;");
}

TEST(Mustache, NamesAreLookedForAround) {
  EXPECT_EQ(render("{{#classes}}{{#fields}}{{package}}.{{name}} {{/fields}}{{/classes}}"), "a.b.f a.b.g ");
  EXPECT_EQ(
      render("{{#classes}}{{#fields}}{{#is_map}}{{key.cpp_type}}>{{element.letter}}{{/is_map}}{{/fields}}{{/classes}}"),
      "std::string>I");
  EXPECT_EQ(render("{{#classes}}{{#doc}}[{{.}}]{{/doc}}{{/classes}}"), "[One.][Two.]");
}

TEST(Mustache, ATagAloneOnItsLineLeavesNoLine) {
  EXPECT_EQ(render("a\n  {{#classes}}\n{{name}}\n  {{/classes}}\nb\n"), "a\nA\nB\nb\n");
  EXPECT_EQ(render("{{! a comment }}\r\na\r\n"), "a\r\n");
  EXPECT_EQ(render("a {{! a comment }}\nb"), "a \nb");
}

TEST(Mustache, PartialsAreIndentedAsTheirTag) {
  const std::map<std::string, std::string> texts = {
      {"main", "{{#classes}}\n  {{>one}}\n{{/classes}}\nend\n"},
      {"one", "{{name}} {\n\n  {{#fields}}\n  {{name}};\n  {{/fields}}\n}\n"}};
  EXPECT_EQ(render(texts), "  A {\n\n    f;\n    g;\n  }\n  B {\n\n  }\nend\n");
  EXPECT_EQ(render({{"main", "<{{>one}}>"}, {"one", "{{package}}"}}), "<a.b>");
}

TEST(Mustache, DelimitersChange) {
  EXPECT_EQ(render("{{=<% %>=}}{{<%package%>}}<%={{ }}=%>{{package}}"), "{{a.b}}a.b");
}

TEST(Mustache, IsStrictAtTheLine) {
  EXPECT_EQ(render("a\n{{pakage}}\n"),
            "main:2:1: error: 'pakage' is no member of a file [RDX1001]\nmain:2:1: note: did you mean 'package'?\n");
  EXPECT_EQ(render("{{#classes}}{{#fields}}{{nmae}}{{/fields}}{{/classes}}"),
            "main:1:24: error: 'nmae' is no member of a field in a class in a file [RDX1001]\nmain:1:24: note: did you "
            "mean 'name'?\n");
  EXPECT_EQ(render("{{first}}"), "main:1:1: error: 'first' is no member of a file [RDX1001]\n");
  EXPECT_EQ(render("{{#imports}}{{nmae}}{{/imports}}").substr(0, 31), "main:1:13: error: 'nmae' is no ");
}

TEST(Mustache, SaysWhatIsWrongWithTags) {
  EXPECT_NE(render("{{#classes}}").find("RDX1003"), std::string::npos);
  EXPECT_NE(render("{{/classes}}").find("RDX1003"), std::string::npos);
  EXPECT_NE(render("{{#classes}}{{#fields}}{{/classes}}{{/fields}}").find("RDX1003"), std::string::npos);
  EXPECT_NE(render("{{classes}}").find("RDX1002"), std::string::npos);
  EXPECT_NE(render("{{package").find("RDX1004"), std::string::npos);
  EXPECT_NE(render("{{=x=}}").find("RDX1004"), std::string::npos);
  EXPECT_NE(render("{{>none}}").find("RDX1005"), std::string::npos);
  EXPECT_NE(render({{"main", "{{>main}}"}}).find("includes itself"), std::string::npos);
}

}  // namespace
}  // namespace rdxc
