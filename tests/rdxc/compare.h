// Two schemas compared, or a schema and a lock: for tests.
#pragma once

#include <string>
#include <string_view>

#include "rdxc/check/check.h"
#include "rdxc/check/compatibility.h"
#include "rdxc/check/lock.h"
#include "rdxc/source/render.h"
#include "tests/rdxc/memory_disk.h"

namespace rdxc {

struct Compared {
  Files files;
  Diagnostics diagnostics;
  Unsaid unsaid;

  // "RDX1101 RDX1103", in order of place
  std::string codes() const {
    std::string out;
    for (const Diagnostic& one : diagnostics.list()) out += (out.empty() ? "" : " ") + code_text(one.code);
    return out;
  }
  std::string text() const { return render_text(files, diagnostics, false); }
  bool breaks() const { return diagnostics.failed(); }
};

inline facts::Facts facts_of_text(Compared& out, const std::string& name, std::string_view text) {
  MemoryDisk disk = MemoryDisk::split(text, name);
  return facts::facts_of(check(out.files, disk, {name}, {}, out.diagnostics).schema);
}

inline void compare_texts(Compared& out, std::string_view old, std::string_view now, Level level = Level::kWire) {
  const facts::Facts today = facts_of_text(out, "new.rdx", now);
  const facts::Facts before = facts_of_text(out, "old.rdx", old);
  out.unsaid = compare(before, today, level, out.diagnostics);
}

}  // namespace rdxc
