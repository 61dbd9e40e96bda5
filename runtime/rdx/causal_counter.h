// C, the counter for causal delivery: a number that changes add to.                                     FORMAT.md 5
//
//   bare  := zip(zigzag(sum))
//   merge := addition modulo 2^64: commutative and associative, not idempotent
//
// Nothing in a C says which changes it holds, so each is applied exactly once, by a packet; a state is never merged
// with a peer's, and there is no diff.
#pragma once

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/value.h"

namespace rdx {

struct C {
  using Native = int64_t;
  static constexpr char kLetter = 'C';

  static bool valid(Bytes bare) { return is_value('I', bare); }
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  static Result<std::string> parse(std::string_view text);
  static std::string tlv(Native native, Stamp stamp = {});
  static Native native(Bytes bare) { return read_int(bare); }
  /// What is to be added, modulo 2^64.
  static Result<std::string> delta(Bytes bare, Native wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares);
  static std::string diff(Bytes /*bare*/, const VersionVector& /*versions*/) { return {}; }
  static std::string gc(Bytes bare, Bytes /*stable*/) { return std::string(bare); }
};

static_assert(Crdt<C>);

}  // namespace rdx
