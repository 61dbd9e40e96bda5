// V, the version vector: how far each source was seen.                                                  FORMAT.md 5
//
//   bare  := ( V( pair(seq, source) ) )*      ascending by source; seq 0 is not the same as absent
//   merge := per source the maximum
#pragma once

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/source_numbers.h"

namespace rdx {

struct V {
  using Native = VersionVector;
  static constexpr char kLetter = 'V';

  static bool valid(Bytes bare) { return are_source_numbers(bare, kLetter, kMaxRevision); }
  static std::string zero() { return {}; }
  /// `{5-1f,b0b-2}`
  static std::string string(Bytes bare);
  /// Entries in any order; of a source that stands twice the higher counts.
  static Result<std::string> parse(std::string_view text);
  /// Without the entries of -1, which are no values. A number past 2^60-1 gives bytes that are not valid; `delta`
  /// refuses it.
  static std::string tlv(const Native& native, Stamp stamp = {});
  static Native native(Bytes bare);
  /// An error where an entry would fall or vanish: a version vector only grows.
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares) { return merge_source_numbers<kLetter>(bares); }
  /// The entries of named sources above their number in `versions`.
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes /*stable*/) { return std::string(bare); }
};

static_assert(Crdt<V>);

}  // namespace rdx
