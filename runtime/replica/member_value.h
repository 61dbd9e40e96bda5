// MemberValue<T>: how one value stands in bytes: as a register, as what a container holds, as a map's key.
//
//   read   whether bytes of that letter are a T; only then is `to` set
//   bytes  the value's bytes; a view or a buffer that lives as long as the statement
//
// As an element of a set or a key of a map a value must be told apart from every other by C++'s own order, so NaN and
// -0.0 are no keys: `read_key` leaves them where they are, and -0.0 is stored as 0.0.
#pragma once

#include <bit>
#include <string>

#include "rdx/rdx/value.h"
#include "rdx/replica/ref.h"

namespace rdx::detail {

// As rdx::read_int, inline and without a look at the form: bytes are valid here.
inline int64_t quick_int(Bytes bytes) {
  return bytes.size() <= 8 ? unzigzag(load_number(bytes.data(), bytes.size())) : 0;
}

template <class T>
struct MemberValue;

template <>
struct MemberValue<double> {
  static constexpr char letter(double) { return 'F'; }
  static bool read(char letter, Bytes bytes, double& to) { return letter == 'F' && (to = read_float(bytes), true); }
  static ZipBytes bytes(double number) { return zip_float(number); }
  static ZipBytes key_bytes(double number) { return zip_float(number + 0.0); }
};

template <>
struct MemberValue<int64_t> {
  static constexpr char letter(int64_t) { return 'I'; }
  static bool read(char letter, Bytes bytes, int64_t& to) { return letter == 'I' && (to = quick_int(bytes), true); }
  static ZipBytes bytes(int64_t number) { return zip_int(number); }
};

template <>
struct MemberValue<bool> {
  static constexpr char letter(bool) { return 'I'; }
  static bool read(char letter, Bytes bytes, bool& to) { return letter == 'I' && (to = !bytes.empty(), true); }
  static ZipBytes bytes(bool value) { return zip_int(value ? 1 : 0); }
};

template <>
struct MemberValue<Id> {
  static constexpr char letter(Id) { return 'R'; }
  static bool read(char letter, Bytes bytes, Id& to) { return letter == 'R' && (to = read_id(bytes), true); }
  static ZipBytes bytes(Id id) { return zip_id(id); }
};

template <class T>
requires std::is_base_of_v<AnyRef, T>
struct MemberValue<T> {
  static constexpr char letter(const T&) { return 'R'; }
  static bool read(char letter, Bytes bytes, T& to) { return letter == 'R' && (to = T(read_id(bytes)), true); }
  static ZipBytes bytes(const T& reference) { return zip_id(reference.id()); }
};

template <class T>
requires std::is_enum_v<T>
struct MemberValue<T> {
  static constexpr char letter(T) { return 'I'; }
  static bool read(char letter, Bytes bytes, T& to) {
    return letter == 'I' && (to = static_cast<T>(quick_int(bytes)), true);
  }
  static ZipBytes bytes(T value) { return zip_int(static_cast<int64_t>(value)); }
};

template <>
struct MemberValue<std::string> {
  static constexpr char letter(const std::string&) { return 'S'; }
  static bool read(char letter, Bytes bytes, std::string& to) { return letter == 'S' && (to.assign(bytes), true); }
  static Bytes bytes(const std::string& text) { return text; }
};

/// Of any letter, a map's null among them.
template <>
struct MemberValue<Value> {
  static char letter(const Value& value) { return value.letter(); }
  static bool read(char letter, Bytes bytes, Value& to) { return to = Value::read(letter, bytes), true; }
  static std::string bytes(const Value& value) { return value.bytes(); }
};

template <class T>
inline bool read_key(char letter, Bytes bytes, T& to) {
  if (!MemberValue<T>::read(letter, bytes, to)) return false;
  if constexpr (std::is_same_v<T, double>) return to == to && bytes != Bytes(zip_float(-0.0));
  if constexpr (std::is_same_v<T, bool>) return bytes == Bytes(MemberValue<bool>::bytes(to));
  return true;
}

template <class T>
inline auto key_bytes(const T& key) {
  if constexpr (std::is_same_v<T, double>)
    return MemberValue<double>::key_bytes(key);
  else
    return MemberValue<T>::bytes(key);
}

/// Whether a value in bytes is this one. Numbers are compared as numbers: bytes that were just written are slow to
/// read.
template <class T>
inline bool is_same(const T& value, char letter, Bytes bytes) {
  if (letter != MemberValue<T>::letter(value)) return false;
  if constexpr (std::is_same_v<T, bool>)
    return value == !bytes.empty();
  else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
    return quick_int(bytes) == static_cast<int64_t>(value);
  else if constexpr (std::is_same_v<T, double>)
    return std::bit_cast<uint64_t>(read_float(bytes)) == std::bit_cast<uint64_t>(value) ||
           (value != value && bytes == Bytes(zip_float(value)));
  else if constexpr (std::is_base_of_v<AnyRef, T>)
    return read_id(bytes) == value.id();
  else if constexpr (std::is_same_v<T, Id>)
    return read_id(bytes) == value;
  else
    return Bytes(MemberValue<T>::bytes(value)) == bytes;
}

}  // namespace rdx::detail
