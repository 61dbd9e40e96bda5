#include "rdx/rdx/array_merge.h"

#include <algorithm>

#include "rdx/rdx/array_erased.h"
#include "rdx/rdx/array_front.h"
#include "rdx/rdx/array_waiting.h"
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

constexpr std::size_t kNone = WaitingBlocks::kNone;
static_assert(kNone == ErasedIds::kNone);

constexpr std::size_t kMany = 16;      // inputs: most of them will be a block each
constexpr std::ptrdiff_t kAhead = 16;  // inputs: how far ahead the next bytes are asked for

class ArrayMerge {
 public:
  explicit ArrayMerge(std::span<const Bytes> bares) : writer_(expected_size(bares)) {
    const auto longest =
        std::max_element(bares.begin(), bares.end(), [](Bytes a, Bytes b) { return a.size() < b.size(); });
    if (bares.size() > kMany) {
      blocks_.reserve(bares.size());
      erased_.reserve(bares.size());
    }
    for (auto bare = bares.begin(); bare != bares.end(); ++bare) {
      if (bares.end() - bare > kAhead) __builtin_prefetch((bare + kAhead)->data());
      if (bare != longest && !collect_single(*bare)) collect(view_array(*bare));
    }
    index();
    ArrayView view = scan(*longest);
    collect(view);
    if (!view.blocks.empty() || !view.erased.empty()) index();
  }

  std::string run() {
    drain();
    for (const std::size_t index : blocks_.waiting()) {
      if (!blocks_.waits(index)) continue;  // another block brought the element
      writer_.begin_block(blocks_[index].attach());
      open_blocks(index);
      drain();
      writer_.end_block();
    }
    writer_.erased(erased_.without_place());
    return writer_.take();
  }

 private:
  static std::size_t expected_size(std::span<const Bytes> bares) {
    std::size_t largest = 0;
    for (const Bytes bare : bares) largest = std::max(largest, bare.size());
    return largest + largest / 16 + 64;
  }

  // What typing and erasing leave behind: one short block, or one short D, alone.
  bool collect_single(Bytes bare) {
    if (bare.size() < 3 || byte_at(bare, 1) != bare.size() - 2) return false;
    Block block{{}, bare.substr(2)};
    if (bare[0] == 'b' && take_stamp_quickly(block.runs, block.attach)) {
      blocks_.add(block);
      return true;
    }
    if (bare[0] == 'd') erased_.add(block.runs);
    return bare[0] == 'd';
  }

  void collect(const ArrayView& view) {
    if (!view.weave.empty()) fronts_.open(view.weave);
    Bytes blocks = view.blocks;
    while (const auto block = take_block(blocks)) blocks_.add(*block);
    erased_.add(view.erased);
  }

  void index() {
    blocks_.index();
    erased_.index();
  }

  // Reads the longest input's weave, once, for the runs that concern other inputs: between them it is copied unread.
  ArrayView scan(Bytes bare) {
    WeaveReader reader(bare);
    WeaveReader before = reader;
    WeaveReader here = reader;
    for (WeaveRun run; reader.next(run); here = reader) {
      if (is_touched(run)) stops_.push_back({here.position(), before});
      before = here;
    }
    stops_.push_back({here.position(), before});
    const auto size = static_cast<std::size_t>(reader.position() - bare.data());
    ArrayView view = view_array(bare.substr(size));
    view.weave = bare.substr(0, size);
    return view;
  }

  void drain() {
    while (!fronts_.empty()) {
      Front front = fronts_.take();
      write_piece(front);
      if (ended_.empty()) continue;
      follow();
      advance_ended();
    }
  }

  // Writes what all strands of the front have before them, but no further than an element with blocks that wait for it.
  void write_piece(Front& front) {
    IdRange piece{front.head.source, front.head.revision, fronts_.common_last(front)};
    const std::size_t block = blocks_.find(piece.source, piece.first, piece.last);
    if (block != kNone) piece.last = blocks_[block].revision;
    write_elements(front, piece);
    fronts_.pass(front, piece.last, ended_);
    if (block == kNone) return;
    advance_ended();
    join_blocks(block);
  }

  void advance_ended() {
    for (const uint32_t strand : ended_) fronts_.advance(strand);
    ended_.clear();
  }

