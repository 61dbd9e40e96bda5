#include "rdx/tool/class_names.h"

#include <algorithm>

#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/store/class_description.h"

namespace rdx::tool {
namespace {

// A schema's names are; what a peer calls its own classes may be anything, also what steers a terminal.
std::string printable(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char byte) { return byte < ' ' || byte > '~'; }, '?');
  return name;
}

std::map<int64_t, FieldName> read_fields(Bytes bare) {
  std::map<int64_t, FieldName> fields;
  for (const auto& [number, text] : M::native(bare)) {
    if (number.as_int() == nullptr || text.as_string() == nullptr) continue;
    const std::string& words = *text.as_string();
    const std::size_t blank = words.find(' ');
    if (blank == std::string::npos) continue;
    fields[*number.as_int()] = {printable(words.substr(0, blank)), printable(words.substr(blank + 1))};
  }
  return fields;
}

void read_part(ClassName& into, uint8_t field, char letter, Bytes bare) {
  if (field == kClassNameField && letter == 'S') into.name = printable(S::native(bare));
  if (field == kClassFieldsField && letter == 'M') into.fields = read_fields(bare);
  if (field == kClassParentField && letter == 'R') into.parent = R::native(bare);
  if (field == kClassIdField && letter == 'R') into.id = R::native(bare);
}

}  // namespace

char letter_of(std::string_view type) {
  if (type == "text") return 'L';
  if (type == "bool") return 'I';
  return type.empty() ? '?' : type[0];
}

Result<ClassNames> ClassNames::read(const Engine& engine, const Keys& keys) {
  std::map<Id, ClassName> by_description;
  const auto scanned = engine.scan(keys.object(Id()), keys.object(Id(1, 0, 0)), [&](Bytes key, Bytes value) {
    const Bytes tail = keys.tail(key);
    if (tail.size() != 10) return true;
    const Id id(read_big_endian(tail));
    ClassName& into = by_description.try_emplace(id, ClassName{id, {}, {}, {}}).first->second;
    read_part(into, byte_at(tail, 8), tail[9], value);
    return true;
  });
  if (!scanned) return scanned.error();
  ClassNames names;
  for (auto& [description, found] : by_description)
    if (!found.name.empty()) names.classes_.emplace(found.id, std::move(found));
  return names;
}

std::string ClassNames::name(Id class_id) const {
  const auto found = classes_.find(class_id);
  return found == classes_.end() ? to_text(class_id) : found->second.name;
}

void ClassNames::add(const ClassNames& others) { classes_.insert(others.classes_.begin(), others.classes_.end()); }

const FieldName* ClassNames::find_field(Id class_id, uint8_t number, char letter) const {
  for (int depth = 0; depth <= kMaxDepth; ++depth) {
    const auto found = classes_.find(class_id);
    if (found == classes_.end()) break;
    const auto field = found->second.fields.find(number);
    if (field != found->second.fields.end() && letter_of(field->second.type) == letter) return &field->second;
    class_id = found->second.parent;
  }
  return nullptr;
}

std::string ClassNames::field(Id class_id, uint8_t number, char letter) const {
  const std::string behind = " @" + std::to_string(number);
  const FieldName* const found = find_field(class_id, number, letter);
  return found == nullptr ? std::string("?: ") + letter + behind : found->name + ": " + found->type + behind;
}

}  // namespace rdx::tool
