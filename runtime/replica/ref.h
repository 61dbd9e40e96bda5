// Ref<T>: a reference to an object of a class. An id that knows what it points at; the replica loads it.
#pragma once

#include <compare>
#include <functional>

#include "rdx/base/id.h"

namespace rdx {

template <class T>
class Ref {
 public:
  using Class = T;

  constexpr Ref() = default;  // nothing
  constexpr explicit Ref(Id id) : id_(id) {}
  /// The object must have been saved: before that it has no id, and the reference is empty.
  Ref(const T& object) : id_(object.id()) {}  // NOLINT: implicit, `note.author = ada`

  constexpr Id id() const { return id_; }
  constexpr explicit operator bool() const { return static_cast<bool>(id_); }

  friend constexpr auto operator<=>(const Ref&, const Ref&) = default;

 private:
  Id id_;
};

}  // namespace rdx

template <class T>
struct std::hash<rdx::Ref<T>> {
  std::size_t operator()(const rdx::Ref<T>& reference) const noexcept { return std::hash<rdx::Id>{}(reference.id()); }
};
