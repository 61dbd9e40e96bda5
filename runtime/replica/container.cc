#include "rdx/replica/container.h"

#include <algorithm>

#include "rdx/base/utf8.h"
#include "rdx/rdx/map.h"
#include "rdx/rdx/set.h"

namespace rdx::detail {
namespace {

bool is_before(const OwnedValue& a, const OwnedValue& b) {
  return compare_values(a.letter, a.bytes, b.letter, b.bytes) < 0;
}

}  // namespace

std::optional<Error> fault_of_element(const OwnedValue& value) {
  if (value.letter == 'S' && !is_utf8(value.bytes)) return Error{ErrorCode::invalid, "a string in it is not UTF-8"};
  if (!is_value_letter(value.letter)) return Error{ErrorCode::invalid, "null can be no element and no key"};
  return std::nullopt;
}

bool visit_set(Bytes bare, VisitElement visit) {
  SetReader reader(bare);
  while (const auto element = reader.next())
    if (element->is_live() && !visit(element->letter, element->value)) return false;
  return true;
}

bool visit_map(Bytes bare, VisitEntry visit) {
  MapReader reader(bare);
  while (const auto entry = reader.next())
    if (entry->is_live() && !visit(entry->key_letter, entry->key, entry->value_letter, entry->value)) return false;
  return true;
}

void SetChanges::put(char letter, Bytes value) { changes_.push_back({{letter, std::string(value)}, true}); }
void SetChanges::erase(char letter, Bytes value) { changes_.push_back({{letter, std::string(value)}, false}); }

Result<std::string> SetChanges::onto(Bytes now, Clock clock) {
  std::sort(changes_.begin(), changes_.end(),
            [](const Change& a, const Change& b) { return is_before(a.value, b.value); });
  std::vector<SetChange> changes;
  changes.reserve(changes_.size());
  for (const Change& change : changes_) {
    if (auto fault = fault_of_element(change.value)) return *std::move(fault);
    changes.push_back({change.value.letter, change.value.bytes, change.present});
  }
  return E::delta_changes(now, changes, clock);
}

void MapChanges::put(char key_letter, Bytes key, char letter, Bytes value) {
  changes_.push_back({{key_letter, std::string(key)}, {letter, std::string(value)}});
}
void MapChanges::erase(char key_letter, Bytes key) { changes_.push_back({{key_letter, std::string(key)}, {}}); }

Result<std::string> MapChanges::onto(Bytes now, Clock clock) {
  std::sort(changes_.begin(), changes_.end(), [](const Change& a, const Change& b) { return is_before(a.key, b.key); });
  std::vector<MapChange> changes;
  changes.reserve(changes_.size());
  for (const Change& change : changes_) {
    if (auto fault = fault_of_element(change.key)) return *std::move(fault);
    const bool is_plain = is_value_letter(change.value.letter);
    if (auto fault = is_plain ? fault_of_element(change.value) : std::nullopt) return *std::move(fault);
    changes.push_back({change.key.letter, change.key.bytes, change.value.letter, change.value.bytes});
  }
  return M::delta_changes(now, changes, clock);
}

}  // namespace rdx::detail
