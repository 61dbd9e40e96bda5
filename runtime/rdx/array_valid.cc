// What `valid` refuses: every form but the canonical one, and an id in two places.                    FORMAT.md 5, L
#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/array_sort.h"

namespace rdx {
namespace {

// A number of up to five bytes that says how long a gap is.
std::optional<uint64_t> gap_length(Bytes payload) {
  const auto length = unzip(payload);
  if (!length || *length == 0 || *length > kMaxGap) return std::nullopt;
  return length;
}

std::optional<uint64_t> length_of(char letter, Bytes payload) {
  if (letter == kGapLetter) return gap_length(payload);
  if (letter == kTextLetter) {
    if (payload.empty() || !is_utf8(payload)) return std::nullopt;
    return count_short_text(payload.data(), payload.size());
  }
  if (!is_value_letter(letter) || !is_value(letter, payload)) return std::nullopt;
  if (letter == 'S' && is_one_code_point(payload)) return std::nullopt;
  return 1;
}

class ArrayCheck {
 public:
  bool check(Bytes bare) {
    if (!take_weave(bare, {})) return false;
    while (!bare.empty() && (bare[0] == 'b' || bare[0] == kBlockLetter))
      if (!take_block_record(bare)) return false;
    if (!bare.empty() && !take_erased(bare)) return false;
    return bare.empty() && each_id_once();
  }

 private:
  // Runs up to the end, a block or D, all younger than `attach`.
  bool take_weave(Bytes& rest, Stamp attach) {
    WeaveRun before;
    while (!rest.empty()) {
      const char letter = rest[0] >= 'a' ? static_cast<char>(rest[0] - 'a' + 'A') : rest[0];
      if (letter == kBlockLetter || letter == kErasedLetter) break;
      if (!take_run(rest, before, attach)) return false;
    }
    return true;
  }

  bool take_run(Bytes& rest, WeaveRun& before, Stamp attach) {
    const auto record = take_record(rest);
    if (!record) return false;
    WeaveRun run;
    run.letter = record->letter;
    run.whole = record->whole;
    run.payload = record->body;
    const auto stamp = take_stamp(run.payload);
    if (!stamp || !resolve(*stamp, before, run.first)) return false;
    const auto length = length_of(run.letter, run.payload);
    if (!length || *length > kMaxRevision + 1 - run.first.revision || run.first <= attach) return false;
    run.length = *length;
    if (stamp->revision == 0 && should_be_one(before, run)) return false;
    placed_.push_back(run.range());
    before = run;
    return true;
  }

  // (0,0) means the id behind the run before, and any stamp that could be (0,0) must be.
  static bool resolve(Stamp stamp, const WeaveRun& before, Stamp& first) {
    const bool has_before = before.letter != 0;
    const Stamp next{before.first.revision + before.length, before.first.source};
    first = stamp.revision == 0 ? next : stamp;
    if (stamp.revision == 0) return stamp.source == 0 && has_before && next.revision <= kMaxRevision;
    return !has_before || stamp != next;
  }

  // Texts and gaps are as long as they can be: only one that is full may be followed on.
  static bool should_be_one(const WeaveRun& before, const WeaveRun& run) {
    if (run.letter != before.letter) return false;
    if (run.is_gap()) return before.length < kMaxGap;
    if (!run.is_text()) return false;
    const std::size_t first = code_point_length(byte_at(run.payload, 0));
    return before.whole.size() - (before.whole[0] >= 'a' ? 2 : 5) + first <= kMaxBody;
  }

  bool take_block_record(Bytes& rest) {
    const auto record = take_record(rest, kBlockLetter);
    if (!record) return false;
    Bytes runs = record->body;
    const auto attach = take_stamp(runs);
    if (!attach || attach->revision == 0 || *attach <= attach_ || runs.empty()) return false;
    attach_ = *attach;
    if (!take_weave(runs, *attach) || !runs.empty()) return false;
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
