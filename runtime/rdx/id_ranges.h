// Ranges of ids: what the D of an array lists, and a set of dots on disk and on the wire.             FORMAT.md 5, 7
//
//   ranges := (pair(source, n) (pair(skip, length)){n})+
//   pair   := a tiny record, past 9 bytes a short `d` record
//
// Sources ascend, ranges ascend, are maximal and apart, skip and length >= 1; skip counts from the end of the range
// before, from 0 for the first. The number of an id is a revision in an array and a sequence number in a dot.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

/// The ids `first` to `last` of one source, both included. Ordered by source, then by number.
struct IdRange {
  uint32_t source = 0;
  uint64_t first = 0;
  uint64_t last = 0;

  friend constexpr auto operator<=>(const IdRange&, const IdRange&) = default;
};

/// Whether `ranges`, the body of a D record, is canonical and no number passes `limit`.
bool valid_id_ranges(Bytes ranges, uint64_t limit = kMaxRevision);

/// Reads the body of a D record, range by range, ascending. On bytes that are not valid it ends at the first fault.
class IdRangeReader {
 public:
  explicit IdRangeReader(Bytes ranges) : rest_(ranges) {}
  std::optional<IdRange> next();
  /// Whether all was read and stood in its canonical form. Only after next() has answered nothing.
  bool is_canonical() const { return rest_.empty() && left_ == 0 && !faulty_; }

 private:
  bool next_source();

  Bytes rest_;
  uint64_t left_ = 0;  // ranges still to come of this source
  int64_t source_ = -1;
  uint64_t end_ = 0;  // one past the range before
  bool faulty_ = false;
};

/// Sorts, and joins ranges that overlap or touch: afterwards they are what append_id_ranges takes.
void normalize(std::vector<IdRange>& ranges);

/// The ids of `ranges` that are not in `others`; both normalized, and so is the answer.
std::vector<IdRange> subtract(std::span<const IdRange> ranges, std::span<const IdRange> others);

/// Whether normalized `ranges` hold that id.
bool contains(std::span<const IdRange> ranges, uint32_t source, uint64_t number);

/// Appends the body of a D record. `ranges` are normalized and their numbers start at 1 or later.
void append_id_ranges(std::string& to, std::span<const IdRange> ranges);

}  // namespace rdx
