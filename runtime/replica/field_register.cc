// The members that are registers: F I R S, and what a schema makes of them: bool, enums, references.
#include <cstring>

#include "rdx/rdx/register.h"
#include "rdx/replica/field.h"
#include "rdx/replica/member_value.h"

namespace rdx {
namespace {

// One revision above what is stored. An unset register is written even where the member is its type's zero: the class
// may show another default for it.
Result<std::string> store_value(char letter, Bytes value, Bytes now, Clock clock) {
  const auto view = view_register(now);
  if (view && view->value == value) return std::string();
  if (letter == 'S' && !is_value('S', value)) return Error{ErrorCode::invalid, "the string is not UTF-8"};
  const uint64_t revision = std::max(view ? view->stamp.revision + 1 : 1, clock.for_value().least);
  if (revision > kMaxRevision) return Error{ErrorCode::limit, "the register is at its last revision, 2^60-1"};
  std::string change;
  change.reserve(stamp_size(revision, clock.source) + value.size());
  append_stamp(change, Stamp{revision, clock.source});
  change.append(value);
  return change;
}

// The value behind the stamp, which nobody needs to read; nothing for a field that was never written.
std::optional<Bytes> stored_value(Bytes bare) {
  if (bare.empty()) return std::nullopt;
  const auto stamp_size = static_cast<std::size_t>(byte_at(bare, 0) - uint8_t{'0'});
  if (stamp_size <= kMaxTiny && stamp_size < bare.size()) return bare.substr(1 + stamp_size);
  const auto view = view_register(bare);
  if (!view) return std::nullopt;
  return view->value;
}

double initial_of(const FieldInfo& field, const double*) { return field.initial.number; }
int64_t initial_of(const FieldInfo& field, const int64_t*) { return field.initial.integer; }
bool initial_of(const FieldInfo& field, const bool*) { return field.initial.integer != 0; }
std::string_view initial_of(const FieldInfo& field, const std::string*) { return field.initial.text; }
Id initial_of(const FieldInfo&, const Id*) { return {}; }
AnyRef initial_of(const FieldInfo&, const AnyRef*) { return {}; }

template <class T>
struct RegisterField {
  using Codec = detail::MemberValue<T>;

  static void load(void* member, const FieldInfo& field, Bytes bare) {
    T& to = *static_cast<T*>(member);
    const auto value = stored_value(bare);
    if (!value || !Codec::read(field.letter, *value, to)) to = initial_of(field, &to);
  }

  static bool changed(const void* member, const FieldInfo& field, Bytes loaded) {
    const T& value = *static_cast<const T*>(member);
    if (const auto stored = stored_value(loaded)) return !detail::is_same(value, field.letter, *stored);
    return Bytes(Codec::bytes(value)) != Bytes(Codec::bytes(T(initial_of(field, &value))));
  }

  static Result<std::string> store(const void* member, const FieldInfo& field, Bytes /*loaded*/, Bytes now,
                                   Clock clock) {
    return store_value(field.letter, Codec::bytes(*static_cast<const T*>(member)), now, clock);
  }

  static bool equal(const void* a, const void* b) { return *static_cast<const T*>(a) == *static_cast<const T*>(b); }

  static constexpr FieldFunctions functions() { return {&load, &changed, &store, &equal}; }
};

// An enum is an int64_t in memory under another name; it is copied, so that no rule on aliases is bent.
struct EnumField {
  using Number = RegisterField<int64_t>;

  static int64_t number(const void* member) {
    int64_t value = 0;
    std::memcpy(&value, member, sizeof value);
    return value;
  }
  static void load(void* member, const FieldInfo& field, Bytes bare) {
    int64_t value = 0;
    Number::load(&value, field, bare);
    std::memcpy(member, &value, sizeof value);
  }
  static bool changed(const void* member, const FieldInfo& field, Bytes loaded) {
    const int64_t value = number(member);
    return Number::changed(&value, field, loaded);
  }
  static Result<std::string> store(const void* member, const FieldInfo& field, Bytes loaded, Bytes now, Clock clock) {
    const int64_t value = number(member);
    return Number::store(&value, field, loaded, now, clock);
  }
  static bool equal(const void* a, const void* b) { return number(a) == number(b); }
};

}  // namespace

constexpr FieldFunctions FieldOf<'F', double>::kFunctions = RegisterField<double>::functions();
constexpr FieldFunctions FieldOf<'I', int64_t>::kFunctions = RegisterField<int64_t>::functions();
constexpr FieldFunctions FieldOf<'I', bool>::kFunctions = RegisterField<bool>::functions();
constexpr FieldFunctions FieldOf<'R', Id>::kFunctions = RegisterField<Id>::functions();
constexpr FieldFunctions FieldOf<'S', std::string>::kFunctions = RegisterField<std::string>::functions();
constexpr FieldFunctions kRefFieldFunctions = RegisterField<AnyRef>::functions();
constexpr FieldFunctions kEnumFieldFunctions = {&EnumField::load, &EnumField::changed, &EnumField::store,
                                                &EnumField::equal};

}  // namespace rdx
