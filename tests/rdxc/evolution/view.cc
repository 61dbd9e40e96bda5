#include "tests/rdxc/evolution/view.h"

#include <algorithm>

namespace rdxc::evolution {
namespace {

// As a key a bool is 0 or 1 and nothing else; as a value it is whether the number is not 0.
bool holds_key(const Element& element, char letter, const std::string& value) {
  return letter_of(element.kind) == letter && (element.kind != Kind::kBool || value == "0" || value == "1");
}

bool holds(const Item& item, const Type& type) {
  if (type.parts.empty()) return true;
  if (type.letter == 'M')
    return holds_key(type.parts[0], item.key_letter, item.key) && letter_of(type.parts[1].kind) == item.letter;
  if (type.letter == 'E') return holds_key(type.parts[0], item.letter, item.value);
  return letter_of(type.parts[0].kind) == item.letter;
}

Item as_shown(Item item, const Type& type) {
  const bool is_bool = !type.parts.empty() && type.parts.back().kind == Kind::kBool;
  if (is_bool && item.letter == 'I' && item.value != "0") item.value.assign(1, '1');
  return item;
}

const Value* find_value(const Enum& one, const std::string& number) {
  for (const Value& value : one.values)
    if (std::to_string(value.number) == number) return &value;
  return nullptr;
}

std::string find_other_meaning(const std::string& number, const Enum& one, const Enum& other) {
  const Value* value = find_value(one, number);
  if (value == nullptr) return {};
  const Value* there = find_value(other, number);
  if (there != nullptr && there->lineage == value->lineage) return {};
  const auto same = [&](const Value& candidate) { return candidate.lineage == value->lineage; };
  if (there == nullptr && std::none_of(other.values.begin(), other.values.end(), same)) return {};
  return number + " is " + value->name + " and " + (there == nullptr ? "nothing" : there->name);
}

}  // namespace

Shown view(const Shown& shown, const Type& type) {
  Shown out;
  for (const Item& item : shown)
    if (holds(item, type)) out.push_back(as_shown(item, type));
  return out;
}

Shown rest(const Shown& shown, const Type& type) {
  Shown out;
  for (const Item& item : shown)
    if (!holds(item, type)) out.push_back(item);
  return out;
}

std::string find_other_meaning(const Shown& shown, const Model& model, const Type& type, const Model& other,
                               const Type& other_type) {
  if (type.parts.size() != other_type.parts.size()) return {};
  for (size_t i = 0; i < type.parts.size(); ++i) {
    if (type.parts[i].kind != Kind::kEnum || other_type.parts[i].kind != Kind::kEnum) continue;
    const Enum& one = model.enums[static_cast<size_t>(type.parts[i].target)];
    const Enum& another = other.enums[static_cast<size_t>(other_type.parts[i].target)];
    const bool is_key = type.letter == 'M' && i == 0;
    for (const Item& item : shown) {
      std::string found = find_other_meaning(is_key ? item.key : item.value, one, another);
      if (!found.empty()) return found;
    }
  }
  return {};
}

}  // namespace rdxc::evolution
