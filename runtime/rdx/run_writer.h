// RunWriter: joins many short pieces of somebody's bytes into one string.
//
// Short pieces, the usual case where inputs interleave, are copied 32 bytes at a time whatever their size, into a
// buffer that stays in the cache: a call of memcpy for each would cost more than the merge around it. What fits that
// buffer becomes a string of its very size.
#pragma once

#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "rdx/base/bytes.h"

namespace rdx {

class RunWriter {
 public:
  static constexpr std::ptrdiff_t kShort = 32;

  /// At most `most` bytes will be written: more than the buffer holds are reserved at once.
  explicit RunWriter(std::size_t most) {
    if (most > kBuffer - kReserve) to_.reserve(most);
  }
  RunWriter(const RunWriter&) = delete;
  RunWriter& operator=(const RunWriter&) = delete;

  /// The bytes from `begin` to `end`. As far as `limit` they may be read, so that a short copy needs no exact size.
  [[gnu::always_inline]] void copy(const char* begin, const char* end, const char* limit) {
    const std::ptrdiff_t size = end - begin;
    if (size > kShort || limit - begin < kShort) return copy_exactly(begin, static_cast<std::size_t>(size));
    if (used_ > kBuffer - kShort) spill();
    std::memcpy(buffer_.data() + used_, begin, kShort);
    used_ += static_cast<std::size_t>(size);
  }
  void append(Bytes bytes) { copy_exactly(bytes.data(), bytes.size()); }

  /// Where so many pieces, each as kShort bytes, may be written; until `commit` of where they end, nothing else.
  char* reserve(std::size_t pieces) {
    if (used_ > kBuffer - pieces * static_cast<std::size_t>(kShort)) spill();
    return buffer_.data() + used_;
  }
  void commit(const char* end) { used_ = static_cast<std::size_t>(end - buffer_.data()); }

  /// All that was written; the writer is done then.
  std::string finish() {
    if (to_.empty()) return {buffer_.data(), used_};
    spill();
    return std::move(to_);
  }

 private:
  using Words = std::array<uint64_t, 2>;
  static constexpr std::size_t kBuffer = 8192;
  static constexpr std::size_t kReserve = 4096;  // more than anyone reserves

  [[gnu::noinline]] void copy_exactly(const char* begin, std::size_t size) {
    if (size > kBuffer - used_) spill();
    if (size > kBuffer) {
      to_.append(begin, size);
      return;
    }
    char* to = buffer_.data() + used_;
    used_ += size;
    if (size > 2 * sizeof(Words)) {
      std::memcpy(to, begin, size);
    } else if (size >= sizeof(Words)) {
      copy_ends<Words>(to, begin, size);
    } else if (size >= 8) {
      copy_ends<uint64_t>(to, begin, size);
    } else if (size >= 4) {
      copy_ends<uint32_t>(to, begin, size);
    } else {
      for (std::size_t i = 0; i < size; ++i) to[i] = begin[i];
    }
  }

  // Between one and two words, as the first and the last of them, which may overlap.
  template <class Word>
  static void copy_ends(char* to, const char* begin, std::size_t size) {
    Word first;
    Word last;
    std::memcpy(&first, begin, sizeof first);
    std::memcpy(&last, begin + size - sizeof last, sizeof last);
    std::memcpy(to, &first, sizeof first);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
  }

  [[gnu::noinline]] void spill() {
    to_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string to_;
  std::size_t used_ = 0;
  std::array<char, kBuffer> buffer_;  // NOLINT: only what was written is ever read
};

}  // namespace rdx
