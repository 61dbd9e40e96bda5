// Object: what every generated class derives from: an id, and the bytes as they were loaded or last saved.
//
//   image := ( letter( field bare ) )*        field := tiny zip(1..127); ascending by field, then letter
//
// The image is what tells a save which members the program changed, and where the fields live that this class does not
// know. An object is a plain value: copied freely, owned by the caller, of no thread. It has no virtual functions; the
// replica works through ObjectFunctions, a row of constants for each class.
#pragma once

#include <iosfwd>
#include <string>
#include <type_traits>
#include <utility>

#include "rdx/base/bytes.h"
#include "rdx/replica/class_info.h"

namespace rdx {

template <class T>
class Result;  // rdx/base/result.h
struct Clock;  // rdx/tlv/stamp.h

/// One field of an image. The view lives as long as the image.
struct ImageField {
  uint8_t number = 0;
  char letter = 0;
  Bytes bare;
};

/// Cuts the first field off an image; nothing at its end, or where it is no image.
std::optional<ImageField> take_image_field(Bytes& image);
void append_image_field(std::string& image, uint8_t number, char letter, Bytes bare);
/// The field's bytes; empty where the image has none: never written.
Bytes find_image_field(Bytes image, uint8_t number, char letter);
/// The image with these fields, which ascend by number, then letter, in place of what it had; one without bytes is left
/// out.
std::string image_with(Bytes image, std::span<const ImageField> fields);

struct Fallback;  // object_access.h

/// A share in a Fallback, or none. It stands for a std::shared_ptr, whose header every generated class would carry.
class FallbackShare {
 public:
  FallbackShare() = default;
  FallbackShare(const FallbackShare& other) : holder_(other.holder_ == nullptr ? nullptr : copy(other.holder_)) {}
  FallbackShare(FallbackShare&& other) noexcept : holder_(std::exchange(other.holder_, nullptr)) {}
  FallbackShare& operator=(FallbackShare other) noexcept { return std::swap(holder_, other.holder_), *this; }
  ~FallbackShare() {
    if (holder_ != nullptr) destroy(holder_);
  }

  explicit operator bool() const { return holder_ != nullptr; }

 private:
  friend class ObjectAccess;

  struct Holder;
  static Holder* copy(const Holder* holder);
  static void destroy(Holder* holder);

  Holder* holder_ = nullptr;
};

class Object {
 public:
  /// 0-0-0 until the first save.
  Id id() const { return fallback_ ? id_or_fallback() : id_; }
  /// Whether the field was ever written, as of the last load or save: a number that is zero is told apart from none.
  bool is_set(uint8_t field) const;
  template <class Field>
  requires std::is_enum_v<Field>
  bool is_set(Field field) const { return is_set(static_cast<uint8_t>(field)); }
  /// Everything as loaded or last saved, in the store's bytes.
  Bytes image() const { return fallback_ ? image_or_fallback() : Bytes(image_); }

 protected:
  Object() = default;
  ~Object() = default;
  Object(const Object&) = default;
  Object(Object&&) = default;
  Object& operator=(const Object&) = default;
  Object& operator=(Object&&) = default;

 private:
  friend class ObjectAccess;

  Id id_or_fallback() const;
  Bytes image_or_fallback() const;

  Id id_;
  std::string image_;
  FallbackShare fallback_;  // only after a save in a transaction
};

template <class T>
concept GeneratedClass = std::is_base_of_v<Object, T> && requires {
  T::kClass;
};

bool equal_objects(const Object& a, const Object& b, const ClassInfo& info);
std::string object_text(const Object& object, const ClassInfo& info);
std::ostream& print_object(std::ostream& to, const Object& object, const ClassInfo& info);

/// Equal where all members are, as C++ compares them. Ids and images do not count.
template <GeneratedClass T>
bool operator==(const T& a, const T& b) {
  return equal_objects(a, b, T::kClass);
}

/// For people: `board.Card 1-2-0 {title: "Ship it", column: doing, votes: 3}`, every member, unset ones too.
template <GeneratedClass T>
std::string to_string(const T& object) {
  return object_text(object, T::kClass);
}
template <GeneratedClass T>
std::ostream& operator<<(std::ostream& to, const T& object) {
  return print_object(to, object, T::kClass);
}

/// Where a row's member lies in an object of its class.
inline void* member_of(Object& object, const FieldInfo& field) {
  return reinterpret_cast<char*>(&object) + field.offset;
}
inline const void* member_of(const Object& object, const FieldInfo& field) {
  return reinterpret_cast<const char*>(&object) + field.offset;
}

}  // namespace rdx
