// Catalog: the classes that a store knows: who descends from whom, and which fields are indexed.
//
// An index is declared for a class and holds for what descends from it; it is kept, and complete, for each class of
// objects by itself. Descriptions come with packets, declarations from programs; both may come after the objects.
// Threads may share a catalog.
#pragma once

#include <bitset>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "rdx/base/id.h"

namespace rdx {

/// By field number.
using FieldSet = std::bitset<128>;

class Catalog {
 public:
  /// A class is its own parent's child whatever it is told: a circle is cut where it closes. Answers whether that is
  /// news.
  bool set_parent(Id class_id, Id parent);
  /// Answers whether that is news.
  bool declare_index(Id class_id, uint8_t field);
  bool is_declared(Id class_id, uint8_t field) const;
  void set_complete(Id class_id, uint8_t field);

  Id parent(Id class_id) const;
  bool is_a(Id class_id, Id ancestor) const;
  /// The class first.
  std::vector<Id> class_and_descendants(Id class_id) const;
  /// Fields whose index is kept and complete.
  FieldSet complete(Id class_id) const;
  /// Fields that are declared for the class or one above it, and whose index is not complete.
  FieldSet wanting(Id class_id) const;
  /// The classes that have such fields.
  std::vector<Id> wanting() const;

 private:
  struct Class {
    Id parent;
    FieldSet declared;
    FieldSet complete;
  };

  const Class* find(Id class_id) const;
  FieldSet wanted_of(const Class& known) const;
  bool descends(Id class_id, Id ancestor) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<Id, Class> classes_;
};

}  // namespace rdx
