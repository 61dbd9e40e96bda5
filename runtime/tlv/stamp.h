// Stamp: the logical time of a change and the replica that made it.                                     FORMAT.md 3
//
//   stamp := a tiny record (a short `t` record past 9 bytes) of pair(revision, source)
//
// A register's, a U's and an L's revision is a plain number. In E and M it has a sign, zig-zag coded and negative when
// erased; `Rank` orders those.
#pragma once

#include <algorithm>
#include <compare>

#include "rdx/base/id.h"
#include "rdx/base/result.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

inline constexpr uint64_t kMaxRevision = (uint64_t{1} << 60) - 1;

/// Who makes a change, and the least revision that it may get. A revision that would pass kMaxRevision is an error.
struct Clock {
  uint32_t source = 0;
  uint64_t least = 0;
  uint64_t wall = 0;  // the least for a register and for a value of an M, by the time of day; 0: revisions are logical

  /// For a register, or a value of an M.
  Clock for_value() const { return {source, std::max(least, wall), wall}; }
};

/// What follows `revision` by the clock.
inline Result<uint64_t> next_revision(uint64_t revision, Clock clock) {
  const uint64_t next = std::max(revision + 1, clock.least);
  if (next > kMaxRevision) return Error{ErrorCode::limit, "the revision is the last one, 2^60-1"};
  return next;
}

struct Stamp {
  uint64_t revision = 0;
  uint32_t source = 0;

  friend constexpr auto operator<=>(const Stamp&, const Stamp&) = default;
};

/// The stamp of an element of E or M: how often it was put in and taken out.
struct SignedStamp {
  int64_t revision = 0;  // negative: erased
  uint32_t source = 0;

  friend constexpr bool operator==(const SignedStamp&, const SignedStamp&) = default;
};

/// rank := (|revision|, erased, source), compared left to right; erased beats live at the same |revision|. The first
/// two are one number here: 2|revision|, plus one when erased.
struct Rank {
  uint64_t incarnation = 0;
  uint32_t source = 0;

  friend constexpr auto operator<=>(const Rank&, const Rank&) = default;
};

/// From the zig-zag number on the wire: live 2r stays, erased 2r-1 becomes 2r+1.
inline constexpr uint64_t incarnation_of(uint64_t zigzagged) { return zigzagged + (zigzagged & 1) * 2; }
inline constexpr uint64_t magnitude_of(uint64_t zigzagged) { return (zigzagged + 1) / 2; }

/// Cuts a plain stamp off; nothing, and `from` unchanged, for any form or number that is not valid.
inline std::optional<Stamp> take_stamp(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'T');
  if (!body) return std::nullopt;
  const auto pair = unzip_pair(*body);
  if (!pair || pair->a > kMaxRevision || pair->b > kMaxSource) return std::nullopt;
  from = rest;
  return Stamp{pair->a, static_cast<uint32_t>(pair->b)};
}

/// As take_stamp, for the signed revisions of E and M: `revision` in the answer is still zig-zag coded.
inline std::optional<Stamp> take_zigzag_stamp(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'T');
  if (!body) return std::nullopt;
  const auto pair = unzip_pair(*body);
  if (!pair || magnitude_of(pair->a) > kMaxRevision || pair->b > kMaxSource) return std::nullopt;
  from = rest;
  return Stamp{pair->a, static_cast<uint32_t>(pair->b)};
}

inline std::size_t stamp_size(uint64_t revision, uint32_t source) { return tiny_size(pair_size(revision, source)); }

inline void append_stamp(std::string& to, uint64_t revision, uint32_t source) {
  append_tiny(to, 'T', zip_pair(revision, source));
}
inline void append_stamp(std::string& to, Stamp stamp) { append_stamp(to, stamp.revision, stamp.source); }
inline void append_stamp(std::string& to, SignedStamp stamp) { append_stamp(to, zigzag(stamp.revision), stamp.source); }

}  // namespace rdx
