#include "rdx/rdx/array_run.h"

#include "rdx/base/utf8.h"
#include "rdx/rdx/value.h"

namespace rdx {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

// How many bytes of a word are 10xxxxxx: the top bit is set and the next one is not.
std::size_t count_continuations(uint64_t word) {
  const uint64_t ones = (word & ~(word << 1) & kHighBits) >> 7;
  return static_cast<std::size_t>(ones * 0x0101010101010101 >> 56);
}

bool is_run_letter(char letter) {
  return letter == kTextLetter || letter == kGapLetter || rdx::is_value_letter(letter);
}

}  // namespace

std::size_t count_short_text(const char* text, std::size_t size) {
  const char* end = text + size;
  std::size_t continuations = 0;
  if (size >= 8) {
    for (; end - text > 8; text += 8) continuations += count_continuations(load_number(text, 8));
    const auto left = static_cast<std::size_t>(end - text);  // the last word, without what was counted of it
    return size - continuations - count_continuations(load_number(end - 8, 8) >> 8 * (8 - left));
  }
  for (; text != end; ++text) continuations += (static_cast<uint8_t>(*text) & 0xc0) == 0x80;
  return size - continuations;
}

std::size_t text_prefix(Bytes text, uint64_t length, uint64_t count) {
  if (count >= length) return text.size();
  if (text.size() == length) return static_cast<std::size_t>(count);
  return code_points_prefix(text, static_cast<std::size_t>(count));
}

bool is_one_code_point(Bytes string) {
  return !string.empty() && string.size() <= 4 && code_point_length(byte_at(string, 0)) == string.size();
}

bool WeaveReader::read_any(WeaveRun& run) {
  Bytes rest(at_, static_cast<std::size_t>(end_ - at_));
  const auto record = take_record(rest);
  if (!record || !is_run_letter(record->letter)) return false;
  run.letter = record->letter;
  run.whole = record->whole;
  run.payload = record->body;
  Stamp stamp;
  if (!take_stamp_quickly(run.payload, stamp) || (stamp.revision | last_.revision) == 0) return false;
  run.first = stamp.revision != 0 ? stamp : Stamp{last_.revision + 1, last_.source};
  run.length = 1;
  if (run.is_text()) run.length = count_short_text(run.payload.data(), run.payload.size());
  if (run.is_gap()) run.length = run.payload.size() <= 5 ? load_number(run.payload.data(), run.payload.size()) : 0;
  if (run.length == 0 || (run.is_gap() && run.length > kMaxGap)) return false;
  at_ = rest.data();
  last_ = run.last();
  return true;
}

// How many bytes at the front are records whose letters `is_wanted`.
template <class IsWanted>
std::size_t count_records(Bytes bytes, IsWanted is_wanted) {
  std::size_t at = 0;
  while (bytes.size() - at >= 2 && is_wanted(static_cast<char>(bytes[at] & ~0x20))) {
    std::size_t size = 2 + byte_at(bytes, at + 1);
    if (bytes[at] < 'a') {
      if (bytes.size() - at < 5) break;
      size = 5 + static_cast<std::size_t>(load_number(bytes.data() + at + 1, 4));
    }
    if (size > bytes.size() - at) break;
    at += size;
  }
  return at;
}

ArrayView view_array(Bytes bare) {
  ArrayView view;
  view.weave = bare.substr(0, count_records(bare, is_run_letter));
  bare.remove_prefix(view.weave.size());
  view.blocks = bare.substr(0, count_records(bare, [](char letter) { return letter == kBlockLetter; }));
  bare.remove_prefix(view.blocks.size());
  if (const auto erased = take_record(bare, kErasedLetter)) view.erased = erased->body;
  return view;
}

std::optional<Block> take_block(Bytes& blocks) {
  const auto record = take_record(blocks, kBlockLetter);
  if (!record) return std::nullopt;
  Block block{{}, record->body};
  if (!take_stamp_quickly(block.runs, block.attach)) return std::nullopt;
  return block;
}

}  // namespace rdx
