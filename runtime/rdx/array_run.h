// Runs: how an array is read.                                                                         FORMAT.md 5, L
//
//   L      := run* block* D?
//   run    := element | text | gap
//   element:= F I R S ( stamp value )
//   text   := X ( stamp utf8 )            one S element per code point, consecutive ids
//   gap    := G ( stamp zip(n) )          n erased elements, consecutive ids
//   block  := B ( stamp(attach) run+ )
//
// Everything here assumes a valid value, and on any other bytes stays in bounds and ends at what it cannot read.
#pragma once

#include "rdx/rdx/id_ranges.h"

namespace rdx {

inline constexpr char kTextLetter = 'X';
inline constexpr char kGapLetter = 'G';
inline constexpr char kBlockLetter = 'B';
inline constexpr char kErasedLetter = 'D';
inline constexpr uint64_t kMaxGap = uint64_t{1} << 32;

/// A run, its stamp resolved: `first` is never (0,0). The payload views the bytes that were read.
struct WeaveRun {
  char letter = 0;      // F I R S: one element, X: text, G: gap
  Stamp first;          // the id of its first element
  uint64_t length = 0;  // elements, at least one
  Bytes payload;        // the value, the text; for a gap what says its length
  Bytes whole;          // the record

  uint64_t last_revision() const { return first.revision + length - 1; }
  Stamp last() const { return {last_revision(), first.source}; }
  bool is_gap() const { return letter == kGapLetter; }
  bool is_text() const { return letter == kTextLetter; }
  IdRange range() const { return {first.source, first.revision, last_revision()}; }
};

/// As rdx::count_code_points, for texts that are mostly a few bytes long.
std::size_t count_short_text(const char* text, std::size_t size);

/// The bytes that the first `count` of a text's `length` elements take.
std::size_t text_prefix(Bytes text, uint64_t length, uint64_t count);

/// Whether a string is one code point: then it is an element of a text run.
bool is_one_code_point(Bytes string);

/// Walks over the runs of a weave or of a block.
class WeaveReader {
 public:
  WeaveReader() = default;
  explicit WeaveReader(Bytes runs) : at_(runs.data()), end_(runs.data() + runs.size()) {}

  /// False at the first thing that is no run, a block or D among them; `run` is then whatever it was.
  bool next(WeaveRun& run) {
    const char* body = nullptr;
    std::size_t size = 0;
    char letter = 0;
    if (!read_header(letter, body, size)) return false;
    const char* payload = body;
    Stamp first;
    if (!read_stamp(payload, body + size, first)) return false;
    if (first.revision == 0) {
      if (first.source != 0 || last_.revision == 0) return false;
      first = {last_.revision + 1, last_.source};
    }
    const auto left = static_cast<std::size_t>(body + size - payload);
    uint64_t length = 1;
    if (letter == kTextLetter) {
      length = count_short_text(payload, left);
    } else if (letter == kGapLetter) {
      if (left > 5) return false;
      length = load_small(payload, left);
      if (length > kMaxGap) return false;
    }
    if (length == 0) return false;
    run.letter = letter;
    run.first = first;
    run.length = length;
    run.payload = {payload, left};
    run.whole = {at_, static_cast<std::size_t>(body + size - at_)};
    at_ = body + size;
    last_ = {first.revision + length - 1, first.source};
    return true;
  }

  /// What stands behind the last run that was read.
  Bytes rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  const char* position() const { return at_; }
  /// The last id of the last run that was read; revision 0 before the first.
  Stamp last() const { return last_; }
  /// Goes on `size` bytes further, over runs that end with `last`.
  void skip(std::size_t size, Stamp last) {
    at_ += size;
    last_ = last;
  }

 private:
  bool read_header(char& letter, const char*& body, std::size_t& size) const {
    if (end_ - at_ < 3) return false;
    const char first = *at_;
    if (first >= 'a') {
      letter = static_cast<char>(first - 'a' + 'A');
      body = at_ + 2;
      size = static_cast<uint8_t>(at_[1]);
    } else {
      if (end_ - at_ < 5) return false;
      uint32_t length = 0;
      std::memcpy(&length, at_ + 1, 4);
      letter = first;
      body = at_ + 5;
      size = length;
    }
    return is_run_letter(letter) && size <= static_cast<std::size_t>(end_ - body);
  }

  static bool is_run_letter(char letter) {
    constexpr uint32_t kLetters = 1U << ('F' - 'A') | 1U << ('I' - 'A') | 1U << ('R' - 'A') | 1U << ('S' - 'A') |
                                  1U << (kTextLetter - 'A') | 1U << (kGapLetter - 'A');
    const auto index = static_cast<uint32_t>(letter - 'A');
    return index < 26 && (kLetters >> index & 1) != 0;
  }

  template <class A, class B>
  static Stamp load_pair(const char* at) {
    A a = 0;
    B b = 0;
    std::memcpy(&a, at, sizeof a);
    std::memcpy(&b, at + sizeof a, sizeof b);
    return {a, b};
  }

  static uint64_t load_small(const char* at, std::size_t size) {
    uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i) number |= uint64_t{static_cast<uint8_t>(at[i])} << 8 * i;
    return number;
  }

  // The widths that documents have, without the general reader's branches. Overlong forms pass: `valid` keeps them out.
  static bool read_stamp(const char*& at, const char* end, Stamp& stamp) {
    if (at == end) return false;
    const auto digit = static_cast<std::size_t>(static_cast<uint8_t>(*at) - uint8_t{'0'});
    if (digit <= kMaxTiny && static_cast<std::size_t>(end - at - 1) < digit) return false;
    const char* from = at + 1;
    switch (digit) {
      case 0: stamp = {}; break;
      case 2: stamp = load_pair<uint8_t, uint8_t>(from); break;
      case 3: stamp = load_pair<uint16_t, uint8_t>(from); break;
      case 4: stamp = load_pair<uint16_t, uint16_t>(from); break;
      case 5: stamp = load_pair<uint32_t, uint8_t>(from); break;
      case 6: stamp = load_pair<uint32_t, uint16_t>(from); break;
      default: return read_wide_stamp(at, end, stamp);
    }
    at = from + digit;
    return true;
  }
  static bool read_wide_stamp(const char*& at, const char* end, Stamp& stamp);

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Stamp last_;
};

/// Elements whose parent, `attach`, is not in the value.
struct Block {
  Stamp attach;
  Bytes runs;
};

/// An array cut into its three parts; only headers are looked at.
struct ArrayView {
  Bytes weave;
  Bytes blocks;  // block records
  Bytes erased;  // the body of D
};
ArrayView view_array(Bytes bare);

/// Cuts the first block off; nothing at the end.
std::optional<Block> take_block(Bytes& blocks);

/// Calls `visit(const WeaveRun&)` for every run, in the weave and in blocks.
template <class Visit>
void for_each_run(const ArrayView& view, Visit visit) {
  WeaveRun run;
  for (WeaveReader reader(view.weave); reader.next(run);) visit(run);
  Bytes blocks = view.blocks;
  while (const auto block = take_block(blocks))
    for (WeaveReader reader(block->runs); reader.next(run);) visit(run);
}

}  // namespace rdx
