// From what an array shows to what it shall show.                                                  FORMAT.md 5 L, 6
//
// Every inserted stretch is one forward chain under the live element before it, so it stands right behind that: new
// elements are the youngest. What goes is listed in D.
#include <algorithm>
#include <unordered_map>

#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/array_script.h"
#include "rdx/rdx/array_writer.h"

namespace rdx {
namespace {

bool is_text_item(const ArrayItem& item) { return item.letter == 'S' && is_one_code_point(item.value); }

// The code points of well-formed text.
std::vector<uint32_t> code_points(Bytes text) {
  std::vector<uint32_t> points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const uint8_t lead = byte_at(text, at);
    const std::size_t length = std::min(code_point_length(lead), text.size() - at);
    uint32_t point = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (byte_at(text, at + i) & 0x3f);
    points.push_back(point);
    at += length;
  }
  return points;
}

// A number for each value: a code point's own, and one past all of those for every other value.
class Tokens {
 public:
  void add(const ArrayItem& item) {
    if (item.letter == kTextLetter || is_text_item(item)) {
      const auto points = code_points(item.value);
      all_.insert(all_.end(), points.begin(), points.end());
      return;
    }
    key_.assign(1, item.letter).append(item.value);
    const auto next = static_cast<uint32_t>(kPastCodePoints + numbers_.size());
    all_.push_back(numbers_.try_emplace(key_, next).first->second);
  }
  std::vector<uint32_t> take() { return std::exchange(all_, {}); }

 private:
  static constexpr uint32_t kPastCodePoints = 0x110000;

  std::unordered_map<std::string, uint32_t> numbers_;
  std::string key_;
  std::vector<uint32_t> all_;
};

// A stretch of new elements and the element that it hangs on; revision 0: the array's start.
struct Insertion {
  Stamp attach;
  Stamp first;
  std::size_t hunk = 0;
};

// Finds the ids of what hunks name by position. `counts(run)`: whether the run's elements have positions.
class Edits {
 public:
  Edits(Bytes bare, std::span<const Hunk> hunks, Stamp next) : runs_(bare), hunks_(hunks), next_(next) {}

  template <class Counts>
  void locate(Counts counts) {
    WeaveRun run;
    start_hunks(0, {});
    while (at_ < hunks_.size() && runs_.next(run)) {
      if (!counts(run)) continue;
      pass(run);
      position_ += run.length;
    }
    normalize(erased);
    std::sort(insertions.begin(), insertions.end(),
              [](const Insertion& a, const Insertion& b) { return a.attach < b.attach; });
  }

  std::vector<Insertion> insertions;
  std::vector<IdRange> erased;

 private:
  // Hunks that start behind element `position` - 1, whose id is `before`.
  void start_hunks(std::size_t position, Stamp before) {
    if (started_ == hunks_.size() || hunks_[started_].old_begin != position) return;
    const Hunk& hunk = hunks_[started_];
    if (hunk.new_begin != hunk.new_end) {
      insertions.push_back({before, next_, started_});
      next_.revision += hunk.new_end - hunk.new_begin;
    }
    ++started_;
    if (hunk.old_begin == hunk.old_end) ++at_;
  }

  void pass(const WeaveRun& run) {
    const std::size_t end = position_ + static_cast<std::size_t>(run.length);
    const auto revision_at = [&](std::size_t position) { return run.first.revision + (position - position_); };
    while (at_ < hunks_.size()) {
      if (started_ == at_) {  // the next one begins here, or further on
        const std::size_t begin = hunks_[at_].old_begin;
        if (begin > end) return;
        start_hunks(begin, {revision_at(begin - 1), run.first.source});
        continue;
      }
      const Hunk& hunk = hunks_[at_];
      const std::size_t first = std::max(hunk.old_begin, position_);
      const std::size_t last = std::min(hunk.old_end, end);
      if (first < last) erased.push_back({run.first.source, revision_at(first), revision_at(last - 1)});
      if (hunk.old_end > end) return;
      ++at_;
    }
  }

