// What the rules of compatibility share: both sides, and the differences with the level at which each breaks something.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/check/compatibility.h"

namespace rdxc {

struct Finding {
  Level level;
  Diagnostic diagnostic;
};

class Findings {
 public:
  Findings(const facts::Facts& old_facts, const facts::Facts& new_facts) : old(old_facts), now(new_facts) {}

  const facts::Facts& old;
  const facts::Facts& now;
  std::map<const facts::Class*, const facts::Class*> heirs;  // of classes that were renamed without a word
  std::vector<Finding> list;

  // Today's class for one of then; null where there is none.
  const facts::Class* match(const facts::Class& one) const {
    const auto heir = heirs.find(&one);
    return heir != heirs.end() ? heir->second : facts::find_match(now, one);
  }

  void fail(Level level, Code code, const Span& span, std::string message, std::string help, std::vector<Note> notes,
            std::optional<Fix> fix = {}) {
    list.push_back(
        {level, {code, Severity::kError, span, std::move(message), std::move(notes), std::move(help), std::move(fix)}});
  }
  void warn(Level level, Code code, const Span& span, std::string message, std::string help, std::vector<Note> notes) {
    list.push_back({level, {code, Severity::kWarning, span, std::move(message), std::move(notes), std::move(help)}});
  }
};

// What a change of type does to what is stored, worst last.
struct TypeChange {
  bool is_recast = false;             // the same values under another C++ type
  bool is_written_otherwise = false;  // in JSON
  bool is_wider = false;              // old builds do not show all that new ones write
  bool is_narrower = false;           // new builds do not show all that is stored
  bool is_other_meaning = false;      // the numbers of another enum
  bool is_other_target = false;       // references to objects of a class that is no kin
  bool is_other_letter = false;       // elements of another letter
};

TypeChange change_of(const Findings& findings, const facts::Type& old, const facts::Type& now);

// The parts of compare().
void compare_classes(Findings& findings);
void compare_fields(Findings& findings, const facts::Class& old, const facts::Class& now);
void compare_types(Findings& findings, const facts::Field& old, const facts::Field& now);
void compare_enums(Findings& findings);
void compare_externs(Findings& findings);

inline std::string said(std::string_view text) { return "'" + std::string(text) + "'"; }
inline std::string last_name(const std::string& full_name) { return full_name.substr(full_name.rfind('.') + 1); }

}  // namespace rdxc
