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

#include <array>
#include <functional>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

namespace detail {

template <class A, class B>
Stamp load_stamp(const char* at) {
  A a = 0;
  B b = 0;
  std::memcpy(&a, at, sizeof a);
  std::memcpy(&b, at + sizeof a, sizeof b);
  return {a, b};
}

}  // namespace detail

/// As take_stamp, faster and blind to overlong forms.
inline bool take_stamp_quickly(Bytes& from, Stamp& stamp) {
  if (from.empty()) return false;
  const auto size = static_cast<std::size_t>(static_cast<uint8_t>(from[0] - '0'));
  if (size <= kMaxTiny && from.size() - 1 < size) return false;
  const char* body = from.data() + 1;
  switch (size) {
    case 0: stamp = {}; break;
    case 2: stamp = detail::load_stamp<uint8_t, uint8_t>(body); break;
    case 3: stamp = detail::load_stamp<uint16_t, uint8_t>(body); break;
    case 4: stamp = detail::load_stamp<uint16_t, uint16_t>(body); break;
    case 5: stamp = detail::load_stamp<uint32_t, uint8_t>(body); break;
    case 6: stamp = detail::load_stamp<uint32_t, uint16_t>(body); break;
    default: {
      const auto read = take_stamp(from);
      stamp = read.value_or(Stamp{});
      return read.has_value();
    }
  }
  from.remove_prefix(1 + size);
  return true;
}

/// Walks over the runs of a weave or of a block.
class WeaveReader {
 public:
  WeaveReader() = default;
  explicit WeaveReader(Bytes runs) : at_(runs.data()), end_(runs.data() + runs.size()) {}

  /// False at the first thing that is no run, a block or D among them; `run` is then whatever it was.
  [[gnu::always_inline]] bool next(WeaveRun& run) {
    return (end_ - at_ >= kSurely && read_short(run)) || read_any(run);
  }

  /// What stands behind the last run that was read.
  Bytes rest() const { return {at_, static_cast<std::size_t>(end_ - at_)}; }
  const char* position() const { return at_; }
  /// Whether `at`, which lies in some input, lies ahead in this one, or is its end.
  bool reaches(const char* at) const { return !std::less<>()(at, at_) && !std::less<>()(end_, at); }
  /// The last id of the last run that was read; revision 0 before the first.
  Stamp last() const { return last_; }
  /// Goes on `size` bytes further, over runs that end with `last`.
  void skip(std::size_t size, Stamp last) {
    at_ += size;
    last_ = last;
  }

 private:
  static constexpr std::ptrdiff_t kSurely = 96;  // a short header, a tiny stamp, and 64 bytes that may be looked at
  static constexpr std::size_t kShortText = 64;

  // By the digit of a tiny stamp: the bytes of the revision, and what of the two loaded words belongs to the pair.
  struct StampWidth {
    uint8_t revision_bytes;
    uint64_t revision_mask;
    uint32_t source_mask;
  };
  static constexpr std::array<StampWidth, 10> kStampWidths{{{0, 0, 0},
                                                            {1, 0xff, 0},
                                                            {1, 0xff, 0xff},
                                                            {2, 0xffff, 0xff},
                                                            {2, 0xffff, 0xffff},
                                                            {4, 0xffffffff, 0xff},
                                                            {4, 0xffffffff, 0xffff},
                                                            {0, 0, 0},
                                                            {4, 0xffffffff, kMaxSource},
                                                            {8, ~uint64_t{0}, 0xff}}};

  // What most runs are, without a branch that depends on how wide their numbers are. False where it is something else,
  // valid or not. Overlong forms pass: `valid` keeps them out.
  [[gnu::always_inline]] bool read_short(WeaveRun& run) {
    const char* at = at_;
    const char letter = static_cast<char>(at[0] - 'a' + 'A');
    const auto size = static_cast<std::size_t>(static_cast<uint8_t>(at[1]));
    const auto digit = static_cast<std::size_t>(static_cast<uint8_t>(at[2] - '0'));
    const std::size_t left = size - 1 - digit;  // where it is no record, a large number
    if (digit > kMaxTiny || left > kMaxShort || size + 2 > static_cast<std::size_t>(end_ - at)) return false;
    const StampWidth& width = kStampWidths[digit];
    const uint64_t revision = load_number(at + 3, 8) & width.revision_mask;
    const auto source = static_cast<uint32_t>(load_number(at + 3 + width.revision_bytes, 4)) & width.source_mask;
    if ((revision | last_.revision) == 0) return false;
    const Stamp first{revision != 0 ? revision : last_.revision + 1, revision != 0 ? source : last_.source};
    const char* payload = at + 3 + digit;
    uint64_t length = 1;
    if (letter == kTextLetter) {
      length = left <= kShortText ? count_64(payload, left) : count_short_text(payload, left);
    } else if (letter == kGapLetter) {
      if (left > 5) return false;
      length = load_number(payload, 8) & ((uint64_t{1} << 8 * left) - 1);
      if (length > kMaxGap) return false;
    } else if (!is_value_letter(letter)) {
      return false;
    }
    if (length == 0) return false;
    at_ = at + size + 2;
    last_ = {first.revision + length - 1, first.source};
    run = {letter, first, length, {payload, left}, {at, size + 2}};
    return true;
  }
  static bool is_value_letter(char letter) {
    constexpr uint32_t kLetters = 1U << ('F' - 'A') | 1U << ('I' - 'A') | 1U << ('R' - 'A') | 1U << ('S' - 'A');
    const auto index = static_cast<uint32_t>(letter - 'A');
    return index < 26 && (kLetters >> index & 1) != 0;
  }
  // How many code points `size` <= 64 bytes of text have; 64 bytes may be looked at.
  static std::size_t count_64(const char* text, std::size_t size);
  bool read_any(WeaveRun& run);

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  Stamp last_;
};

#ifdef __SSE2__
// A continuation byte is 10xxxxxx: as a signed number less than -64. A bit for each of 32 bytes.
inline uint64_t continuations_of_32(const char* text) {
  const __m128i limit = _mm_set1_epi8(-64);
  const auto bits_of_16 = [&](const char* at) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmplt_epi8(bytes, limit)));
  };
  return bits_of_16(text) | bits_of_16(text + 16) << 16;
}
#endif

inline std::size_t WeaveReader::count_64(const char* text, std::size_t size) {
#ifdef __SSE2__
  uint64_t seen = continuations_of_32(text);
  if (size > 32) seen |= continuations_of_32(text + 32) << 32;
  if (size < kShortText) seen &= (uint64_t{1} << size) - 1;
  if (seen == 0) return size;
#endif
  return count_short_text(text, size);
}

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
