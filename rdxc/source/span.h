// A place in a text: which file, and its bytes [begin, end).
#pragma once

#include <cstdint>

namespace rdxc {

using FileId = uint32_t;
inline constexpr FileId kNoFile = 0xffffffff;

struct Span {
  FileId file = kNoFile;
  uint32_t begin = 0;
  uint32_t end = 0;

  bool is_set() const { return file != kNoFile; }
  friend bool operator==(const Span&, const Span&) = default;
};

// From the beginning of `first` to the end of `last`, both in one file.
inline Span join(const Span& first, const Span& last) { return {first.file, first.begin, last.end}; }

}  // namespace rdxc