  // The element that blocks wait for has been written. Chains of blocks that concern nobody else, which is what typing
  // leaves behind, are written at once.
  void join_blocks(std::size_t index) {
    while (index != kNone) {
      WeaveRun run;
      std::size_t next = kNone;
      if (blocks_.count_equal(index) > 1 || !is_plain(index, run, next)) return open_blocks(index);
      blocks_.join(index, 1);
      writer_.run(run);
      index = next;
    }
  }

  // Whether a block is one run that goes before everything else, and nothing happens inside of it. `next`: what waits
  // for its last element.
  bool is_plain(std::size_t index, WeaveRun& run, std::size_t& next) {
    WeaveReader reader(blocks_[index].bytes());
    if (!reader.next(run) || !reader.rest().empty() || run.first <= fronts_.top_head()) return false;
    next = blocks_.find(run.first.source, run.first.revision, run.last_revision());
    if (next != kNone && blocks_[next].revision != run.last_revision()) return false;
    if (erased_.find(run.first.source, run.first.revision, run.last_revision()) == kNone) return true;
    if (run.length > 1 && !run.is_gap()) return false;
    erased_.place(run.range());
    run.letter = kGapLetter;
    return true;
  }

  void open_blocks(std::size_t index) {
    const std::size_t count = blocks_.count_equal(index);
    blocks_.join(index, count);
    for (std::size_t i = index; i < index + count; ++i) fronts_.open(blocks_[i].bytes());
  }

  void write_elements(const Front& front, const IdRange& piece) {
    const std::size_t erased = erased_.find(piece.source, piece.first, piece.last);
    if (erased != kNone) erased_.place(piece);
    const uint64_t length = piece.last - piece.first + 1;
    if (front.is_gap()) {
      writer_.gap(front.head, length);
    } else if (front.letter != 0) {
      write_single(front, erased != kNone);
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
    for (; erased_.touches(erased, piece); ++erased) {
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
    while (reader.next(run) && reader.position() <= limit && run.first > top && !is_touched(run)) {
      last = run;
      if (copy_from == nullptr) {
        writer_.run(run);
        if (!is_full(run)) {
          copy_from = reader.position();
          if (ended_.size() == 1 && fronts_.empty()) go_to_stop(reader, last);
        }
      }
      before = reader;
    }
    reader = before;
    if (copy_from == nullptr || copy_from == reader.position()) return;
    writer_.copy({copy_from, static_cast<std::size_t>(reader.position() - copy_from)}, last);
  }

  // Nobody else has a word in what follows up to the next run that concerns others.
  void go_to_stop(WeaveReader& reader, WeaveRun& last) {
    const auto stop = std::lower_bound(stops_.begin(), stops_.end(), reader.position(),
                                       [](const Stop& one, const char* at) { return std::less<>()(one.at, at); });
    if (stop == stops_.end() || !reader.reaches(stop->at)) return;
    WeaveReader before = stop->before;
    before.next(last);
    reader.skip(static_cast<std::size_t>(stop->at - reader.position()), last.last());
  }

  [[gnu::always_inline]] bool is_touched(const WeaveRun& run) {
    const uint64_t last = run.last_revision();
    return blocks_.find(run.first.source, run.first.revision, last) != kNone ||
           erased_.find(run.first.source, run.first.revision, last) != kNone;
  }

  // In the longest input, before a run that concerns others; and its end.
  struct Stop {
    const char* at = nullptr;
    WeaveReader before;  // stands before the run that ends there
  };

  WeaveWriter writer_;
  Fronts fronts_;
  WaitingBlocks blocks_;
  ErasedIds erased_;
  std::vector<Stop> stops_;
  std::vector<uint32_t> ended_;  // strands whose run ended with the last piece
};

}  // namespace

std::string merge_arrays(std::span<const Bytes> bares) {
  const auto is_empty = [](Bytes bare) { return bare.empty(); };
  const auto first = std::find_if_not(bares.begin(), bares.end(), is_empty);
  if (first == bares.end()) return {};
  if (std::all_of(std::next(first), bares.end(), is_empty)) return std::string(*first);
  return ArrayMerge(bares).run();
}

}  // namespace rdx
