// Any bytes as a schema, through every stage: no crash, no fault of ours, diagnostics inside of the text; what is clean
// prints to a schema that is clean again, and what parses has one form.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rdxc/check/lock.h"
#include "rdxc/emit/generate.h"
#include "rdxc/emit/json.h"
#include "rdxc/source/fix_all.h"
#include "rdxc/syntax/formatter.h"
#include "rdxc/syntax/parser.h"
#include "rdxc/syntax/printer.h"
#include "tests/rdxc/compile.h"

namespace {

using namespace rdxc;

void require(bool law) {
  if (!law) std::abort();
}

void look_at(const Compiled& out) {
  for (const Diagnostic& one : out.diagnostics.list()) {
    if (!one.span.is_set()) continue;
    require(one.span.begin <= one.span.end && one.span.end <= out.files[one.span.file].text().size());
  }
  require(out.diagnostics.failed() == !out.text().empty());
  require(out.gcc().empty() == !out.diagnostics.failed());
  require(!render_json(out.files, out.diagnostics).empty());
}

void emit(Compiled& out) {
  const Views views = make_views(out.checked.schema, "fuzz");
  require(!model_json(views, "fuzz").empty());
  MemoryDisk disk;
  const TemplateSet templates = load_templates(out.files, disk, "cpp", {}, {}, out.diagnostics);
  require(!generate(views, templates, "out").empty());
}

// A text with a syntax error has no form; any other has one, which is its own.
void reformat(const std::string& text) {
  Files files;
  Diagnostics diagnostics;
  const auto once = format(files, files.add("once", text), diagnostics);
  require(once.has_value() == !diagnostics.failed());
  if (!once) return;
  const auto twice = format(files, files.add("twice", *once), diagnostics);
  require(once == twice);
  const std::string before = print(files, parse(files, 0, diagnostics));
  require(before.size() >= print(files, parse(files, 1, diagnostics)).size());
}

// As a lock: what can be read is written, and read again, the same.
void read_as_lock(const std::string& text) {
  Files files;
  Diagnostics diagnostics;
  const facts::Facts read = read_lock(files, files.add("rdx.lock", text), diagnostics);
  if (diagnostics.failed()) return;
  const std::string once = print_lock(read);
  require(print_lock(read_lock(files, files.add("once", once), diagnostics)) == once && !diagnostics.failed());
}

// Mending never makes it worse, and what was mended is mended: a second time there is nothing to do.
void mend(const std::string& text, const Compiled& out) {
  const auto& list = out.diagnostics.list();
  if (std::none_of(list.begin(), list.end(), [](const Diagnostic& one) { return one.fix.has_value(); })) return;
  MemoryDisk disk = MemoryDisk::split(text, "main.rdx");
  const Look look = [](Disk& over, Files& files, Diagnostics& diagnostics) {
    check(files, over, {"main.rdx"}, {}, diagnostics);
  };
  Overlay overlay(disk);
  if (fix_all(overlay, {"main.rdx"}, look).empty()) return;
  Files files;
  Diagnostics left;
  look(overlay, files, left);
  const bool hid_others =
      std::any_of(list.begin(), list.end(), [](const Diagnostic& one) { return one.code == Code::import_not_found; });
  require(hid_others || left.errors() <= out.diagnostics.errors());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  read_as_lock(text);
  Compiled out;
  compile(out, text);
  look_at(out);
  reformat(text);
  if (out.diagnostics.failed()) return mend(text, out), 0;
  emit(out);
  Files files;
  Diagnostics diagnostics;
  const std::string once = print(files, parse(files, files.add("once", text), diagnostics));
  const std::string twice = print(files, parse(files, files.add("twice", once), diagnostics));
  require(once == twice && !diagnostics.failed());
  return 0;
}
