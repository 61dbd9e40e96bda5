// Ref<T>: a reference to an object of a class. An id that knows what it points at; the replica loads it.
//
// T may be incomplete, so that classes may refer to each other and to themselves.
#pragma once

#include <compare>

#include "rdx/base/id.h"

namespace rdx {

/// What all references are made of, for code that does not care what they point at.
class AnyRef {
 public:
  constexpr AnyRef() = default;  // nothing
  constexpr explicit AnyRef(Id id) : id_(id) {}

  constexpr Id id() const { return id_; }
  constexpr explicit operator bool() const { return static_cast<bool>(id_); }

  friend constexpr auto operator<=>(const AnyRef&, const AnyRef&) = default;

 private:
  Id id_;
};

template <class T>
class Ref : public AnyRef {
 public:
  using Class = T;

  constexpr Ref() = default;
  constexpr explicit Ref(Id id) : AnyRef(id) {}
  /// The object must have been saved: before that it has no id, and the reference is empty.
  Ref(const T& object) : AnyRef(object.id()) {}  // NOLINT: implicit, `note.author = ada`

  friend constexpr auto operator<=>(const Ref&, const Ref&) = default;
};

}  // namespace rdx

template <class T>
struct std::hash<rdx::Ref<T>> {
  std::size_t operator()(const rdx::Ref<T>& reference) const noexcept { return std::hash<rdx::Id>{}(reference.id()); }
};
