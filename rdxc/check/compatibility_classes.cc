// Classes: an id is what the store knows, a name only makes it.
#include <algorithm>
#include <set>

#include "rdxc/check/class_id.h"
#include "rdxc/check/findings.h"

namespace rdxc {
namespace {

std::string package_of(const std::string& full_name) {
  const size_t dot = full_name.rfind('.');
  return dot == std::string::npos ? std::string() : full_name.substr(0, dot);
}

size_t shared_fields(const facts::Class& old, const facts::Class& now) {
  size_t shared = 0;
  for (const facts::Field& field : old.fields)
    for (const facts::Field& other : now.fields)
      if (!field.is_removed && field.number == other.number && field.type.letter == other.type.letter &&
          (field.name == other.name || field.name == other.was))
        ++shared;
  return shared;
}

class ClassComparer {
 public:
  explicit ClassComparer(Findings& findings) : findings_(findings) {}

  void run() {
    for (const auto& [name, old] : findings_.old.classes)
      if (!old.is_removed && facts::find_match(findings_.now, old) == nullptr) find_heir(old);
    for (const auto& [name, old] : findings_.old.classes) compare(old);
  }

 private:
  // A class that is nowhere was renamed without a word, or removed.
  void find_heir(const facts::Class& old) {
    const facts::Class* heir = nullptr;
    for (const auto& [name, now] : findings_.now.classes)
      if (may_be(old, now) && (heir == nullptr || shared_fields(old, now) > shared_fields(old, *heir))) heir = &now;
    if (heir == nullptr) return;
    taken_.insert(heir);
    findings_.heirs.emplace(&old, heir);
  }

  void compare(const facts::Class& old) {
    const facts::Class* now = findings_.match(old);
    if (now == nullptr) {
      if (!old.is_removed && old.is_root) removed(old);
      return;
    }
    if (findings_.heirs.count(&old) != 0) {
      rename_unsaid(old, *now);
    } else if (now->id != old.id) {
      id_changed(old, *now);
    } else if (now->full_name != old.full_name && !old.is_removed) {
      findings_.fail(
          Level::kJson, Code::class_renamed, now->span,
          "class " + said(now->full_name) + " was " + said(old.full_name) + ": programs, and JSON's $class, name it",
          "", {{old.span, "it was here"}});
    }
    compare_parents(old, *now);
    compare_fields(findings_, old, *now);
  }

  void id_changed(const facts::Class& old, const facts::Class& now) {
    findings_.fail(Level::kWire, Code::class_id_changed, now.id_span,
                   "class " + said(now.full_name) + " has the id " + id_text(now.id) + " and had " + id_text(old.id) +
                       ": its stored objects are of another class",
                   "write [id = \"" + id_text(old.id) + "\"]", {{old.id_span, "it was " + id_text(old.id) + " here"}},
                   id_fix(old, now));
  }

  static std::optional<Fix> id_fix(const facts::Class& old, const facts::Class& now) {
    const std::string id = '"' + id_text(old.id) + '"';
    if (now.id_span != now.span) return Fix{now.id_span, id};
    return now.options_at.is_set() ? std::optional(Fix{now.options_at, " [id = " + id + ']'}) : std::nullopt;
  }

  void removed(const facts::Class& old) {
    findings_.fail(Level::kJson, Code::class_removed, old.span,
                   "class " + said(old.full_name) + " is gone: its objects are kept, and no build shows them",
                   "keep it as [deprecated]", {});
  }

  void rename_unsaid(const facts::Class& old, const facts::Class& now) {
    const bool moved = package_of(old.full_name) != package_of(now.full_name);
    const std::string was = moved ? old.full_name : last_name(old.full_name);
    // A name that was itself a rename does not make the id.
    const std::string remedy =
        stable_class_id(old.full_name) == old.id ? "was = \"" + was : "id = \"" + id_text(old.id);
    findings_.fail(Level::kWire, Code::class_rename_unsaid, now.span,
                   "class " + said(now.full_name) + " looks like " + said(old.full_name) +
                       ", which is gone, and has another id: stored objects are not of it",
                   "a rename keeps the id by [" + remedy + "\"]", {{old.span, said(old.full_name) + " was here"}});
  }

  // A new class that has the lost one's name in another package, or at least half of its fields.
  bool may_be(const facts::Class& old, const facts::Class& now) const {
    if (taken_.count(&now) != 0) return false;
    for (const auto& [name, other] : findings_.old.classes)
      if (other.id == now.id || other.full_name == now.full_name) return false;
    if (last_name(old.full_name) == last_name(now.full_name)) return true;
    const auto live = std::count_if(old.fields.begin(), old.fields.end(),
                                    [](const facts::Field& field) { return !field.is_removed; });
    const size_t shared = shared_fields(old, now);
    return shared > 0 && shared * 2 >= static_cast<size_t>(live);
  }

  void compare_parents(const facts::Class& old, const facts::Class& now) {
    if (old.parent.empty()) return;
    const facts::Class* parent = findings_.old.find_class(old.parent);
    const facts::Class* today = parent == nullptr ? findings_.now.find_class(old.parent) : findings_.match(*parent);
    for (const facts::Class* above : line_of(findings_.now, now))
      if (above == today || above->parent == old.parent) return;
    findings_.fail(Level::kWire, Code::parent_changed, now.parent_span,
                   "class " + said(now.full_name) + " descends from " +
                       (now.parent.empty() ? "nothing" : said(now.parent)) + " and did from " + said(old.parent) +
                       ": its objects are missed where an object of " + said(old.parent) + " is meant",
                   "descend from " + old.parent + ", or from a class that does",
                   {{old.parent_span, "it descends from " + said(old.parent) + " here"}});
  }

  Findings& findings_;
  std::set<const facts::Class*> taken_;
};

}  // namespace

void compare_classes(Findings& findings) { ClassComparer(findings).run(); }

}  // namespace rdxc
