// U, the unkillable counter: each source keeps a number of its own, under a stamp, and the sum is what counts. Z is the
// same type under its later name.                                                                       FORMAT.md 5
//
//   bare  := ( I( stamp value ) )*      one for each source, ascending by source
//   merge := per source the higher (revision, value bytes)
//
// A source writes only its own number, so nobody's additions are lost, and a change may come twice.
#pragma once

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/value.h"

namespace rdx {

struct U {
  using Native = int64_t;  // the sum modulo 2^64
  static constexpr char kLetter = 'U';

  static bool valid(Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  static Result<std::string> parse(std::string_view text);
  static std::string tlv(Native native, Stamp stamp = {});
  static Native native(Bytes bare);
  /// The clock's source's own number, moved by what is missing.
  static Result<std::string> delta(Bytes bare, Native wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares);
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes /*stable*/) { return std::string(bare); }

  static uint64_t highest_revision(Bytes bare);
};

static_assert(Crdt<U>);

}  // namespace rdx
