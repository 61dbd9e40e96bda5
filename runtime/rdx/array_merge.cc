#include "rdx/rdx/array_merge.h"

#include <algorithm>

#include "rdx/rdx/array_front.h"
#include "rdx/rdx/array_index.h"
#include "rdx/rdx/array_sort.h"
#include "rdx/rdx/array_writer.h"
#include "rdx/rdx/value.h"

namespace rdx {
namespace {

// How many bytes from their start all have in common. Looks at little more than it answers.
std::size_t common_prefix(Bytes one, Bytes other) {
  const std::size_t size = std::min(one.size(), other.size());
  std::size_t at = 0;
  for (; size - at >= 8; at += 8) {
    const uint64_t differ = load_number(one.data() + at, 8) ^ load_number(other.data() + at, 8);
    if (differ != 0) return at + static_cast<std::size_t>(std::countr_zero(differ)) / 8;
  }
  while (at < size && one[at] == other[at]) ++at;
  return at;
}

// A run that a gap or a text of its own kind may follow on, because it is as long as one can be.
bool is_full(const WeaveRun& run) {
  return (run.is_gap() && run.length == kMaxGap) || (run.is_text() && run.whole.size() > kMaxBody - 8);
}

// Blocks by attach: which of them still wait, and which may join when a run has been written.
class WaitingBlocks {
 public:
  void add(const Block& block) { blocks_.push_back(block); }

  void sort() {
    sort_by_id(blocks_, [](const Block& block) { return block.attach; });
    attaches_.reserve(blocks_.size());
    for (const Block& block : blocks_)
      attaches_.push_back({block.attach.source, block.attach.revision, block.attach.revision});
    index_ = IdIndex(attaches_);
    next_.resize(blocks_.size() + 1);
    for (std::size_t i = 0; i < next_.size(); ++i) next_[i] = static_cast<uint32_t>(i);
  }

  /// The first block that waits for an element of `run`; kNone where none does.
  std::size_t find(const IdRange& run) {
    std::size_t found = index_.find(run);
    if (found == IdIndex::kNone || next_[found] == found) return found;
    found = still_waiting(found);
    const bool waits = found < blocks_.size() && attaches_[found].source == run.source && attaches_[found].last <= run.last;
    return waits ? found : IdIndex::kNone;
  }
  Stamp attach(std::size_t index) const { return blocks_[index].attach; }

  /// Opens that block and all that wait for the same element; they wait no more.
  void join(std::size_t index, Fronts& fronts) {
    const Stamp element = attach(index);
    for (; index < blocks_.size() && attach(index) == element; ++index) {
      next_[index] = static_cast<uint32_t>(index + 1);
      fronts.open(blocks_[index].runs);
    }
  }

  /// What waits, by attach.
  std::vector<std::size_t> waiting() const {
    std::vector<std::size_t> indexes;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      if (next_[i] == i) indexes.push_back(i);
    std::stable_sort(indexes.begin(), indexes.end(),
                     [&](std::size_t a, std::size_t b) { return attach(a) < attach(b); });
    return indexes;
  }
  bool waits(std::size_t index) const { return next_[index] == index; }

 private:
  // The first block from there on that waits. Shortens the way for those who ask next.
  std::size_t still_waiting(std::size_t index) {
    while (next_[index] != index) {
      next_[index] = next_[next_[index]];
      index = next_[index];
    }
    return index;
  }

  std::vector<Block> blocks_;
  std::vector<IdRange> attaches_;
  IdIndex index_;
  std::vector<uint32_t> next_;
};

class ArrayMerge {
 public:
  explicit ArrayMerge(std::span<const Bytes> bares) : writer_(expected_size(bares)) {
    for (const Bytes bare : bares) collect(bare);
    blocks_.sort();
    normalize(erased_);
    erased_index_ = IdIndex(erased_);
  }

  std::string run() {
    drain();
    for (const std::size_t index : blocks_.waiting()) {
      if (!blocks_.waits(index)) continue;
      writer_.begin_block(blocks_.attach(index));
      blocks_.join(index, fronts_);
      drain();
      writer_.end_block();
    }
    normalize(placed_);
    writer_.erased(subtract(erased_, placed_));
    return writer_.take();
  }

 private:
  static std::size_t expected_size(std::span<const Bytes> bares) {
    std::size_t largest = 0;
    for (const Bytes bare : bares) largest = std::max(largest, bare.size());
    return largest + largest / 16 + 64;
  }

  void collect(Bytes bare) {
    const ArrayView view = view_array(bare);
    if (!view.weave.empty()) fronts_.open(view.weave);
    Bytes blocks = view.blocks;
    while (const auto block = take_block(blocks)) blocks_.add(*block);
    IdRangeReader ranges(view.erased);
    while (const auto range = ranges.next()) erased_.push_back(*range);
  }

  void drain() {
    while (!fronts_.empty()) {
      Front front = fronts_.take();
      write_piece(front);
      if (ended_.empty()) continue;
      follow();
      for (const uint32_t strand : ended_) fronts_.advance(strand);
      ended_.clear();
    }
  }

