// RunWriter: joins stretches of somebody's bytes into one string.
//
// Stretches that lie behind one another in the same input become one copy. Short ones, the usual case where inputs
// interleave, are copied 64 bytes at a time whatever their size into a buffer that stays in the cache; a call of memcpy
// a stretch would cost more than the merge around it.
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

  /// The bytes from `begin` to `end`. As far as `limit` they may be read, so that short copies need no exact size. All
  /// of it must live until `finish`.
  void append(const char* begin, const char* end, const char* limit) {
    if (begin != end_) {
      write_stretch();
      begin_ = begin;
      limit_ = limit;
    }
    end_ = end;
  }

  void finish() {
    write_stretch();
    begin_ = end_ = limit_ = nullptr;
    spill();
  }

 private:
  static constexpr std::ptrdiff_t kShort = 64;
  static constexpr std::size_t kBuffer = 4096;

  void write_stretch() {
    const std::ptrdiff_t size = end_ - begin_;
    if (size > kShort || limit_ - begin_ < kShort) return write_exactly(begin_, static_cast<std::size_t>(size));
    if (used_ + kShort > kBuffer) spill();
    std::memcpy(buffer_.data() + used_, begin_, kShort);
    used_ += static_cast<std::size_t>(size);
  }

  void write_exactly(const char* begin, std::size_t size) {
    if (size > kBuffer - used_) spill();
    if (size > kBuffer) {
      to_.append(begin, size);
    } else if (size != 0) {
      std::memcpy(buffer_.data() + used_, begin, size);
      used_ += size;
    }
  }

  void spill() {
    to_.append(buffer_.data(), used_);
    used_ = 0;
  }

  std::string& to_;
  const char* begin_ = nullptr;  // the stretch that may still grow
  const char* end_ = nullptr;
  const char* limit_ = nullptr;
  std::size_t used_ = 0;
  std::array<char, kBuffer> buffer_;  // NOLINT: only what was written is ever read
};

}  // namespace rdx
