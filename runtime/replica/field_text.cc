// The member that is a text: an L of characters as a std::string.
#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "rdx/replica/field.h"

namespace rdx {
namespace {

const std::string& value(const void* member) { return *static_cast<const std::string*>(member); }

void load(void* member, const FieldInfo&, Bytes bare) { *static_cast<std::string*>(member) = L::text(bare); }

bool changed(const void* member, const FieldInfo&, Bytes loaded) {
  Bytes rest = value(member);
  ArrayReader reader(loaded);
  while (const auto item = reader.next()) {
    if (item->letter != 'X') continue;
    if (!rest.starts_with(item->value)) return true;
    rest.remove_prefix(item->value.size());
  }
  return !rest.empty();
}

Result<std::string> store(const void* member, const FieldInfo&, Bytes loaded, Bytes now, Clock clock) {
  if (!is_utf8(value(member))) return Error{ErrorCode::invalid, "the text is not UTF-8"};
  clock.least = std::max(clock.least, L::highest_revision(now) + 1);
  auto change = L::delta_text(loaded, value(member), clock);
  if (!change || change->empty() || loaded == now) return change;
  return L::delta_text(now, L::text(L::carry_over(loaded, *change, now)), clock);
}

bool equal(const void* a, const void* b) { return value(a) == value(b); }

}  // namespace

constexpr FieldFunctions FieldOf<'L', std::string>::kFunctions = {&load, &changed, &store, &equal};

}  // namespace rdx
