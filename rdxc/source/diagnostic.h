// What the compiler has to say about a schema, and the list in which it is collected.
//
// A message is lower case, names the thing, says the remedy and has no full stop. One fault is one diagnostic; the
// second place involved is a note.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/code.h"
#include "rdxc/source/span.h"

namespace rdxc {

enum class Severity { kError, kWarning };

struct Note {
  Span span;  // may be unset: a remark without a place
  std::string message;
};

// A text in place of a span, which may be empty: the remedy, where only one is right. With it the fault is gone.
struct Fix {
  Span span;
  std::string text;

  friend bool operator==(const Fix&, const Fix&) = default;
};

struct Diagnostic {
  Code code = Code::unexpected_token;
  Severity severity = Severity::kError;
  Span span;
  std::string message;
  std::vector<Note> notes = {};
  std::string help = {};  // what to write instead; empty where the message says it
  std::optional<Fix> fix = {};
};

// "RDX0203"
std::string code_text(Code code);

// The diagnostics of a run.
class Diagnostics {
 public:
  static constexpr size_t kMost = 1000;  // further ones are counted and not kept

  void add(Diagnostic diagnostic);

  // By file, then by place. The same code at the same place is said once.
  void finish();

  const std::vector<Diagnostic>& list() const { return list_; }
  size_t errors() const { return errors_; }
  size_t warnings() const { return warnings_; }
  size_t dropped() const { return dropped_; }
  bool failed() const { return errors_ > 0; }

 private:
  std::vector<Diagnostic> list_;
  size_t errors_ = 0;
  size_t warnings_ = 0;
  size_t dropped_ = 0;
};

}  // namespace rdxc
