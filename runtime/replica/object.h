// Object: what every generated class derives from: an id, and the bytes as they were loaded or last saved.
//
//   image := ( letter( field bare ) )*        field := tiny zip(1..127); ascending by field, then letter
//
// The image is what tells a save which members the program changed, and where the fields live that this class does not
// know. An object is a plain value: copied freely, owned by the caller, of no thread. It has no virtual functions; the
// replica works through ObjectFunctions, a row of constants for each class.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"
#include "rdx/replica/class_info.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

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

/// What an object goes back to when the transaction that saved it is rolled back. Every copy of the object shares it.
struct Fallback {
  std::atomic<bool> is_rolled_back{false};
  Id id;
  std::string image;
};

class Object {
 public:
  /// 0-0-0 until the first save.
  Id id() const { return is_rolled_back() ? fallback_->id : id_; }
  /// Whether the field was ever written, as of the last load or save: a number that is zero is told apart from none.
  bool is_set(uint8_t field) const;
  template <class Field>
  requires std::is_enum_v<Field>
  bool is_set(Field field) const { return is_set(static_cast<uint8_t>(field)); }
  /// Everything as loaded or last saved, in the store's bytes.
  Bytes image() const { return is_rolled_back() ? fallback_->image : image_; }

 protected:
  Object() = default;
  ~Object() = default;
  Object(const Object&) = default;
  Object(Object&&) = default;
  Object& operator=(const Object&) = default;
  Object& operator=(Object&&) = default;

 private:
  friend class ObjectAccess;

  bool is_rolled_back() const { return fallback_ && fallback_->is_rolled_back.load(std::memory_order_acquire); }

  Id id_;
  std::string image_;
  std::shared_ptr<const Fallback> fallback_;  // only after a save in a transaction
};

/// How the replica sees a class: its table, and three functions that switch over its fields. A field or a letter that
/// the class does not know is none of its business: `load` and `changed` answer false, `store` an empty change.
struct ObjectFunctions {
  const ClassInfo* info = nullptr;
  /// Sets the member from a valid bare value; an empty one sets the member's default.
  bool (*load)(Object& object, uint8_t field, char letter, Bytes bare) = nullptr;
  /// Whether the member differs from what `loaded` holds.
  bool (*changed)(const Object& object, uint8_t field, char letter, Bytes loaded) = nullptr;
  /// The change that carries over onto `now` what the program did to the member since `loaded`; empty for none.
  Result<std::string> (*store)(const Object& object, uint8_t field, char letter, Bytes loaded, Bytes now,
                               Clock clock) = nullptr;
};

/// The row of a generated class: T has kClass and the three as members.
template <class T>
inline constexpr ObjectFunctions kObjectFunctions = {
    &T::kClass,
    [](Object& object, uint8_t field, char letter, Bytes bare) {
      return static_cast<T&>(object).load(field, letter, bare);
    },
    [](const Object& object, uint8_t field, char letter, Bytes loaded) {
      return static_cast<const T&>(object).changed(field, letter, loaded);
    },
    [](const Object& object, uint8_t field, char letter, Bytes loaded, Bytes now, Clock clock) {
      return static_cast<const T&>(object).store(field, letter, loaded, now, clock);
    }};

/// The replica's side of an object; no one else's.
class ObjectAccess {
 public:
  /// Makes `object` the stored one: id, image, and every member from it.
  static void assign(Object& object, const ObjectFunctions& functions, Id id, std::string image);
  /// Puts one field's stored bytes into image and member.
  static void set_field(Object& object, const ObjectFunctions& functions, uint8_t field, char letter, Bytes bare);
  /// As set_field for several, which ascend by number, then letter.
  static void set_fields(Object& object, const ObjectFunctions& functions, std::span<const ImageField> fields);
  static void set_id(Object& object, Id id) { object.id_ = id; }
  /// The image alone; the members are the caller's to set.
  static void set_image(Object& object, std::string image) { object.image_ = std::move(image); }
  /// Makes a rollback that took place final; call it before the object is worked on.
  static void settle(Object& object);
  static void set_fallback(Object& object, std::shared_ptr<const Fallback> fallback) {
    object.fallback_ = std::move(fallback);
  }
  static const std::shared_ptr<const Fallback>& fallback(const Object& object) { return object.fallback_; }
};

}  // namespace rdx
