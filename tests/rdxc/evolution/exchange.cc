#include "tests/rdxc/evolution/exchange.h"

#include <algorithm>
#include <utility>

#include "rdx/store/class_description.h"
#include "tests/rdxc/evolution/site.h"
#include "tests/rdxc/evolution/view.h"

namespace rdxc::evolution {
namespace {

// Why a pull failed, or nothing.
std::string pull(rdx::Replica& to, rdx::Replica& from) {
  for (;;) {
    const auto request = to.request_diff();
    if (!request) return request.error().message;
    const auto diff = from.build_diff(*request);
    if (!diff) return diff.error().message;
    const auto done = to.integrate_diff(*diff);
    if (!done) return done.error().message;
    if (done->left_out > 0) return "packets were left out";
    if (!done->more) return {};
  }
}

class Exchange {
 public:
  Exchange(const Version& old, const Version& now, Random& random)
      : old_(Side::kOld, old, 1), new_(Side::kNew, now, 2), random_(random) {}

  std::string run() {
    const bool fine = fails_not(old_.populate(random_)) && fails_not(new_.populate(random_)) && first_sync() &&
                      in_turn(old_, new_) && in_turn(new_, old_) && at_once();
    return fine ? std::string() : fault_;
  }

 private:
  bool fails_not(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
    return fault_.empty();
  }

  bool sync() {
    return fails_not(pull(new_.replica(), old_.replica())) && fails_not(pull(old_.replica(), new_.replica()));
  }

  // 1: what each wrote alone.
  bool first_sync() {
    std::vector<std::pair<Known, SeenObject>> by_old;
    std::vector<std::pair<Known, SeenObject>> by_new;
    for (const Known& object : old_.own()) by_old.emplace_back(object, old_.look(object));
    for (const Known& object : new_.own()) by_new.emplace_back(object, new_.look(object));
    for (const Known& object : new_.own())
      if (!is_what_it_was(object)) return fails_not("an object is not what its class was");
    if (!sync()) return false;
    for (const auto& [object, written] : by_old)
      if (!finds(old_, new_, object, written)) return false;
    for (const auto& [object, written] : by_new)
      if (!finds(new_, old_, object, written)) return false;
    return true;
  }

  // An object is one of each class that its class descended from.
  bool is_what_it_was(const Known& object) {
    const Class* one = old_.model().find(object.class_lineage);
    if (one == nullptr) return true;
    for (const Class* above : old_.model().line_of(*one)) {
      if (!new_.knows(above->lineage)) continue;
      const std::vector<rdx::Id> ids = new_.list(above->lineage);
      if (std::find(ids.begin(), ids.end(), object.id) == ids.end()) return false;
    }
    return true;
  }

  // Does the reader find what the writer wrote?
  bool finds(Site& writer, Site& reader, const Known& object, const SeenObject& written) {
    if (!reader.knows(object.class_lineage)) return true;
    const SeenObject seen = reader.look(object);
    if (!seen.fault.empty()) return fails_not("an object is not seen: " + seen.fault);
    if (!is_listed(writer, reader, object)) return fails_not("an object is not listed among its ancestors'");
    for (const auto& [lineage, field] : seen.fields) {
      const auto source = written.fields.find(lineage);
      if (source == written.fields.end() || !source->second.is_set) {
        if (!field.is_default)
          return fails_not(field.field->name + " shows what nobody wrote: " + text_of(field.shown));
      } else if (!fails_not(compare(writer, reader, source->second, field))) {
        return false;
      }
    }
    return true;
  }

  bool is_listed(Site& writer, Site& reader, const Known& object) {
    const auto line = writer.model().line_of(*writer.model().find(object.class_lineage));
    for (const Class* above : line) {
      if (!reader.knows(above->lineage)) continue;
      if (&writer == &new_ && !was_ancestor(object.class_lineage, above->lineage)) continue;
      const std::vector<rdx::Id> ids = reader.list(above->lineage);
      if (std::find(ids.begin(), ids.end(), object.id) == ids.end()) return false;
    }
    return true;
  }

  bool was_ancestor(int class_lineage, int ancestor) {
    const Class* one = old_.model().find(class_lineage);
    if (one == nullptr) return true;
    const auto line = old_.model().line_of(*one);
    return std::any_of(line.begin(), line.end(), [&](const Class* above) { return above->lineage == ancestor; });
  }

  std::string compare(Site& writer, Site& reader, const Seen& written, const Seen& seen) {
    const Shown wanted = &writer == &old_ ? written.shown : view(written.shown, seen.field->type);
    if (seen.shown != wanted) return seen.field->name + " shows " + text_of(seen.shown) + " and not " + text_of(wanted);
    const std::string other =
        find_other_meaning(seen.shown, writer.model(), written.field->type, reader.model(), seen.field->type);
    if (!other.empty()) return seen.field->name + ": " + other;
    return follow(writer, reader, written, seen);
  }

