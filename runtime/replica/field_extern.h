// The member of a user's type: any struct with the ten functions.                                        FORMAT.md 6
//
// What the program did is delta(loaded, member), which merges into whatever is stored by then.
#pragma once

#include "rdx/rdx/types.h"
#include "rdx/replica/field.h"

namespace rdx {
namespace detail {

template <Crdt T>
struct ExternField {
  using Native = typename T::Native;

  static const Native& value(const void* member) { return *static_cast<const Native*>(member); }

  static void load(void* member, const FieldInfo&, Bytes bare) { *static_cast<Native*>(member) = T::native(bare); }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) {
    return !(value(member) == T::native(loaded));
  }

  static Result<std::string> store(const void* member, const FieldInfo&, Bytes loaded, Bytes now, Clock clock) {
    clock.least = std::max(clock.least, highest_revision<T>(now) + 1);
    return T::delta(loaded, value(member), clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }
};

template <Crdt T>
inline constexpr TypeFunctions kExternType = functions_of<T>();

template <Crdt T>
inline constexpr FieldFunctions kExternFieldFunctions = {
    &ExternField<T>::load, &ExternField<T>::changed, &ExternField<T>::store, &ExternField<T>::equal, &kExternType<T>};

}  // namespace detail

/// A row of a class's table, for a member of type T::Native.
template <char kLetter, Crdt T>
constexpr FieldInfo extern_field(uint8_t number, const char* name, const char* type, std::size_t offset) {
  static_assert(T::kLetter == kLetter, "the schema gives this type another letter than its kLetter");
  return {number, kLetter, name, type, false, static_cast<uint32_t>(offset), &detail::kExternFieldFunctions<T>};
}

}  // namespace rdx
