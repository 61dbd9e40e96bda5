// A build at work on a replica.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/rdxc/evolution/build.h"
#include "tests/rdxc/evolution/version.h"

namespace rdxc::evolution {

// A field of an object as a build shows it, by its lineage.
struct Seen {
  const Field* field = nullptr;
  Shown shown;
  bool is_set = false;
  bool is_default = false;
};

struct Known {
  rdx::Id id;
  int class_lineage = 0;
};

// An object as a build shows it; `fault` says why it cannot.
struct SeenObject {
  std::string fault;
  std::map<int, Seen> fields;
};

class Site {
 public:
  Site(Side side, const Version& version, uint32_t source);

  const Model& model() const { return version_.model; }
  rdx::Replica& replica() { return replica_; }

  // One object of each class, its fields at random. Why it fails, or nothing.
  std::string populate(Random& random);
  const std::vector<Known>& own() const { return own_; }

  bool knows(int class_lineage) const { return model().find(class_lineage) != nullptr; }
  // Changes about one field in `share` of an object.
  std::string change(const Known& object, Random& random, size_t share);
  SeenObject look(const Known& object);
  // The objects of a class and of what descends from it.
  std::vector<rdx::Id> list(int class_lineage);
  std::vector<rdx::Id> class_ids() const;
  bool can_load(int class_lineage, rdx::Id id);

 private:
  const BuiltClass& built(int class_lineage) const { return *build_.find(model().find(class_lineage)->name); }
  const Field& field_of(const BuiltClass& one, size_t index) const;
  Choices choices_of(const schema::Type& type);

  const Version& version_;
  Build build_;
  rdx::Replica replica_;
  std::vector<Known> own_;
};

}  // namespace rdxc::evolution
