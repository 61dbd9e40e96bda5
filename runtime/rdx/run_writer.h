// RunWriter: joins many short pieces of somebody's bytes into one string.
//
// Short pieces, the usual case where inputs interleave, are copied 32 bytes at a time whatever their size, into a
// buffer that stays in the cache: a call of memcpy for each would cost more than the merge around it.
#pragma once

#include <array>
#include <cstring>
#include <string>

#include "rdx/base/bytes.h"

namespace rdx {

class RunWriter {
 public:
  /// Appends to `to`, which must not be touched before `finish`.
  explicit RunWriter(std::string& to) : to_(to) {}
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

  void finish() { spill(); }

 private:
  using Words = std::array<uint64_t, 2>;
  static constexpr std::ptrdiff_t kShort = 32;
  static constexpr std::size_t kBuffer = 4096;

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

  std::string& to_;
  std::size_t used_ = 0;
  std::array<char, kBuffer> buffer_;  // NOLINT: only what was written is ever read
};

}  // namespace rdx
