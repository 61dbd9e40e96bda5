// What `valid` refuses: every form but the canonical one, and an id in two places.                    FORMAT.md 5, L
#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/array_sort.h"

namespace rdx {
namespace {

// What stands before the run that is looked at.
struct Before {
  Stamp last;  // revision 0: nothing
  char letter = 0;
  uint64_t length = 0;
  std::size_t body = 0;
};

// The reader is blind to overlong stamps. One that says (0,0) is the shortest; any other one must be as short as its
// numbers let it, and must not name what (0,0) would.
bool is_canonical_stamp(const WeaveRun& run, Bytes stamp, Stamp last) {
  if (stamp[0] == '0') return true;
  if (stamp.size() != stamp_size(run.first.revision, run.first.source)) return false;
  if (stamp.size() > 8 && take_stamp(stamp) != run.first) return false;  // sources past 20 bits
  return last.revision == 0 || run.first != Stamp{last.revision + 1, last.source};
}

bool is_canonical_payload(const WeaveRun& run) {
  if (run.is_gap()) return run.payload.back() != 0;
  if (run.is_text()) return is_utf8(run.payload);
  return is_value(run.letter, run.payload) && !(run.letter == 'S' && is_one_code_point(run.payload));
}

// Texts and gaps are as long as they can be: only one that is full may be followed on.
bool should_be_one(const Before& before, const WeaveRun& run) {
  if (run.letter != before.letter) return false;
  if (run.is_gap()) return before.length < kMaxGap;
  return run.is_text() && before.body + code_point_length(byte_at(run.payload, 0)) <= kMaxBody;
}

class ArrayCheck {
 public:
  bool check(Bytes bare) {
    placed_.reserve(bare.size() / 16);
    if (!take_runs(bare, {})) return false;
    while (!bare.empty() && (bare[0] == 'b' || bare[0] == kBlockLetter))
      if (!take_block_record(bare)) return false;
    if (!bare.empty() && !take_erased(bare)) return false;
    return bare.empty() && each_id_once();
  }

 private:
  // Canonical runs up to the first thing that is none, all younger than `attach`.
  bool take_runs(Bytes& rest, Stamp attach) {
    WeaveReader reader(rest);
    Before before;
    for (WeaveRun run; reader.next(run);) {
      const std::size_t header = run.whole[0] >= 'a' ? 2 : 5;
      const Bytes body = run.whole.substr(header);
      const Bytes stamp = body.substr(0, body.size() - run.payload.size());
      if (run.first <= attach || run.last_revision() > kMaxRevision || !is_canonical_stamp(run, stamp, before.last) ||
          !is_canonical_payload(run) || (stamp[0] == '0' && should_be_one(before, run)))
        return false;
      placed_.push_back({run.first.source, run.first.revision, run.last_revision()});
      before = {run.last(), run.letter, run.length, body.size()};
    }
    rest = reader.rest();
    return true;
  }

  bool take_block_record(Bytes& rest) {
    const auto record = take_record(rest, kBlockLetter);
    if (!record) return false;
    Bytes runs = record->body;
    const auto attach = take_stamp(runs);
    if (!attach || attach->revision == 0 || *attach <= attach_ || runs.empty()) return false;
    attach_ = *attach;
    if (!take_runs(runs, *attach) || !runs.empty()) return false;
    elsewhere_.push_back({attach->source, attach->revision, attach->revision});
    return true;
  }

  bool take_erased(Bytes& rest) {
    const auto record = take_record(rest, kErasedLetter);
    if (!record || !valid_id_ranges(record->body)) return false;
    IdRangeReader ranges(record->body);
    while (const auto range = ranges.next()) erased_.push_back(*range);
    return true;
  }

  bool each_id_once() {
    sort(placed_);
    for (std::size_t i = 1; i < placed_.size(); ++i)
      if (touch(placed_[i - 1], placed_[i])) return false;
    sort(elsewhere_);
    return are_apart(elsewhere_) && are_apart(erased_);
  }
  static void sort(std::vector<IdRange>& ranges) {
    sort_by_id(ranges, [](const IdRange& range) { return Stamp{range.first, range.source}; });
  }
  static bool touch(const IdRange& before, const IdRange& after) {
    return before.source == after.source && before.last >= after.first;
  }
  static bool is_before(const IdRange& a, const IdRange& b) {
    return a.source != b.source ? a.source < b.source : a.last < b.first;
  }
  // Whether no id of `ranges`, which are sorted, has a place.
  bool are_apart(const std::vector<IdRange>& ranges) const {
    std::size_t at = 0;
    for (const IdRange& range : ranges) {
      while (at < placed_.size() && is_before(placed_[at], range)) ++at;
      if (at < placed_.size() && !is_before(range, placed_[at])) return false;
    }
    return true;
  }

  std::vector<IdRange> placed_;
  std::vector<IdRange> elsewhere_;  // attaches
  std::vector<IdRange> erased_;
  Stamp attach_;
};

}  // namespace

bool L::valid(Bytes bare) { return ArrayCheck().check(bare); }

}  // namespace rdx
