// The table of types: from a letter to its functions, for what handles values without knowing them: stores, tools.
//
// No type registers itself. `built_in_types()` is written by hand in types.cc; a program with types of its own adds
// them to a copy and hands that to whatever it opens.
#pragma once

#include <array>

#include "rdx/rdx/crdt.h"

namespace rdx {

/// The ten functions without the native type: `native` and `tlv` go through text here.
struct TypeFunctions {
  char letter = 0;
  bool (*valid)(Bytes bare) = nullptr;
  std::string (*zero)() = nullptr;
  std::string (*string)(Bytes bare) = nullptr;
  Result<std::string> (*parse)(std::string_view text) = nullptr;
  /// `wanted` is a bare value too: what `bare` shall show afterwards.
  Result<std::string> (*delta)(Bytes bare, Bytes wanted, Clock clock) = nullptr;
  std::string (*merge)(std::span<const Bytes> bares) = nullptr;
  std::string (*diff)(Bytes bare, const VersionVector& versions) = nullptr;
  std::string (*gc)(Bytes bare, Bytes stable) = nullptr;
  /// The door's question: may a packet of `source` bring this valid change? Only L says no, to a live element that
  /// bears another's.
  bool (*may_bring)(Bytes change, uint32_t source) = nullptr;
  /// The highest revision that a valid value mentions, sign dropped; 0 for types without revisions.
  uint64_t (*highest_revision)(Bytes bare) = nullptr;
};

namespace detail {

template <Crdt T>
Result<std::string> delta_between(Bytes bare, Bytes wanted, Clock clock) {
  return T::delta(bare, T::native(wanted), clock);
}
template <Crdt T>
bool may_bring(Bytes change, uint32_t source) {
  if constexpr (requires { T::may_bring(change, source); }) return T::may_bring(change, source);
  return true;
}
template <Crdt T>
uint64_t highest_revision(Bytes bare) {
  if constexpr (requires { T::highest_revision(bare); }) return T::highest_revision(bare);
  return 0;
}

}  // namespace detail

/// The row of a type, under its own letter or another one (Z is U's later name).
template <Crdt T>
constexpr TypeFunctions functions_of(char letter = T::kLetter) {
  return {letter,
          &T::valid,
          &T::zero,
          &T::string,
          &T::parse,
          &detail::delta_between<T>,
          &T::merge,
          &T::diff,
          &T::gc,
          &detail::may_bring<T>,
          &detail::highest_revision<T>};
}

class TypeTable {
 public:
  /// Takes the row's letter, which must be free: 'A'..'Z'. Answers false, and changes nothing, where it is not.
  constexpr bool add(const TypeFunctions& functions) {
    if (functions.letter < 'A' || functions.letter > 'Z' || row(functions.letter).letter != 0) return false;
    row(functions.letter) = functions;
    return true;
  }

  /// Nothing where no type has that letter.
  constexpr const TypeFunctions* find(char letter) const {
    if (letter < 'A' || letter > 'Z') return nullptr;
    const TypeFunctions& found = rows_[static_cast<std::size_t>(letter - 'A')];
    return found.letter == 0 ? nullptr : &found;
  }

 private:
  constexpr TypeFunctions& row(char letter) { return rows_[static_cast<std::size_t>(letter - 'A')]; }

  std::array<TypeFunctions, 26> rows_{};
};

/// Every type that ships.
const TypeTable& built_in_types();

}  // namespace rdx
