#include "rdx/rdx/array_writer.h"

#include <algorithm>

namespace rdx {
namespace {

constexpr std::size_t kMaxHead = 5 + 18;  // a long header and the widest stamp
constexpr std::size_t kSmallest = 64;

std::size_t write_header(char* at, char letter, std::size_t size) {
  if (size <= kMaxShort) {
    at[0] = static_cast<char>(letter - 'A' + 'a');
    at[1] = static_cast<char>(size);
    return 2;
  }
  const auto length = static_cast<uint32_t>(size);
  at[0] = letter;
  std::memcpy(at + 1, &length, 4);
  return 5;
}

std::size_t write_stamp(char* at, Stamp stamp) {
  const ZipBytes pair = zip_pair(stamp.revision, stamp.source);
  std::size_t header = 1;
  if (pair.size <= kMaxTiny)
    at[0] = static_cast<char>('0' + pair.size);
  else
    header = write_header(at, 'T', pair.size);
  std::memcpy(at + header, pair.data.data(), pair.data.size());  // all 16: the caller has the room
  return header + pair.size;
}

}  // namespace

WeaveWriter::WeaveWriter(std::size_t expected) { buffer_.resize(std::max(expected, kSmallest)); }

void WeaveWriter::grow(std::size_t more) { buffer_.resize(size_ + more + buffer_.size()); }

void WeaveWriter::start_record(char letter, Stamp first, std::size_t payload) {
  reserve(kMaxHead + 16 + payload);
  std::array<char, 32> stamp;  // NOLINT: written just below
  const std::size_t stamp_size = follows(first) ? write_stamp(stamp.data(), {}) : write_stamp(stamp.data(), first);
  open_.letter = letter;
  open_.at = size_;
  open_.header = write_header(buffer_.data() + size_, letter, stamp_size + payload);
  open_.stamp = stamp_size;
  std::memcpy(buffer_.data() + size_ + open_.header, stamp.data(), 24);
  size_ += open_.header + stamp_size;
}

void WeaveWriter::element(char letter, Stamp id, Bytes value) {
  if (letter == 'S' && is_one_code_point(value)) return text(id, 1, value);
  start_record(letter, id, value.size());
  append(value);
  open_.length = 1;
  open_.last = id;
}

void WeaveWriter::text(Stamp first, uint64_t length, Bytes utf8) {
  if (open_.letter == kTextLetter && follows(first)) {
    const std::size_t body = size_ - open_.at - open_.header;
    if (body + utf8.size() <= kMaxBody) return grow_text(length, utf8);
    const uint64_t fit = count_short_text(utf8.data(), std::min(kMaxBody - body + 1, utf8.size())) - 1;
    const std::size_t bytes = text_prefix(utf8, length, fit);
    if (fit > 0) grow_text(fit, utf8.substr(0, bytes));
    first.revision += fit;
    length -= fit;
    utf8.remove_prefix(bytes);
  }
  start_record(kTextLetter, first, utf8.size());
  append(utf8);
  open_.length = length;
  open_.last = {first.revision + length - 1, first.source};
}

void WeaveWriter::grow_text(uint64_t length, Bytes utf8) {
  reserve(utf8.size() + 3);
  append(utf8);
  open_.length += length;
  open_.last.revision += length;
  write_text_size();
}

void WeaveWriter::write_text_size() {
  char* at = buffer_.data() + open_.at;
  const std::size_t body = size_ - open_.at - open_.header;
  if (const std::size_t header = header_size(body); header != open_.header) {
    std::memmove(at + header, at + open_.header, body);
    size_ += header - open_.header;
    open_.header = header;
  }
  write_header(at, kTextLetter, body);
}

void WeaveWriter::gap(Stamp first, uint64_t length) {
  if (open_.letter == kGapLetter && follows(first)) {
    const uint64_t fit = std::min(length, kMaxGap - open_.length);
    if (fit > 0) grow_gap(fit);
    first.revision += fit;
    length -= fit;
    if (length == 0) return;
  }
  const ZipBytes zipped = zip(length);
  start_record(kGapLetter, first, zipped.size);
  append(zipped);
  open_.length = length;
  open_.last = {first.revision + length - 1, first.source};
}

void WeaveWriter::grow_gap(uint64_t length) {
  open_.length += length;
  open_.last.revision += length;
  const ZipBytes zipped = zip(open_.length);
  size_ = open_.at + open_.header + open_.stamp;
  reserve(zipped.size);
  append(zipped);
  write_header(buffer_.data() + open_.at, kGapLetter, open_.stamp + zipped.size);
}

void WeaveWriter::run(const WeaveRun& run) {
  if (run.is_text()) return text(run.first, run.length, run.payload);
  if (run.is_gap()) return gap(run.first, run.length);
  element(run.letter, run.first, run.payload);
}

void WeaveWriter::copy(Bytes runs, const WeaveRun& last) {
  reserve(runs.size());
  append(runs);
  open_.letter = last.letter;
  open_.at = size_ - last.whole.size();
  open_.header = last.whole[0] >= 'a' ? 2 : 5;
  open_.stamp = last.whole.size() - open_.header - last.payload.size();
  open_.length = last.length;
  open_.last = last.last();
}

void WeaveWriter::begin_block(Stamp attach) {
  reserve(kMaxHead + 16);
  open_ = {};
  block_ = size_;
  size_ += 2;  // a short header; a long one is made room for at the end
  size_ += write_stamp(buffer_.data() + size_, attach);
  block_runs_ = size_;
}

void WeaveWriter::end_block() {
  open_ = {};
  const std::size_t body = size_ - block_ - 2;
  if (size_ == block_runs_ || body > kMaxBody) {
    size_ = block_;
    return;
  }
  if (header_size(body) != 2) {
    reserve(3);
    std::memmove(buffer_.data() + block_ + 5, buffer_.data() + block_ + 2, body);
    size_ += 3;
  }
  write_header(buffer_.data() + block_, kBlockLetter, body);
}

void WeaveWriter::erased(std::span<const IdRange> ranges) {
  if (ranges.empty()) return;
  std::string body;
  append_id_ranges(body, ranges);
  if (body.size() > kMaxBody) return;
  reserve(5 + body.size());
  size_ += write_header(buffer_.data() + size_, kErasedLetter, body.size());
  append(body);
}

std::string WeaveWriter::take() {
  buffer_.resize(size_);
  size_ = 0;
  open_ = {};
  return std::move(buffer_);
}

}  // namespace rdx
