// Fields: from a member of a generated class to the store's bytes and back.
//
//   load     bytes -> member; an empty value is the default
//   changed  whether member and loaded bytes differ; streams over the bytes, builds nothing
//   store    the change that carries over onto `now` what the program did to the member since `loaded`:
//              a register      the member, one revision above now
//              E, M            the keys that changed, put onto now
//              L, text         delta(now, what now shows with delta(loaded, member))
//              C U Z N         now + (member - loaded)          modulo 2^64; N never goes down
//              V               the entries that rose, put onto now
//              a user's type   delta(loaded, member), above all that now mentions
//
// What the class cannot hold is left where it is: an element of another letter, an element of an E<F> that is NaN or
// -0.0. A member that cannot be stored (a string that is not UTF-8, an N that went down) is an Error, to which the save
// adds the field's name. A generated file is rows of this table; the code stands here, selected by letter and member
// type.
#pragma once

#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"
#include "rdx/replica/object.h"
#include "rdx/replica/ref.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

class VersionVector;
struct TypeFunctions;

/// What knows one pair of letter and member type. `member` points at a member of that type and no other.
struct FieldFunctions {
  void (*load)(void* member, const FieldInfo& field, Bytes bare) = nullptr;
  bool (*changed)(const void* member, const FieldInfo& field, Bytes loaded) = nullptr;
  Result<std::string> (*store)(const void* member, const FieldInfo& field, Bytes loaded, Bytes now,
                               Clock clock) = nullptr;
  bool (*equal)(const void* a, const void* b) = nullptr;
  const TypeFunctions* type = nullptr;  // of a user's type; the table of types has the others
};

/// The functions of a pair. A pair without them is no pair: the compiler says so at the row. Those of E, M and L stand
/// in field_container.h, those of a user's type in field_extern.h.
template <char kLetter, class Member>
struct FieldOf;

template <>
struct FieldOf<'F', double> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'I', int64_t> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'I', bool> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'R', Id> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'S', std::string> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'C', int64_t> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'U', int64_t> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'Z', int64_t> : FieldOf<'U', int64_t> {};
template <>
struct FieldOf<'N', uint64_t> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'V', VersionVector> {
  static const FieldFunctions kFunctions;
};
template <>
struct FieldOf<'L', std::string> {  // text
  static const FieldFunctions kFunctions;
};

extern const FieldFunctions kRefFieldFunctions;   // AnyRef
extern const FieldFunctions kEnumFieldFunctions;  // any enum over int64_t

template <class T>
struct FieldOf<'R', Ref<T>> {
  static constexpr const FieldFunctions& kFunctions = kRefFieldFunctions;
};
template <class Enum>
requires std::is_enum_v<Enum>
struct FieldOf<'I', Enum> {
  static_assert(std::is_same_v<std::underlying_type_t<Enum>, int64_t>, "an enum of rdx is an int64_t");
  static constexpr const FieldFunctions& kFunctions = kEnumFieldFunctions;
};

namespace detail {

// The enum inside a member: itself, what a container holds, a map's keys.
template <class Member>
struct EnumsOf {
  static constexpr const EnumInfo* kKey = nullptr;
  static constexpr const EnumInfo* kValue = nullptr;
};
template <class Enum>
requires std::is_enum_v<Enum>
struct EnumsOf<Enum> {
  static constexpr const EnumInfo* kKey = nullptr;
  static constexpr const EnumInfo* kValue = &EnumOf<Enum>::kInfo;
};

}  // namespace detail

/// A row of a class's table.
template <char kLetter, class Member>
constexpr FieldInfo field(uint8_t number, const char* name, const char* type, std::size_t offset,
                          FieldDefault initial = {}, bool has_index = false) {
  using Enums = detail::EnumsOf<Member>;
  return {number,
          kLetter,
          name,
          type,
          has_index,
          static_cast<uint32_t>(offset),
          &FieldOf<kLetter, Member>::kFunctions,
          initial,
          Enums::kValue,
          Enums::kKey};
}

// What the three members of a generated class do. `object` is of the class that `info` describes.
bool load_field(Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes bare);
bool field_changed(const Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes loaded);
Result<std::string> store_field(const Object& object, const ClassInfo& info, uint8_t field, char letter, Bytes loaded,
                                Bytes now, Clock clock);

/// What the member would be in a store that knows nothing of the object: for printing and for JSON. An error names the
/// field.
Result<std::string> bare_of_member(const Object& object, const ClassInfo& info, const FieldInfo& field);

// The bytes by which an index knows a value: the value's own, without letter or stamp.
std::string index_value(std::string_view value);
std::string index_value(int64_t value);
std::string index_value(double value);
std::string index_value(bool value);
std::string index_value(Id value);
inline std::string index_value(AnyRef value) { return index_value(value.id()); }
template <class Enum>
requires std::is_enum_v<Enum>
inline std::string index_value(Enum value) { return index_value(static_cast<int64_t>(value)); }

}  // namespace rdx
