#include "tests/rdxc/evolution/site.h"

#include <algorithm>
#include <cstdlib>

namespace rdxc::evolution {
namespace {

rdx::Replica open(uint32_t source) {
  rdx::Options options;
  options.source = source;
  auto replica = rdx::open_memory(options);
  if (!replica) std::abort();
  return *std::move(replica);
}

std::vector<int64_t> numbers_of(const schema::Enum* one) {
  std::vector<int64_t> out;
  if (one != nullptr)
    for (const schema::Enumerator& value : one->enumerators) out.push_back(value.value);
  return out;
}

}  // namespace

Site::Site(Side side, const Version& version, uint32_t source)
    : version_(version), build_(side, version.checked.schema), replica_(open(source)) {}

std::string Site::populate(Random& random) {
  for (const Class& one : model().classes) {
    auto id = built(one.lineage).calls->create(replica_);
    if (!id) return "creating: " + id.error().message;
    own_.push_back({*id, one.lineage});
  }
  for (const Known& object : own_) {
    std::string fault = change(object, random, 1);
    if (!fault.empty()) return fault;
  }
  return {};
}

// The lineage's name is the schema's: both come from one model.
const Field& Site::field_of(const BuiltClass& one, size_t index) const {
  const schema::Field& field = *one.layout->fields[index];
  for (const Class& owner : model().classes)
    if (owner.name == field.owner->name)
      for (const Field& candidate : owner.fields)
        if (candidate.name == field.name) return candidate;
  std::abort();
}

Choices Site::choices_of(const schema::Type& type) {
  Choices out{numbers_of(type.element.enumeration), numbers_of(type.key.enumeration), {}};
  if (type.element.letter != 'R' && type.element.letter != 0) return out;
  const BuiltClass* target = build_.find(type.element.target);
  for (const BuiltClass& one : build_.classes()) {
    if (target != nullptr && &one != target) continue;
    const auto ids = one.calls->list(replica_);
    if (ids) out.ids.insert(out.ids.end(), ids->begin(), ids->end());
  }
  return out;
}

std::string Site::change(const Known& object, Random& random, size_t share) {
  const BuiltClass& one = built(object.class_lineage);
  std::vector<Choices> choices;
  for (const schema::Field* field : one.layout->fields) choices.push_back(choices_of(field->type));
  const auto done = one.calls->with(replica_, object.id, [&](DynamicObject& loaded) {
    for (size_t i = 0; i < one.layout->fields.size(); ++i)
      if (random.one_in(share)) one.layout->kinds[i]->change(loaded.slot(i), random, choices[i]);
    return true;
  });
  return done ? std::string() : "changing: " + done.error().message;
}

SeenObject Site::look(const Known& object) {
  const BuiltClass& one = built(object.class_lineage);
  const DynamicObject fresh = one.calls->fresh();
  SeenObject out;
  const auto done = one.calls->with(replica_, object.id, [&](DynamicObject& loaded) {
    for (size_t i = 0; i < one.layout->fields.size(); ++i) {
      const Field& field = field_of(one, i);
      Seen& seen = out.fields[field.lineage];
      seen.field = &field;
      seen.shown = one.layout->kinds[i]->show(loaded.slot(i));
      seen.is_set = loaded.is_set(static_cast<uint8_t>(field.number));
      seen.is_default = seen.shown == one.layout->kinds[i]->show(fresh.slot(i));
    }
    return false;
  });
  if (!done) out.fault = done.error().message;
  return out;
}

std::vector<rdx::Id> Site::list(int class_lineage) {
  auto ids = built(class_lineage).calls->list(replica_);
  return ids ? *std::move(ids) : std::vector<rdx::Id>();
}

std::vector<rdx::Id> Site::class_ids() const {
  std::vector<rdx::Id> ids;
  for (const BuiltClass& one : build_.classes()) ids.push_back(one.calls->info->id);
  return ids;
}

bool Site::can_load(int class_lineage, rdx::Id id) {
  return built(class_lineage).calls->with(replica_, id, [](DynamicObject&) { return false; }).has_value();
}

}  // namespace rdxc::evolution
