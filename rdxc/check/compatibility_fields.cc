// Fields: a number, once given, means one thing for good, in its class, above it and below it.
#include <algorithm>
#include <set>

#include "rdxc/check/edits.h"
#include "rdxc/check/findings.h"

namespace rdxc {
namespace {

class FieldComparer {
 public:
  FieldComparer(Findings& findings, const facts::Class& old, const facts::Class& now)
      : findings_(findings),
        old_(old),
        now_(now),
        line_(facts::line_of(findings.now, now)),
        old_line_(facts::line_of(findings.old, old)) {}

  void run() {
    for (const facts::Field& field : old_.fields)
      if (!field.is_removed) compare(field);
    for (const facts::Field& field : old_.fields)
      if (field.is_removed) compare_removed(field);
    for (const facts::Reserved& range : old_.reserved) compare_reserved(range);
    say_removed();
    say_dropped();
  }

 private:
  // A rename that the older side has made already is history.
  bool is_same(const facts::Field& old, const facts::Field& now) const {
    if (now.name == old.name) return true;
    if (now.was != old.name) return false;
    for (const facts::Class* one : old_line_)
      for (const facts::Field& other : one->fields)
        if (!other.is_removed && other.number == now.number && other.name == now.name) return false;
    return true;
  }

  const facts::Field* find_here(int number) const {
    for (const facts::Class* one : line_)
      for (const facts::Field& field : one->fields)
        if (field.number == number) return &field;
    return nullptr;
  }

  // Of the line, by its name; the number is another one.
  const facts::Field* find_moved(const facts::Field& old) const {
    for (const facts::Class* one : line_)
      for (const facts::Field& field : one->fields)
        if (is_same(old, field)) return &field;
    return nullptr;
  }

  // A field that had another number: that is said where it is met under its own.
  bool has_moved(const facts::Field& now) const {
    return std::any_of(old_.fields.begin(), old_.fields.end(), [&](const facts::Field& other) {
      return !other.is_removed && other.number != now.number && is_same(other, now);
    });
  }

  bool is_reserved(int number) const {
    return std::any_of(line_.begin(), line_.end(), [&](const facts::Class* one) {
      return std::any_of(one->reserved.begin(), one->reserved.end(),
                         [&](const facts::Reserved& range) { return range.holds(number); });
    });
  }

  // Whoever bears a number in a line that this class is part of.
  const facts::Field* find_user(int number) const {
    if (const facts::Field* here = find_here(number)) return here;
    for (const auto& [name, one] : findings_.now.classes)
      for (const facts::Field& field : one.fields)
        if (field.number == number && is_below(one)) return &field;
    return nullptr;
  }

  bool is_below(const facts::Class& one) const {
    const auto line = facts::line_of(findings_.now, one);
    return std::find(line.begin(), line.end(), &now_) != line.end();
  }

  // The number was given again to this field already, and a lock was told to take it so.
  bool was_there(const facts::Field& now) const {
    for (const auto& [name, one] : findings_.old.classes) {
      const auto line = facts::line_of(findings_.old, one);
      const bool is_kin = std::find(line.begin(), line.end(), &old_) != line.end() ||
                          std::find(old_line_.begin(), old_line_.end(), &one) != old_line_.end();
      if (is_kin && std::any_of(one.fields.begin(), one.fields.end(), [&](const facts::Field& field) {
            return !field.is_removed && field.number == now.number && (field.name == now.name || field.name == now.was);
          }))
        return true;
    }
    return false;
  }

  std::string named(const facts::Field& field) const { return said(field.name) + " @" + std::to_string(field.number); }

  void compare(const facts::Field& old) {
    const facts::Field* here = find_here(old.number);
    if (here != nullptr && is_same(old, *here)) return compare_same(old, *here);
    if (const facts::Field* moved = find_moved(old)) {
      used_.insert(old.number);
      return findings_.fail(Level::kWire, Code::field_moved, moved->number_span,
                            "field " + said(moved->name) + " has the number " + std::to_string(moved->number) +
                                " and had " + std::to_string(old.number) + ": what is stored there is not seen",
                            "write @" + std::to_string(old.number), {{old.number_span, "it was here"}},
                            Fix{moved->number_span, std::to_string(old.number)});
    }
    if (here == nullptr) return gone(old);
    if (has_moved(*here)) return;
    used_.insert(old.number);
    if (here->type.letter != old.type.letter) return reused(old, *here);
    findings_.fail(Level::kWire, Code::field_rename_unsaid, here->name_span,
                   "field number " + std::to_string(old.number) + " is " + said(here->name) + " and was " +
                       said(old.name) + ": what is stored for one is read as the other",
                   "a rename says so, [was = \"" + old.name + "\"]; another field takes another number",
                   {{old.name_span, said(old.name) + " was here"}});
  }

