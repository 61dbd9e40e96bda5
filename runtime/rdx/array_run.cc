#include "rdx/rdx/array_run.h"

#include "rdx/base/utf8.h"
#include "rdx/rdx/value.h"

namespace rdx {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

template <class Word>
std::size_t count_continuations(const char* at) {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  return static_cast<std::size_t>(__builtin_popcountll(word & ~(uint64_t{word} << 1) & kHighBits));
}

template <class Word>
std::size_t count_last_continuations(const char* end, std::size_t bytes) {
  Word word = 0;
  std::memcpy(&word, end - sizeof word, sizeof word);
  word = static_cast<Word>(word & ~(word << 1) & static_cast<Word>(kHighBits));
  return static_cast<std::size_t>(__builtin_popcountll(uint64_t{word} >> 8 * (sizeof word - bytes)));
}

bool is_run_record(const Record& record) {
  return is_value_letter(record.letter) || record.letter == kTextLetter || record.letter == kGapLetter;
}

}  // namespace

std::size_t count_short_text(const char* text, std::size_t size) {
  const char* end = text + size;
  std::size_t continuations = 0;
  if (size >= 8) {
    for (; end - text >= 8; text += 8) continuations += count_continuations<uint64_t>(text);
    if (text != end) continuations += count_last_continuations<uint64_t>(end, static_cast<std::size_t>(end - text));
    return size - continuations;
  }
  if (size >= 4) {
    continuations = count_continuations<uint32_t>(text);
    if (size > 4) continuations += count_last_continuations<uint32_t>(end, size - 4);
    return size - continuations;
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

bool WeaveReader::read_wide_stamp(const char*& at, const char* end, Stamp& stamp) {
  Bytes from(at, static_cast<std::size_t>(end - at));
  const auto read = take_stamp(from);
  if (!read) return false;
  stamp = *read;
  at = from.data();
  return true;
}

ArrayView view_array(Bytes bare) {
  ArrayView view;
  Bytes rest = bare;
  auto record = take_record(rest);
  while (record && is_run_record(*record)) {
    view.weave = {bare.data(), static_cast<std::size_t>(rest.data() - bare.data())};
    record = take_record(rest);
  }
  const char* blocks = bare.data() + view.weave.size();
  while (record && record->letter == kBlockLetter) {
    view.blocks = {blocks, static_cast<std::size_t>(rest.data() - blocks)};
    record = take_record(rest);
  }
  if (record && record->letter == kErasedLetter) view.erased = record->body;
  return view;
}

std::optional<Block> take_block(Bytes& blocks) {
  const auto record = take_record(blocks, kBlockLetter);
  if (!record) return std::nullopt;
  Block block{{}, record->body};
  const auto attach = take_stamp(block.runs);
  if (!attach) return std::nullopt;
  block.attach = *attach;
  return block;
}

}  // namespace rdx
