#include "rdxc/source/catalogue.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "rdxc/check/lint.h"
#include "rdxc/emit/plugin.h"
#include "rdxc/emit/templates.h"
#include "tests/rdxc/compile.h"

namespace rdxc {
namespace {

std::string codes_of_template(std::string_view text) {
  Files files;
  Diagnostics diagnostics;
  MemoryDisk disk;
  disk.files["t/main.mustache"] = std::string(text);
  load_templates(files, disk, "none", {}, "t", diagnostics);
  diagnostics.finish();
  std::string out;
  for (const Diagnostic& one : diagnostics.list()) out += (out.empty() ? "" : " ") + code_text(one.code);
  return out;
}

// A plugin that is a script, over one schema.
std::string codes_of_plugin(Code code, std::string_view script) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / ("rdxc-gen-" + code_text(code));
  std::ofstream(path) << script;
  std::filesystem::permissions(
      path, script.starts_with("#!") ? std::filesystem::perms::owner_all : std::filesystem::perms::owner_read);
  Compiled out;
  compile(out, "rdx 1;\npackage a;\nclass A { one: S @1; }\n");
  Plugin plugin;
  plugin.name = "script";
  plugin.path = path.string();
  if (code == Code::plugin_silent && script.find("sleep") != std::string_view::npos) plugin.timeout_ms = 100;
  std::vector<NewFile> files;
  std::vector<std::string> read;
  run_plugin(plugin, make_views(out.checked.schema, "test"), "test", out.checked.schema, out.files, "out", files, read,
             out.diagnostics);
  std::filesystem::remove(path);
  return out.codes();
}

bool is_lint(const Page& page) { return page.code >= Code::type_name && page.code <= Code::lint_comment; }

std::string codes_of_lint(std::string_view text) {
  Compiled out;
  compile(out, text);
  std::vector<std::string> unknown;
  if (!out.diagnostics.failed())
    lint(out.files, out.checked.schema, chosen_rules({"all"}, {}, unknown), out.diagnostics);
  return out.codes();
}

// What a page's schema is answered with. Today every letter is emitted; that page is read by a compiler that lacks one.
std::string codes_of_page(const Page& page, std::string_view text) {
  if (is_lint(page)) return codes_of_lint(text);
  if (page.code >= Code::plugin_finding) return codes_of_plugin(page.code, text);
  if (page.code >= Code::template_name) return codes_of_template(text);
  CheckOptions options;
  if (page.code == Code::letter_not_emitted) options.emitted_letters = "FIRS";
  return codes_of(text, options);
}

TEST(Catalogue, HasAPageForEveryCode) {
  std::ifstream file(RDX_SOURCE_DIR "/rdxc/source/code.h");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::regex row(R"(^  (\w+) = (\d+),$)", std::regex::multiline);
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at) {
    const auto code = static_cast<Code>(std::stoi((*at)[2]));
    const std::optional<Page> page = find_page(code);
    ASSERT_TRUE(page.has_value()) << (*at)[1];
    EXPECT_EQ(page->name, (*at)[1].str());
    names.insert((*at)[1]);
  }
  EXPECT_EQ(names.size(), catalogue().size());
  EXPECT_GT(names.size(), 60u);
}

TEST(Catalogue, EveryBadSchemaHasExactlyItsFault) {
  for (const Page& page : catalogue()) EXPECT_EQ(codes_of_page(page, page.bad), code_text(page.code)) << page.bad;
}

TEST(Catalogue, EveryGoodSchemaIsClean) {
  for (const Page& page : catalogue()) EXPECT_EQ(codes_of_page(page, page.good), "") << page.good;
}

// STYLE.md: lower case, no full stop, the thing named.
TEST(Catalogue, MessagesKeepTheHouseStyle) {
  for (const Page& page : catalogue()) {
    if (page.code >= Code::template_name) continue;
    Compiled out;
    CheckOptions options;
    if (page.code == Code::letter_not_emitted) options.emitted_letters = "FIRS";
    compile(out, page.bad, options);
    ASSERT_EQ(out.diagnostics.list().size(), 1u);
    const std::string& message = out.diagnostics.list()[0].message;
    EXPECT_FALSE(message.ends_with('.')) << message;
    EXPECT_FALSE(message[0] >= 'A' && message[0] <= 'Z' && message[1] != '+') << message;
  }
}

TEST(Catalogue, ReadsCodes) {
  EXPECT_EQ(parse_code("RDX0203"), Code::number_taken);
  EXPECT_EQ(parse_code("rdx203"), Code::number_taken);
  EXPECT_EQ(parse_code("203"), Code::number_taken);
  EXPECT_EQ(parse_code("RDX"), std::nullopt);
  EXPECT_EQ(parse_code("2x"), std::nullopt);
  EXPECT_FALSE(find_page(static_cast<Code>(9999)).has_value());
}

TEST(Catalogue, ExplainsWithBothSchemas) {
  const std::string text = explain(*find_page(Code::number_taken));
  EXPECT_NE(text.find("RDX0203: a field number that another field has\n"), std::string::npos);
  EXPECT_NE(text.find("    class A {\n      city: S @1;\n      street: S @1;\n    }\n"), std::string::npos);
  EXPECT_NE(text.find("street: S @2;"), std::string::npos);
}

}  // namespace
}  // namespace rdxc