  WeaveReader runs_;
  std::span<const Hunk> hunks_;
  Stamp next_;
  std::size_t at_ = 0;       // the first hunk that is not done
  std::size_t started_ = 0;  // the first whose beginning was not met
  std::size_t position_ = 0;
};

Result<Stamp> first_new_id(Bytes bare, std::span<const Hunk> hunks, Clock clock) {
  uint64_t count = 0;
  for (const Hunk& hunk : hunks) count += hunk.new_end - hunk.new_begin;
  const Stamp first{std::max(L::highest_revision(bare) + 1, clock.least), clock.source};
  if (count > 0 && (first.revision > kMaxRevision || count > kMaxRevision + 1 - first.revision))
    return Error{ErrorCode::limit, "the array is at its last revision, 2^60-1"};
  return first;
}

// The canonical form of a delta; `write(writer, insertion)` writes one stretch.
template <class WriteStretch>
std::string write_delta(const Edits& edits, WriteStretch write) {
  WeaveWriter writer(64);
  for (const Insertion& insertion : edits.insertions) {
    const bool is_block = insertion.attach.revision != 0;
    if (is_block) writer.begin_block(insertion.attach);
    write(writer, insertion);
    if (is_block) writer.end_block();
  }
  writer.erased(edits.erased);
  return writer.take();
}

bool is_continuation(char byte) { return (static_cast<uint8_t>(byte) & 0xc0) == 0x80; }

// How many bytes two texts share at their ends, whole code points only.
struct CommonEnds {
  std::size_t prefix = 0;
  std::size_t suffix = 0;
};
CommonEnds common_ends(Bytes before, Bytes after) {
  CommonEnds ends;
  const std::size_t size = std::min(before.size(), after.size());
  ends.prefix = static_cast<std::size_t>(
      std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(size), after.begin()).first -
      before.begin());
  while (ends.prefix > 0 && ((ends.prefix < before.size() && is_continuation(before[ends.prefix])) ||
                             (ends.prefix < after.size() && is_continuation(after[ends.prefix]))))
    --ends.prefix;
  while (ends.suffix < size - ends.prefix &&
         before[before.size() - 1 - ends.suffix] == after[after.size() - 1 - ends.suffix])
    ++ends.suffix;
  while (ends.suffix > 0 && is_continuation(before[before.size() - ends.suffix])) --ends.suffix;
  return ends;
}

std::vector<Hunk> text_script(Bytes before, Bytes after) {
  const CommonEnds ends = common_ends(before, after);
  const auto middle = [&](Bytes text) {
    return code_points(text.substr(ends.prefix, text.size() - ends.prefix - ends.suffix));
  };
  auto hunks = edit_script(middle(before), middle(after));
  const std::size_t skipped = count_code_points(before.substr(0, ends.prefix));
  for (Hunk& hunk : hunks) {
    hunk.old_begin += skipped;
    hunk.old_end += skipped;
    hunk.new_begin += skipped;
    hunk.new_end += skipped;
  }
  return hunks;
}

// What each hunk inserts.
std::vector<Bytes> inserted_texts(std::span<const Hunk> hunks, Bytes wanted) {
  std::vector<Bytes> texts;
  std::size_t position = 0;
  for (const Hunk& hunk : hunks) {
    wanted.remove_prefix(code_points_prefix(wanted, hunk.new_begin - position));
    texts.push_back(wanted.substr(0, code_points_prefix(wanted, hunk.new_end - hunk.new_begin)));
    position = hunk.new_begin;
  }
  return texts;
}

std::vector<Hunk> item_script(Bytes bare, std::span<const ArrayItem> wanted) {
  // Into a new array everything goes, and nothing need be told apart.
  if (bare.empty()) return wanted.empty() ? std::vector<Hunk>() : std::vector<Hunk>{{0, 0, 0, wanted.size()}};
  Tokens tokens;
  for (const ArrayItem& item : wanted) tokens.add(item);
  const auto after = tokens.take();
  for (ArrayReader reader(bare); const auto item = reader.next();) tokens.add(*item);
  return edit_script(tokens.take(), after);
}

}  // namespace

Result<std::string> L::delta_items(Bytes bare, std::span<const ArrayItem> wanted, Clock clock) {
  for (const ArrayItem& item : wanted) {
    if (item.letter == 'S' && !is_utf8(item.value)) return Error{ErrorCode::invalid, "a string is not UTF-8"};
    if (!is_value_letter(item.letter) || !is_value(item.letter, item.value))
      return Error{ErrorCode::invalid, "an array holds numbers, ids and strings, no null"};
  }
  const auto hunks = item_script(bare, wanted);
  if (hunks.empty()) return std::string();
  RDX_TRY(const Stamp next, first_new_id(bare, hunks, clock));
  Edits edits(bare, hunks, next);
  edits.locate([](const WeaveRun& run) { return !run.is_gap(); });
  return write_delta(edits, [&](WeaveWriter& writer, const Insertion& insertion) {
    const Hunk& hunk = hunks[insertion.hunk];
    for (std::size_t i = hunk.new_begin; i < hunk.new_end; ++i)
      writer.element(wanted[i].letter, {insertion.first.revision + (i - hunk.new_begin), clock.source},
                     wanted[i].value);
  });
}

Result<std::string> L::delta_text(Bytes bare, std::string_view wanted, Clock clock) {
  if (!is_utf8(wanted)) return Error{ErrorCode::invalid, "the text is not UTF-8"};
  const auto hunks = text_script(text(bare), wanted);
  if (hunks.empty()) return std::string();
  RDX_TRY(const Stamp next, first_new_id(bare, hunks, clock));
  Edits edits(bare, hunks, next);
  edits.locate([](const WeaveRun& run) { return run.is_text(); });
  const auto inserted = inserted_texts(hunks, wanted);
  return write_delta(edits, [&](WeaveWriter& writer, const Insertion& insertion) {
    const Hunk& hunk = hunks[insertion.hunk];
    writer.text(insertion.first, hunk.new_end - hunk.new_begin, inserted[insertion.hunk]);
  });
}

}  // namespace rdx
