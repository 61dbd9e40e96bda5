#include "rdxc/source/catalogue.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "rdxc/check/check.h"
#include "rdxc/check/compatibility.h"
#include "rdxc/check/lint.h"
#include "rdxc/check/lock.h"
#include "rdxc/emit/plugin.h"
#include "rdxc/emit/templates.h"
#include "tests/rdxc/memory_disk.h"

namespace rdxc {
namespace {

// What a page's schema is answered with.
struct Answer {
  Files files;
  Diagnostics diagnostics;

  std::string codes() const {
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) out += (out.empty() ? "" : " ") + code_text(one.code);
    return out;
  }
};

void read_template(std::string_view text, Answer& out) {
  MemoryDisk disk;
  disk.files["t/main.mustache"] = std::string(text);
  load_templates(out.files, disk, "none", {}, "t", out.diagnostics);
  out.diagnostics.finish();
}

// A plugin that is a script, over one schema.
void run_script(Code code, std::string_view script, Answer& out) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / ("rdxc-gen-" + code_text(code));
  std::ofstream(path) << script;
  std::filesystem::permissions(
      path, script.starts_with("#!") ? std::filesystem::perms::owner_all : std::filesystem::perms::owner_read);
  MemoryDisk disk = MemoryDisk::split("rdx 1;\npackage a;\nclass A { one: S @1; }\n", "main.rdx");
  const Checked checked = check(out.files, disk, {"main.rdx"}, {}, out.diagnostics);
  Plugin plugin;
  plugin.name = "script";
  plugin.path = path.string();
  if (code == Code::plugin_silent && script.find("sleep") != std::string_view::npos) plugin.timeout_ms = 100;
  std::vector<NewFile> files;
  std::vector<std::string> read;
  run_plugin(plugin, make_views(checked.schema, "test"), "test", checked.schema, out.files, "out", files, read,
             out.diagnostics);
  std::filesystem::remove(path);
  out.diagnostics.finish();
}

void read_lint(std::string_view text, Answer& out) {
  MemoryDisk disk = MemoryDisk::split(text, "main.rdx");
  const Checked checked = check(out.files, disk, {"main.rdx"}, {}, out.diagnostics);
  std::vector<std::string> unknown;
  if (out.diagnostics.failed()) return;
  std::set<Code> on;
  choose_rules(on, {"all"}, {}, unknown);
  lint(out.files, checked.schema, on, out.diagnostics);
  out.diagnostics.finish();
}

// At the level of its chapter; the lock's own pages are read as `rdxc lock --check` does.
void compare_pair(Code code, std::string_view text, Answer& out) {
  MemoryDisk disk = MemoryDisk::split(text, "");
  const facts::Facts now = facts::facts_of(check(out.files, disk, {"new.rdx"}, {}, out.diagnostics).schema);
  facts::Facts old;
  FileId lock = kNoFile;
  if (disk.files.count("rdx.lock") != 0) {
    lock = out.files.add("rdx.lock", disk.files["rdx.lock"]);
    old = read_lock(out.files, lock, out.diagnostics);
  } else {
    old = facts::facts_of(check(out.files, disk, {"old.rdx"}, {}, out.diagnostics).schema);
  }
  if (code != Code::lock_outdated) {
    const Level level = code < Code::field_renamed                                         ? Level::kWire
                        : code < Code::member_type_changed || code == Code::lock_malformed ? Level::kJson
                                                                                           : Level::kSource;
    compare(old, now, level, out.diagnostics);
  } else if (!out.diagnostics.failed()) {
    check_lock(out.files, lock, old, now, out.diagnostics);
  }
}

// Today every letter is emitted; that page is read by a compiler that lacks one.
void read_page(const Page& page, std::string_view text, Answer& out) {
  if (page.code >= Code::letter_changed && page.code <= Code::lock_outdated) return compare_pair(page.code, text, out);
  if (page.code >= Code::type_name && page.code <= Code::lint_comment) return read_lint(text, out);
  if (page.code >= Code::plugin_finding) return run_script(page.code, text, out);
  if (page.code >= Code::template_name) return read_template(text, out);
  CheckOptions options;
  if (page.code == Code::letter_not_emitted) options.emitted_letters = "FIRS";
  MemoryDisk disk = MemoryDisk::split(text, "main.rdx");
  check(out.files, disk, {"main.rdx"}, options, out.diagnostics);
}

std::string codes_of_page(const Page& page, std::string_view text) {
  Answer answer;
  read_page(page, text, answer);
  return answer.codes();
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
    Answer out;
    read_page(page, page.bad, out);
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
