// Schemas made at random, and every kind of change that people make to them, the harmless and the bad.
//
// A lineage is what a class, a field or a value is meant to be, whatever it is called and however it is numbered: what
// its old build wrote, its new build is to find. rdxc never sees lineages; the test judges rdxc by them.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace rdxc::evolution {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 2 + 1) {}
  uint64_t next();
  // 0 .. limit-1; 0 for an empty range.
  size_t below(size_t limit) { return limit == 0 ? 0 : static_cast<size_t>(next() % limit); }
  bool one_in(size_t count) { return below(count) == 0; }
  template <class T>
  T& pick(std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  uint64_t state_;
};

enum class Kind : uint8_t { kFloat, kInteger, kId, kString, kBool, kEnum, kReference };

// What a value of this kind is stored as: F, I, R, S.
char letter_of(Kind kind);

struct Element {
  Kind kind = Kind::kInteger;
  int target = 0;  // of a reference: a class's lineage; of an enum: its place in the model

  friend bool operator==(const Element&, const Element&) = default;
};

struct Type {
  char letter = 'I';
  bool is_text = false;
  std::vector<Element> parts;  // a register: one; E, L: one or none; M: key and value, or none

  friend bool operator==(const Type&, const Type&) = default;
};

struct Field {
  int lineage = 0;
  int number = 0;
  std::string name;
  std::string was;
  Type type;
  std::string initial;
  std::string unit;
  bool has_index = false;
};

struct Class {
  int lineage = 0;
  std::string name;
  std::string was;
  std::string id;
  int parent = 0;  // a lineage; 0: none
  std::vector<Field> fields;
  std::vector<int> reserved;
};

struct Value {
  int lineage = 0;
  int number = 0;
  std::string name;
  std::string was;
};

struct Enum {
  std::string name;
  std::vector<Value> values;
};

struct Model {
  std::string package = "evolve";
  std::vector<Enum> enums;
  std::vector<Class> classes;                 // a parent before its children
  std::map<int, std::vector<Field>> removed;  // by the lineage of their class
  int last_lineage = 0;
  int last_number = 0;
  int last_name = 0;

  const Class* find(int lineage) const;
  Class* find(int lineage) { return const_cast<Class*>(std::as_const(*this).find(lineage)); }
  // The class and its ancestors, the class first.
  std::vector<const Class*> line_of(const Class& one) const;
};

Model random_model(Random& random);

// The model as a schema.
std::string print(const Model& model);

// A kind of change; false where the model has no place for it.
struct Change {
  const char* name;
  bool (*apply)(Model& model, Random& random);
};
std::span<const Change> changes();

}  // namespace rdxc::evolution
