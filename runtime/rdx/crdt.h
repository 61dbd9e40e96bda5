// Crdt: what every type is, ours or a user's: a struct of ten static functions on bare values.          FORMAT.md 6
//
//   valid   canonical or false. The only one that may be given any bytes and must tell; the others may assume a valid
//           value, and on any other bytes still stay in bounds and end. Nothing allocates by what a length says.
//   zero    merge(zero, x) == x; the empty string for every type that ships
//   string  for people, without stamps                     parse   string(parse(t)) == t for canonical t
//   tlv     native(tlv(n)) == n                            native  what C++ code works with
//   delta   native(merge(bare, delta(bare, wanted))) == wanted; empty when nothing changed
//   merge   commutative, associative, idempotent (C: the first two), closed over valid values
//   diff    what the sources named in `versions` may have changed
//   gc      forgets erased things that stand erased, with the same revision, in `stable`
//
// One law rules everything: one state, one byte string.
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"
#include "rdx/rdx/version_vector.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

template <class T>
concept Crdt = std::regular<typename T::Native> &&
    requires(Bytes bare, std::span<const Bytes> bares, std::string_view text, const typename T::Native& native,
             Stamp stamp, Clock clock, const VersionVector& versions) {
  { T::kLetter } -> std::convertible_to<char>;
  { T::valid(bare) } -> std::same_as<bool>;
  { T::zero() } -> std::same_as<std::string>;
  { T::string(bare) } -> std::same_as<std::string>;
  { T::parse(text) } -> std::same_as<Result<std::string>>;
  { T::tlv(native, stamp) } -> std::same_as<std::string>;
  { T::native(bare) } -> std::same_as<typename T::Native>;
  { T::delta(bare, native, clock) } -> std::same_as<Result<std::string>>;
  { T::merge(bares) } -> std::same_as<std::string>;
  { T::diff(bare, versions) } -> std::same_as<std::string>;
  { T::gc(bare, bare) } -> std::same_as<std::string>;
};

}  // namespace rdx
