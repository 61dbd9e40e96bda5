// Enums, whose numbers are what is stored, and types of somebody's own.
#include <algorithm>

#include "rdxc/check/findings.h"

namespace rdxc {
namespace {

const facts::Value* find_value(const facts::Enum& one, int64_t number) {
  for (const facts::Value& value : one.values)
    if (value.number == number && !value.is_removed) return &value;
  return nullptr;
}

const facts::Value* find_value(const facts::Enum& one, const std::string& name) {
  for (const facts::Value& value : one.values)
    if (value.name == name && !value.is_removed) return &value;
  return nullptr;
}

class EnumComparer {
 public:
  EnumComparer(Findings& findings, const facts::Enum& old, const facts::Enum& now)
      : findings_(findings), old_(old), now_(now) {}

  void run() {
    for (const facts::Value& value : old_.values) {
      if (value.is_removed)
        compare_removed(value);
      else
        compare(value);
    }
    say_gone();
  }

 private:
  // A rename that the older side has made already is history.
  bool is_same(const facts::Value& old, const facts::Value& now) const {
    return now.name == old.name || (now.was == old.name && find_value(old_, now.name) == nullptr);
  }

  void compare(const facts::Value& value) {
    const std::string number = std::to_string(value.number);
    const facts::Value* here = find_value(now_, value.number);
    if (here != nullptr && is_same(value, *here)) {
      if (here->name != value.name)
        findings_.fail(
            Level::kJson, Code::value_renamed, here->span,
            "value " + number + " is " + said(here->name) + " and was " + said(value.name) + ": JSON has the name", "",
            {{value.span, said(value.name) + " was here"}});
      return;
    }
    if (const facts::Value* moved = find_value(now_, value.name)) {
      return findings_.fail(Level::kWire, Code::value_moved, moved->span,
                            "value " + said(value.name) + " is " + std::to_string(moved->number) + " and was " +
                                number + ": what is stored is the number",
                            "write " + value.name + " = " + number + ";", {{value.span, "it was here"}},
                            Fix{moved->number_span, number});
    }
    // One that had another number is said to have moved, where it is met under its own.
    if (here != nullptr && find_value(old_, here->name) == nullptr) return meaning_changed(value, *here);
    gone_.push_back(&value);
  }

  void compare_removed(const facts::Value& value) {
    const facts::Value* here = find_value(now_, value.number);
    if (here == nullptr || is_same(value, *here) || find_value(old_, value.number) != nullptr) return;
    meaning_changed(value, *here);
  }

  void meaning_changed(const facts::Value& old, const facts::Value& now) {
    const std::string number = std::to_string(old.number);
    findings_.fail(Level::kWire, Code::value_meaning_changed, now.span,
                   "value " + number + " is " + said(now.name) + " and was " + said(old.name) +
                       ": it reads otherwise where it is stored",
                   "a rename says so, [was = \"" + old.name + "\"]; another value takes another number",
                   {{old.span, said(old.name) + " was here"}});
  }

  void say_gone() {
    if (gone_.empty()) return;
    std::string names;
    std::vector<Note> notes;
    for (const facts::Value* value : gone_) {
      names += (names.empty() ? "" : ", ") + said(value->name) + " = " + std::to_string(value->number);
      notes.push_back({value->span, said(value->name) + " was here"});
    }
    findings_.fail(Level::kJson, Code::value_removed, now_.span,
                   "enum " + said(last_name(now_.full_name)) + " has no " + names + " any more",
                   "keep it as [deprecated]: its number must not be given again", std::move(notes));
  }

  Findings& findings_;
  const facts::Enum& old_;
  const facts::Enum& now_;
  std::vector<const facts::Value*> gone_;
};

}  // namespace

void compare_enums(Findings& findings) {
  for (const auto& [name, old] : findings.old.enums) {
    const facts::Enum* now = find_match(findings.now, findings.old, old);
    if (now != nullptr) EnumComparer(findings, old, *now).run();
    if (old.is_removed || !old.is_root || (now != nullptr && now->full_name == name)) continue;
    const Span& span = now == nullptr ? old.span : now->span;
    const std::string fate = now == nullptr ? " is gone" : " is called " + said(now->full_name);
    findings.fail(Level::kSource, Code::enum_removed, span, "enum " + said(name) + fate + ": programs name it", "",
                  now == nullptr ? std::vector<Note>() : std::vector<Note>{{old.span, "it was here"}});
  }
}

void compare_externs(Findings& findings) {
  for (const auto& [letter, old] : findings.old.externs) {
    const auto found = findings.now.externs.find(letter);
    if (found == findings.now.externs.end() || found->second.cpp_name == old.cpp_name) continue;
    findings.fail(Level::kWire, Code::extern_changed, found->second.span,
                  "letter " + said(std::string(1, letter)) + " is " + said(found->second.cpp_name) + " and was " +
                      said(old.cpp_name) + ": replicas that merge otherwise do not converge",
                  "give another type another letter", {{old.span, "it was here"}});
  }
}

}  // namespace rdxc
