// Members of classes that are made while the test runs: every C++ type that rdxc writes for a field, as a row of
// functions, over the runtime's own FieldFunctions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rdx/replica/field.h"
#include "rdxc/check/schema.h"
#include "tests/rdxc/evolution/model.h"

namespace rdxc::evolution {

inline constexpr std::size_t kSlotBytes = 64;

// What a program sees in a member: a register or a counter one item, a container its elements in order.
struct Item {
  char key_letter = 0;  // of a map's key
  std::string key;
  char letter = 0;
  std::string value;

  friend auto operator<=>(const Item&, const Item&) = default;
};
using Shown = std::vector<Item>;
std::string text_of(const Shown& shown);

// What random values may be.
struct Choices {
  std::vector<int64_t> enumerators;
  std::vector<int64_t> key_enumerators;
  std::vector<rdx::Id> ids;  // of objects that the field may refer to
};

struct MemberKind {
  const rdx::FieldFunctions* functions;
  void (*construct)(void* to);
  void (*destroy)(void* member);
  void (*copy)(void* to, const void* from);
  void (*change)(void* member, Random& random, const Choices& choices);
  Shown (*show)(const void* member);
};

// The kind that rdxc writes for a type.
const MemberKind& kind_of(const schema::Type& type);

}  // namespace rdxc::evolution
