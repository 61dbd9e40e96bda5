// Any bytes as what others write for the compiler: what begins with '{"' is a plugin's answer, all else a template. No
// crash, no file outside of the folder, diagnostics inside of the texts.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "rdxc/emit/generate.h"
#include "rdxc/emit/plugin.h"
#include "tests/rdxc/compile.h"

namespace {

using namespace rdxc;

constexpr std::string_view kSchema =
    "rdx 1;\npackage a;\n/// A way.\nenum Way { in = 0; out = 1; }\nclass P { x: S @1 [index = hash]; }\n"
    "class A : P [deprecated = \"no\"] { way: I<Way> @2 = out; both: M<S, R<P>> @3; text: text @4; }\n";

void require(bool law) {
  if (!law) std::abort();
}

void look_at(const Compiled& out) {
  for (const Diagnostic& one : out.diagnostics.list()) {
    require(!one.message.empty());
    if (one.span.is_set()) require(one.span.end <= out.files[one.span.file].text().size());
  }
  (void)out.text();
  (void)render_json(out.files, out.diagnostics);
}

void as_answer(const std::string& text) {
  Compiled out;
  compile(out, kSchema);
  std::vector<NewFile> files;
  Plugin plugin;
  plugin.name = "fuzz";
  read_answer(plugin, text, out.checked.schema, out.files, "out", files, out.diagnostics);
  out.diagnostics.finish();
  look_at(out);
  for (const NewFile& file : files) {
    require(file.path.starts_with("out/") && file.path.size() > 4);
    require(("/" + file.path + "/").find("/../") == std::string::npos);
  }
}

void as_template(const std::string& text) {
  Compiled out;
  compile(out, kSchema);
  MemoryDisk disk;
  disk.files["t/class.mustache"] = text;
  disk.files["t/main.mustache"] = "{{! output .txt }}\n{{#classes}}{{>class}}{{/classes}}";
  const TemplateSet templates = load_templates(out.files, disk, "none", {}, "t", out.diagnostics);
  out.diagnostics.finish();
  look_at(out);
  if (!out.diagnostics.failed()) (void)generate(make_views(out.checked.schema, "fuzz"), templates, "out");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("{\"")) {
    as_answer(text);
  } else {
    as_template(text);
  }
  return 0;
}