  void compare_same(const facts::Field& old, const facts::Field& now) {
    compare_types(findings_, old, now);
    if (now.name != old.name)
      findings_.fail(Level::kJson, Code::field_renamed, now.name_span,
                     "field " + said(now.name) + " was " + said(old.name) + ": programs and JSON name it", "",
                     {{old.name_span, "it was here"}});
    if (old.unit && now.unit && old.unit != now.unit)
      findings_.warn(Level::kWire, Code::unit_changed, now.name_span,
                     "field " + said(now.name) + " counts " + *now.unit + " and counted " + *old.unit +
                         ": what is stored is not converted",
                     "take another number for another unit", {{old.name_span, "it was here"}});
    if (old.has_index && !now.has_index)
      findings_.fail(Level::kSource, Code::index_removed, now.name_span,
                     "field " + said(now.name) + " has no index any more: find_by_" + now.name + " is gone", "",
                     {{old.name_span, "it had one here"}});
    if (old.initial != now.initial)
      findings_.warn(Level::kSource, Code::default_changed, now.name_span,
                     "field " + said(now.name) + " reads as " + now.initial.value_or("nothing") + " and read as " +
                         old.initial.value_or("nothing") + " where it was never written",
                     "", {{old.name_span, "it was here"}});
  }

  void gone(const facts::Field& old) {
    if (!is_reserved(old.number)) {
      removed_.push_back(&old);
      return;
    }
    findings_.fail(Level::kJson, Code::field_retired, now_.span,
                   "field " + named(old) + " is gone from class " + said(last_name(now_.full_name)) +
                       ": programs and JSON name it",
                   "", {{old.name_span, said(old.name) + " was here"}});
  }

  void reused(const facts::Field& old, const facts::Field& now) {
    findings_.fail(Level::kWire, Code::number_reused, now.number_span,
                   "field number " + std::to_string(old.number) + " was " + said(old.name) + ", " +
                       type_text(old.type) + ", and is given again: a number is never another field's",
                   "take another number", {{old.number_span, said(old.name) + " was here"}});
  }

  // One that a lock remembers: it may come back as it was, and nobody else may have its number.
  void compare_removed(const facts::Field& old) {
    const facts::Field* user = find_user(old.number);
    if (user == nullptr || was_there(*user) || !used_.insert(old.number).second) return;
    if (is_same(old, *user) && old.type.letter == user->type.letter) return compare_types(findings_, old, *user);
    reused(old, *user);
  }

  void compare_reserved(const facts::Reserved& range) {
    std::string dropped;
    for (int number = range.first; number <= range.last; ++number) {
      const facts::Field* user = find_here(number);
      if (user != nullptr) {
        if (used_.insert(number).second && !is_live_before(number)) given(number, range, *user);
      } else if (!is_reserved(number)) {
        dropped += (dropped.empty() ? "@" : ", @") + std::to_string(number);
      }
    }
    if (dropped.empty()) return;
    dropped_text_ += (dropped_text_.empty() ? "" : ", ") + dropped;
    dropped_.push_back(&range);
  }

  bool is_live_before(int number) const {
    return std::any_of(old_.fields.begin(), old_.fields.end(),
                       [&](const facts::Field& field) { return field.number == number; });
  }

  void given(int number, const facts::Reserved& range, const facts::Field& now) {
    findings_.fail(Level::kWire, Code::number_reused, now.number_span,
                   "field number " + std::to_string(number) + " was reserved and is given again to " + said(now.name),
                   "take another number", {{range.span, "it was reserved here"}});
  }

  Fix reserve(const std::string& numbers) const {
    return add_member(now_.closing, now_.closes_on_own_line, "reserved " + numbers + ';');
  }

  // Together, so that the remedy is one line.
  void say_removed() {
    if (removed_.empty()) return;
    std::string names;
    std::string remedy;
    std::vector<Note> notes;
    for (const facts::Field* field : removed_) {
      names += (names.empty() ? "" : ", ") + named(*field);
      remedy += (remedy.empty() ? "@" : ", @") + std::to_string(field->number);
      notes.push_back({field->name_span, said(field->name) + " was here"});
    }
    findings_.fail(Level::kWire, Code::field_removed, now_.span,
                   (removed_.size() == 1 ? "field " : "fields ") + names + (removed_.size() == 1 ? " is" : " are") +
                       " gone from class " + said(last_name(now_.full_name)) + " and nothing keeps the " +
                       (removed_.size() == 1 ? "number" : "numbers") + " from being given again",
                   "write reserved " + remedy + ";", std::move(notes), reserve(remedy));
  }

  void say_dropped() {
    if (dropped_.empty()) return;
    std::vector<Note> notes;
    for (const facts::Reserved* range : dropped_) notes.push_back({range->span, "it was here"});
    findings_.fail(Level::kWire, Code::reservation_dropped, now_.span,
                   "class " + said(last_name(now_.full_name)) + " does not reserve " + dropped_text_ + " any more",
                   "write reserved " + dropped_text_ + ";", std::move(notes), reserve(dropped_text_));
  }

  Findings& findings_;
  const facts::Class& old_;
  const facts::Class& now_;
  const std::vector<const facts::Class*> line_;  // of the newer class
  const std::vector<const facts::Class*> old_line_;
  std::set<int> used_;  // numbers about which something is said
  std::vector<const facts::Field*> removed_;
  std::vector<const facts::Reserved*> dropped_;
  std::string dropped_text_;
};

}  // namespace

void compare_fields(Findings& findings, const facts::Class& old, const facts::Class& now) {
  FieldComparer(findings, old, now).run();
}

}  // namespace rdxc