  // Old builds follow what refers to the class that they know.
  std::string follow(Site& writer, Site& reader, const Seen& written, const Seen& seen) {
    const Type& type = seen.field->type;
    for (size_t i = 0; i < type.parts.size(); ++i) {
      const Element& part = type.parts[i];
      const bool is_same =
          written.field->type.parts.size() == type.parts.size() && written.field->type.parts[i] == part;
      if (part.kind != Kind::kReference || (&writer == &new_ && !is_same)) continue;
      for (const Item& item : seen.shown) {
        const auto id = rdx::parse_id(item.value);
        if (item.letter == 'R' && id && *id && !reader.can_load(part.target, *id))
          return seen.field->name + " refers to " + item.value + ", which is not of its class";
      }
    }
    return {};
  }

  // 2: `writer` changes the other's objects.
  bool in_turn(Site& writer, Site& owner) {
    for (const Known& object : owner.own()) {
      if (!writer.knows(object.class_lineage)) continue;
      const SeenObject before = owner.look(object);
      if (!fails_not(writer.change(object, random_, 2)) || !sync()) return false;
      const SeenObject after = owner.look(object);
      const SeenObject as_written = writer.look(object);
      if (!fails_not(after.fault) || !keeps(before, after, as_written) || !agree(object)) return false;
    }
    return true;
  }

  // What the writer does not know stays as it was.
  bool keeps(const SeenObject& before, const SeenObject& after, const SeenObject& as_written) {
    for (const auto& [lineage, field] : after.fields) {
      const Seen& was = before.fields.find(lineage)->second;
      const auto writers = as_written.fields.find(lineage);
      const bool is_known = writers != as_written.fields.end();
      const Shown unknown = is_known ? rest(field.shown, writers->second.field->type) : field.shown;
      Shown unknown_before = is_known ? rest(was.shown, writers->second.field->type) : was.shown;
      // An entry of a map that it does not see it may write over.
      if (field.field->type.letter == 'M')
        std::erase_if(unknown_before,
                      [&, &shown = field.shown](const Item& item) { return is_written_over(item, shown, unknown); });
      if (unknown != unknown_before)
        return fails_not(field.field->name + " kept " + text_of(unknown) + " of " + text_of(unknown_before));
    }
    return true;
  }

  static bool is_written_over(const Item& item, const Shown& shown, const Shown& unknown) {
    const auto has_key = [&](const Item& other) {
      return other.key_letter == item.key_letter && other.key == item.key;
    };
    return std::any_of(shown.begin(), shown.end(), has_key) && std::none_of(unknown.begin(), unknown.end(), has_key);
  }

  // Both show the same of an object, as far as the old build's types hold it.
  bool agree(const Known& object) {
    if (!old_.knows(object.class_lineage) || !new_.knows(object.class_lineage)) return true;
    const SeenObject by_old = old_.look(object);
    const SeenObject by_new = new_.look(object);
    if (!fails_not(by_old.fault) || !fails_not(by_new.fault)) return false;
    for (const auto& [lineage, field] : by_old.fields) {
      const auto other = by_new.fields.find(lineage);
      if (other == by_new.fields.end() || !field.is_set) continue;
      const Shown wanted = view(other->second.shown, field.field->type);
      if (field.shown != wanted)
        return fails_not(field.field->name + " is " + text_of(field.shown) + " to the old build and " +
                         text_of(other->second.shown) + " to the new one");
    }
    return true;
  }

  // 3: both change everything that both know, then sync.
  bool at_once() {
    std::vector<Known> all = old_.own();
    all.insert(all.end(), new_.own().begin(), new_.own().end());
    for (const Known& object : all)
      for (Site* site : {&old_, &new_})
        if (site->knows(object.class_lineage) && !fails_not(site->change(object, random_, 2))) return false;
    if (!sync()) return false;
    for (const Known& object : all)
      if (!has_equal_bytes(object.id) || !agree(object)) return false;
    for (Site* site : {&old_, &new_})
      for (const rdx::Id id : site->class_ids())
        if (!has_equal_bytes(rdx::description_of(id))) return false;
    return true;
  }

  bool has_equal_bytes(rdx::Id id) {
    const auto here = old_.replica().store().load(id);
    const auto there = new_.replica().store().load(id);
    const bool equal = here && there && here->class_id == there->class_id && here->image == there->image;
    return equal || fails_not("the bytes of " + to_text(id) + " differ");
  }

  Site old_;
  Site new_;
  Random& random_;
  std::string fault_;
};

}  // namespace

std::string exchange(const Version& old, const Version& now, Random& random) {
  return Exchange(old, now, random).run();
}

}  // namespace rdxc::evolution
