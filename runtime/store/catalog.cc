#include "rdx/store/catalog.h"

#include <algorithm>
#include <mutex>

namespace rdx {

const Catalog::Class* Catalog::find(Id class_id) const {
  const auto found = classes_.find(class_id);
  return found == classes_.end() ? nullptr : &found->second;
}

bool Catalog::descends(Id class_id, Id ancestor) const {
  for (Id at = class_id; at;) {
    if (at == ancestor) return true;
    const Class* known = find(at);
    at = known != nullptr ? known->parent : Id();
  }
  return false;
}

bool Catalog::set_parent(Id class_id, Id parent) {
  const std::unique_lock lock(mutex_);
  if (parent && descends(parent, class_id)) parent = Id();
  Class& known = classes_[class_id];
  if (known.parent == parent) return false;
  known.parent = parent;
  return true;
}

bool Catalog::declare_index(Id class_id, uint8_t field) {
  const std::unique_lock lock(mutex_);
  Class& known = classes_[class_id];
  if (known.declared.test(field)) return false;
  known.declared.set(field);
  return true;
}

bool Catalog::is_declared(Id class_id, uint8_t field) const {
  const std::shared_lock lock(mutex_);
  const Class* known = find(class_id);
  return known != nullptr && known->declared.test(field);
}

void Catalog::set_complete(Id class_id, uint8_t field) {
  const std::unique_lock lock(mutex_);
  classes_[class_id].complete.set(field);
}

Id Catalog::parent(Id class_id) const {
  const std::shared_lock lock(mutex_);
  const Class* known = find(class_id);
  return known != nullptr ? known->parent : Id();
}

bool Catalog::is_a(Id class_id, Id ancestor) const {
  if (class_id == ancestor) return true;
  const std::shared_lock lock(mutex_);
  return descends(class_id, ancestor);
}

std::vector<Id> Catalog::class_and_descendants(Id class_id) const {
  const std::shared_lock lock(mutex_);
  std::vector<Id> all;
  for (const auto& [id, known] : classes_) {
    if (id != class_id && descends(id, class_id)) all.push_back(id);
  }
  std::sort(all.begin(), all.end());
  all.insert(all.begin(), class_id);
  return all;
}

FieldSet Catalog::complete(Id class_id) const {
  const std::shared_lock lock(mutex_);
  const Class* known = find(class_id);
  return known != nullptr ? known->complete : FieldSet();
}

FieldSet Catalog::wanted_of(const Class& known) const {
  FieldSet wanted;
  for (const Class* at = &known; at != nullptr; at = find(at->parent)) wanted |= at->declared;
  return wanted & ~known.complete;
}

FieldSet Catalog::wanting(Id class_id) const {
  const std::shared_lock lock(mutex_);
  const Class* known = find(class_id);
  return known != nullptr ? wanted_of(*known) : FieldSet();
}

std::vector<Id> Catalog::wanting() const {
  const std::shared_lock lock(mutex_);
  std::vector<Id> all;
  for (const auto& [id, known] : classes_)
    if (wanted_of(known).any()) all.push_back(id);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace rdx
