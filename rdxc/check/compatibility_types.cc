// Types: what of the stored values stays to be seen when a field's type changes and its letter does not.
//
//   bool < I = I<Enum>     R<Child> < R<Parent> < R     any element < a bare E, M, L     text apart from every L
#include "rdxc/check/findings.h"

namespace rdxc {
namespace {

// Today's class for what a name stood for then.
const facts::Class* today(const Findings& findings, const std::string& old) {
  const facts::Class* one = findings.old.find_class(old);
  return one == nullptr ? findings.now.find_class(old) : findings.match(*one);
}

bool is_same_class(const Findings& findings, const std::string& old, const std::string& now) {
  const facts::Class* one = today(findings, old);
  return one == nullptr ? old == now : one->full_name == now;
}

bool descends_now(const Findings& findings, const std::string& old_ancestor, const std::string& now) {
  const facts::Class* one = findings.now.find_class(now);
  if (one == nullptr) return false;
  for (const facts::Class* above : line_of(findings.now, *one))
    if (is_same_class(findings, old_ancestor, above->full_name)) return true;
  return false;
}

// Is what `old` named then, as it stands now, a descendant of `now`?
bool widens_to(const Findings& findings, const std::string& old, const std::string& now) {
  const facts::Class* one = today(findings, old);
  if (one == nullptr) return false;
  for (const facts::Class* above : line_of(findings.now, *one))
    if (above->full_name == now) return true;
  return false;
}

void compare_targets(const Findings& findings, const std::string& old, const std::string& now, TypeChange& out) {
  if (old.empty() && now.empty()) return;
  if (!old.empty() && !now.empty() && is_same_class(findings, old, now)) return;
  out.is_recast = true;
  if (now.empty() || (!old.empty() && widens_to(findings, old, now))) {
    out.is_wider = true;
  } else if (old.empty() || descends_now(findings, old, now)) {
    out.is_narrower = true;
  } else {
    out.is_other_target = true;
  }
}

// Do two enums of other names give each number that both have the same name?
bool agree(const facts::Enum& old, const facts::Enum& now) {
  for (const facts::Value& value : old.values)
    for (const facts::Value& other : now.values)
      if (value.number == other.number && value.name != other.name && other.was != value.name) return false;
  return true;
}

void compare_integers(const Findings& findings, const facts::Element& old, const facts::Element& now, TypeChange& out) {
  if (old == now) return;
  out.is_recast = true;
  if (old.is_bool != now.is_bool) (old.is_bool ? out.is_wider : out.is_narrower) = true;
  const facts::Enum* before = findings.old.find_enum(old.enumeration);
  const facts::Enum* after = findings.now.find_enum(now.enumeration);
  if (before == nullptr || after == nullptr) {
    out.is_written_otherwise = true;  // JSON has true, 1 or a name
  } else if (find_match(findings.now, findings.old, *before) != after) {
    out.is_other_meaning |= !agree(*before, *after);
  }
}

void compare_elements(const Findings& findings, const facts::Element& old, const facts::Element& now, TypeChange& out) {
  if (old == now) return;
  if (old.letter == 0 || now.letter == 0) {
    out.is_recast = true;
    (now.letter == 0 ? out.is_wider : out.is_narrower) = true;
  } else if (old.letter != now.letter) {
    out.is_other_letter = true;
  } else if (old.letter == 'R') {
    compare_targets(findings, old.target, now.target, out);
  } else {
    compare_integers(findings, old, now, out);
  }
}

std::string instead_of(const facts::Field& old, const facts::Field& now) {
  return "field " + said(now.name) + " is " + type_text(now.type) + " and was " + type_text(old.type);
}

}  // namespace

TypeChange change_of(const Findings& findings, const facts::Type& old, const facts::Type& now) {
  TypeChange out;
  if (old.is_text != now.is_text) {
    out.is_other_letter = true;
    return out;
  }
  compare_elements(findings, old.key, now.key, out);
  compare_elements(findings, old.element, now.element, out);
  return out;
}

void compare_types(Findings& findings, const facts::Field& old, const facts::Field& now) {
  const std::vector<Note> notes = {{old.type_span, "it was " + said(type_text(old.type)) + " here"}};
  const std::string fresh = "take another number, and reserve @" + std::to_string(old.number);
  if (old.type.letter != now.type.letter) {
    return findings.fail(Level::kWire, Code::letter_changed, now.type_span,
                         instead_of(old, now) + ": another letter is another field, and what is stored is not seen",
                         "keep " + type_text(old.type) + ", or " + fresh, notes);
  }
  const TypeChange change = change_of(findings, old.type, now.type);
  if (change.is_other_target) {
    return findings.fail(Level::kWire, Code::reference_changed, now.type_span,
                         instead_of(old, now) + ": what is stored refers to objects of another class", fresh, notes);
  }
  if (change.is_other_meaning) {
    return findings.fail(Level::kWire, Code::elements_changed, now.type_span,
                         instead_of(old, now) + ": the numbers that are stored mean something else", fresh, notes);
  }
  if (change.is_other_letter || change.is_narrower) {
    return findings.fail(Level::kWire, Code::elements_changed, now.type_span,
                         instead_of(old, now) + ": it does not show all that is stored",
                         "keep " + type_text(old.type) + ", or " + fresh, notes);
  }
  if (change.is_wider)
    findings.warn(Level::kWire, Code::elements_widened, now.type_span,
                  instead_of(old, now) + ": old builds keep, and do not show, what they cannot hold", "", notes);
  if (change.is_written_otherwise)
    findings.fail(Level::kJson, Code::json_form_changed, now.type_span,
                  instead_of(old, now) + ": JSON has it in another form", "", notes);
  else if (change.is_recast)
    findings.fail(Level::kSource, Code::member_type_changed, now.type_span,
                  instead_of(old, now) + ": the member has another C++ type", "", notes);
}

}  // namespace rdxc
