#include <algorithm>

#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "rdx/replica/container.h"

namespace rdx::detail {
namespace {

bool is_equal(const OwnedValue& a, char letter, Bytes bytes) { return a.letter == letter && a.bytes == bytes; }

// Puts the loaded items that the class does not know among the wanted ones: each behind the wanted items that stood
// before it and still do.
std::vector<OwnedValue> with_unknown_items(Bytes loaded, std::vector<OwnedValue> wanted, VisitElement known) {
  std::vector<OwnedValue> all;
  std::size_t next = 0;
  visit_array(loaded, [&](char letter, Bytes value) {
    if (!known(letter, value)) {
      all.push_back({letter, std::string(value)});
      return true;
    }
    constexpr std::size_t kLookAhead = 64;
    const std::size_t limit = std::min(wanted.size(), next + kLookAhead);
    for (std::size_t at = next; at < limit; ++at) {
      if (!is_equal(wanted[at], letter, value)) continue;
      while (next <= at) all.push_back(std::move(wanted[next++]));
      break;
    }
    return true;
  });
  while (next < wanted.size()) all.push_back(std::move(wanted[next++]));
  return all;
}

bool visit_text(Bytes text, VisitElement visit) {
  while (!text.empty()) {
    const std::size_t length = std::min(text.size(), code_point_length(byte_at(text, 0)));
    if (!visit('S', text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace

// As ArrayReader does, but without the ids, of which an object needs none: this is most of what it costs to load one.
bool visit_array(Bytes bare, VisitElement visit) {
  while (const auto run = take_record(bare)) {
    if (run->letter == kGapLetter) continue;
    if (run->letter == kBlockLetter || run->letter == kErasedLetter) break;
    Bytes value = run->body;
    if (!take_tiny(value, 'T')) break;
    if (run->letter == kTextLetter ? !visit_text(value, visit) : !visit(run->letter, value)) return false;
  }
  return true;
}

Result<std::string> store_array(Bytes loaded, Bytes now, std::vector<OwnedValue> wanted, VisitElement known,
                                Clock clock) {
  for (const OwnedValue& value : wanted)
    if (auto fault = fault_of_element(value)) return *std::move(fault);
  if (!visit_array(loaded, known)) wanted = with_unknown_items(loaded, std::move(wanted), known);
  std::vector<ArrayItem> items;
  items.reserve(wanted.size());
  for (const OwnedValue& value : wanted) items.push_back({value.letter, value.bytes});
  clock.least = std::max(clock.least, L::highest_revision(now) + 1);
  auto change = L::delta_items(loaded, items, clock);
  if (!change || change->empty() || loaded == now) return change;
  const std::string carried = L::carry_over(loaded, *change, now);
  items.clear();
  visit_array(carried, [&](char letter, Bytes value) { return items.push_back({letter, value}), true; });
  return L::delta_items(now, items, clock);
}

}  // namespace rdx::detail
