// N, the counter that only grows: each source keeps a number of its own, and the sum is what counts.    FORMAT.md 5
//
//   bare  := ( U( pair(value, source) ) )*      one for each source, ascending; 0 is a value
//   merge := per source the maximum
//
// Numbers that never fall need no stamp.
#pragma once

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/source_numbers.h"

namespace rdx {

struct N {
  using Native = uint64_t;  // the sum modulo 2^64
  static constexpr char kLetter = 'N';

  static bool valid(Bytes bare) { return are_source_numbers(bare, 'U', ~uint64_t{0}); }
  static std::string zero() { return {}; }
  static std::string string(Bytes bare) { return std::to_string(native(bare)); }
  static Result<std::string> parse(std::string_view text);
  static std::string tlv(Native native, Stamp stamp = {});
  static Native native(Bytes bare);
  /// The clock's source's own number, grown by what is missing. An error where `wanted` is less than what stands there,
  /// or the source's own number would pass 2^64-1.
  static Result<std::string> delta(Bytes bare, Native wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares) { return merge_source_numbers<'U'>(bares); }
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes /*stable*/) { return std::string(bare); }
};

static_assert(Crdt<N>);

}  // namespace rdx
