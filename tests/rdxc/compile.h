// One schema, checked: for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/source/render.h"
#include "tests/rdxc/memory_disk.h"

namespace rdxc {

struct Compiled {
  Files files;
  Diagnostics diagnostics;
  Checked checked;

  // "RDX0203 RDX0301", in order of place
  std::string codes() const {
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) out += (out.empty() ? "" : " ") + code_text(one.code);
    return out;
  }

  std::string text() const { return render_text(files, diagnostics, false); }
  std::string gcc() const { return render_gcc(files, diagnostics); }
  const schema::File& file() const { return checked.schema.files.front(); }
};

// `text` as MemoryDisk::split has it; its first file is main.rdx.
inline void compile(Compiled& out, std::string_view text, CheckOptions options = {}) {
  MemoryDisk disk = MemoryDisk::split(text, "main.rdx");
  out.checked = check(out.files, disk, {"main.rdx"}, options, out.diagnostics);
}

inline std::string codes_of(std::string_view text, const CheckOptions& options = {}) {
  Compiled out;
  compile(out, text, options);
  return out.codes();
}

// A schema's body below the usual head.
inline std::string body(std::string_view text) { return "rdx 1;\npackage a;\n" + std::string(text); }

}  // namespace rdxc
