// The members that are counters: now + (member - loaded), so that two handles that add 3 each give 6.
#include "rdx/rdx/counter.h"

#include "rdx/rdx/versions.h"
#include "rdx/replica/field.h"

namespace rdx {
namespace {

template <class T>
struct CounterField {
  using Native = typename T::Native;

  static const Native& value(const void* member) { return *static_cast<const Native*>(member); }

  static void load(void* member, const FieldInfo&, Bytes bare) { *static_cast<Native*>(member) = T::native(bare); }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) { return value(member) != T::native(loaded); }

  static Result<std::string> store(const void* member, const FieldInfo&, Bytes loaded, Bytes now, Clock clock) {
    const Native before = T::native(loaded);
    if (std::is_unsigned_v<Native> && value(member) < before)
      return Error{ErrorCode::invalid, "this counter only grows: it was " + std::to_string(before) + " and is " +
                                           std::to_string(value(member))};
    const uint64_t added = static_cast<uint64_t>(value(member)) - static_cast<uint64_t>(before);
    return T::delta(now, static_cast<Native>(static_cast<uint64_t>(T::native(now)) + added), clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }

  static constexpr FieldFunctions functions() { return {&load, &changed, &store, &equal}; }
};

// Its entries only rise, so what the program did is the entries that rose.
struct VersionsField {
  static const VersionVector& value(const void* member) { return *static_cast<const VersionVector*>(member); }

  static void load(void* member, const FieldInfo&, Bytes bare) {
    *static_cast<VersionVector*>(member) = V::native(bare);
  }

  static bool changed(const void* member, const FieldInfo&, Bytes loaded) { return value(member) != V::native(loaded); }

  static Result<std::string> store(const void* member, const FieldInfo&, Bytes loaded, Bytes now, Clock clock) {
    const VersionVector before = V::native(loaded);
    for (const auto& entry : before)
      if (value(member).at(entry.source).value_or(-1) < entry.sequence)
        return Error{ErrorCode::invalid, "a version vector only grows, and this one lacks some of what was loaded"};
    VersionVector wanted = V::native(now);
    for (const auto& entry : value(member)) {
      if (entry.sequence < 0 || static_cast<uint64_t>(entry.sequence) > kMaxRevision || entry.source > kMaxSource)
        return Error{ErrorCode::invalid, "a source or a number of the version vector is out of range"};
      if (before.at(entry.source) != entry.sequence) wanted.raise(entry.source, entry.sequence);
    }
    return V::delta(now, wanted, clock);
  }

  static bool equal(const void* a, const void* b) { return value(a) == value(b); }
};

}  // namespace

constexpr FieldFunctions FieldOf<'C', int64_t>::kFunctions = CounterField<C>::functions();
constexpr FieldFunctions FieldOf<'U', int64_t>::kFunctions = CounterField<U>::functions();
constexpr FieldFunctions FieldOf<'N', uint64_t>::kFunctions = CounterField<N>::functions();
constexpr FieldFunctions FieldOf<'V', VersionVector>::kFunctions = {&VersionsField::load, &VersionsField::changed,
                                                                    &VersionsField::store, &VersionsField::equal};

}  // namespace rdx
