// How the replica works on objects of any class: a row of constants for each class, and the keys to id and image.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "rdx/base/result.h"
#include "rdx/replica/object.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

/// What an object goes back to when the transaction that saved it is rolled back. Every copy of the object shares it.
struct Fallback {
  std::atomic<bool> is_rolled_back{false};
  Id id;
  std::string image;
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
  /// Sets every member from an image; the object's own image stays as it is.
  static void load_members(Object& object, const ObjectFunctions& functions, Bytes image);
  /// Puts one field's stored bytes into image and member.
  static void set_field(Object& object, const ObjectFunctions& functions, uint8_t field, char letter, Bytes bare);
  /// As set_field for several, which ascend by number, then letter.
  static void set_fields(Object& object, const ObjectFunctions& functions, std::span<const ImageField> fields);
  /// The rows, by their place in the class's table, whose members differ from the object's image; in order.
  static std::vector<uint8_t> changed_fields(const Object& object, const ObjectFunctions& functions);
  static void set_id(Object& object, Id id) { object.id_ = id; }
  /// The image alone; the members are the caller's to set.
  static void set_image(Object& object, std::string image) { object.image_ = std::move(image); }
  /// Makes a rollback that took place final; call it before the object is worked on.
  static void settle(Object& object);
  static void set_fallback(Object& object, std::shared_ptr<const Fallback> fallback);
  /// Null where there is none.
  static const std::shared_ptr<const Fallback>& fallback(const Object& object);
};

}  // namespace rdx