  // Writes what all strands of the front have before them, but no further than an element with blocks that wait for it.
  void write_piece(Front& front) {
    IdRange piece{front.head.source, front.head.revision, fronts_.common_last(front)};
    const std::size_t block = blocks_.find(piece);
    if (block != IdIndex::kNone) piece.last = blocks_.attach(block).revision;
    write_elements(front, piece);
    fronts_.pass(front, piece.last, ended_);
    if (block != IdIndex::kNone) blocks_.join(block, fronts_);
  }

  void write_elements(const Front& front, const IdRange& piece) {
    const std::size_t erased = erased_index_.find(piece);
    if (erased != IdIndex::kNone) placed_.push_back(piece);
    const uint64_t length = piece.last - piece.first + 1;
    if (front.is_gap()) {
      writer_.gap(front.head, length);
    } else if (front.letter != 0) {
      write_single(front, erased != IdIndex::kNone);
    } else {
      const Bytes text =
          front.text.bytes.substr(0, text_prefix(front.text.bytes, front.text.last - piece.first + 1, length));
      write_text(piece, text, erased);
    }
  }

  void write_single(const Front& front, bool erased) {
    if (erased) return writer_.gap(front.head, 1);
    const Bytes text = front.has_text() ? first_code_point(front.text.bytes) : Bytes{};
    if (front.has_text() && compare_values('S', text, front.letter, front.value) > 0)
      writer_.text(front.head, 1, text);
    else
      writer_.element(front.letter, front.head, front.value);
  }

  static Bytes first_code_point(Bytes text) { return text.substr(0, text_prefix(text, text.size() + 1, 1)); }

  // A text with gaps where it is erased; `erased` is the first range that touches it.
  void write_text(IdRange piece, Bytes text, std::size_t erased) {
    for (; erased < erased_.size() && erased_[erased].source == piece.source && erased_[erased].first <= piece.last;
         ++erased) {
      const IdRange& range = erased_[erased];
      if (range.first > piece.first) write_text_part(piece, text, range.first - 1);
      const uint64_t last = std::min(range.last, piece.last);
      writer_.gap({piece.first, piece.source}, last - piece.first + 1);
      text.remove_prefix(text_prefix(text, piece.last - piece.first + 1, last - piece.first + 1));
      if (last == piece.last) return;
      piece.first = last + 1;
    }
    write_text_part(piece, text, piece.last);
  }

  void write_text_part(IdRange& piece, Bytes& text, uint64_t last) {
    const uint64_t length = last - piece.first + 1;
    const std::size_t size = text_prefix(text, piece.last - piece.first + 1, length);
    writer_.text({piece.first, piece.source}, length, text.substr(0, size));
    text.remove_prefix(size);
    piece.first = last + 1;
  }

  // The strands in ended_ all stand behind the element that was written last. What follows in the same bytes in all of
  // them, and concerns nobody else, is copied as it stands.
  void follow() {
    WeaveReader& leader = fronts_.reader(ended_[0]);
    const std::size_t common = common_of_ended();
    if (common == 0) return;
    const char* start = leader.position();
    copy_runs(leader, start + common);
    const auto copied = static_cast<std::size_t>(leader.position() - start);
    for (std::size_t i = 1; i < ended_.size(); ++i) fronts_.reader(ended_[i]).skip(copied, leader.last());
  }

  std::size_t common_of_ended() {
    const Bytes leader = fronts_.reader(ended_[0]).rest();
    if (ended_.size() == 1) return leader.size();
    std::size_t common = 0;
    for (std::size_t window = 64;; window *= 2) {
      const Bytes wanted = leader.substr(common, window);
      std::size_t found = wanted.size();
      for (std::size_t i = 1; i < ended_.size() && found > 0; ++i)
        found = common_prefix(wanted.substr(0, found), fronts_.reader(ended_[i]).rest().substr(common));
      common += found;
      if (found < window) return common;
    }
  }

  void copy_runs(WeaveReader& reader, const char* limit) {
    const Stamp top = fronts_.top_head();
    WeaveReader before = reader;
    const char* copy_from = nullptr;  // runs from there on are not written yet
    WeaveRun run;
    WeaveRun last;
    while (reader.next(run) && reader.position() <= limit && concerns_nobody(run, top)) {
      if (copy_from == nullptr) {
        writer_.run(run);
        if (!is_full(run)) copy_from = reader.position();
      }
      last = run;
      before = reader;
    }
    reader = before;
    if (copy_from == nullptr || copy_from == reader.position()) return;
    writer_.copy({copy_from, static_cast<std::size_t>(reader.position() - copy_from)}, last);
  }

  bool concerns_nobody(const WeaveRun& run, Stamp top) {
    return run.first > top && blocks_.find(run.range()) == IdIndex::kNone &&
           erased_index_.find(run.range()) == IdIndex::kNone;
  }

  WeaveWriter writer_;
  Fronts fronts_;
  WaitingBlocks blocks_;
  std::vector<IdRange> erased_;
  IdIndex erased_index_;
  std::vector<IdRange> placed_;   // written, and touched by erased_
  std::vector<uint32_t> ended_;   // strands whose run ended with the last piece
};

}  // namespace

std::string merge_arrays(std::span<const Bytes> bares) {
  std::vector<Bytes> values;
  for (const Bytes bare : bares)
    if (!bare.empty()) values.push_back(bare);
  if (values.empty()) return {};
  if (values.size() == 1) return std::string(values[0]);
  return ArrayMerge(values).run();
}

}  // namespace rdx
