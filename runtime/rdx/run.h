// Runs: somebody's sorted bytes, as the merge sees them. A run is a row of items in ascending order, every item once.
//
// A type says what its items are:
//
//   struct Run : RunInput {
//     explicit Run(Bytes bare);             // before the first item
//     bool next(RunHead& head);             // decodes the next item and moves `at` behind it; false, and nothing
//                                           // moved, at the end and where the bytes stop making sense: any bytes end
//     static constexpr bool kOneKey;        // whether `key` tells the whole order, key_low being 0
//     static int compare_long(const RunItem&, const RunItem&);    // the order of two items whose keys say kLongItem
//     static bool is_tie(uint64_t rank);    // whether equal items of this rank must be joined by Join; otherwise
//                                           // equal ones of one rank are the same
//     class Join;                           // Join(item); add(item): joined with an equal one of the same rank;
//                                           // write(RunWriter&)
//   };
//
// Of equal items the one of the higher rank wins.
#pragma once

#include "rdx/base/bytes.h"

namespace rdx {

inline constexpr uint64_t kEndOfRun = ~uint64_t{0};
/// In the low six bits of `key_low`: the key does not tell the whole order.
inline constexpr uint64_t kLongItem = 63;

/// What decides between items. No initialisers here and below: a small merge would spend its time on heads that it
/// never uses.
struct RunHead {
  uint64_t key_low;
  uint64_t key;   // with key_low the order of items; below kEndOfRun
  uint64_t rank;  // which of two equal items wins
  const char* begin;
};

/// An item, with where its bytes end and as far as what bytes may be read.
struct RunItem {
  RunHead head;
  const char* end;
  const char* limit;

  Bytes bytes() const { return {head.begin, static_cast<std::size_t>(end - head.begin)}; }
};

/// Where a run stands in its bytes. As far as the limit, which is at their end or behind it, bytes may be read.
class RunInput {
 public:
  explicit RunInput(Bytes bare) : at_(bare.data()), end_(bare.data() + bare.size()), limit_(end_) {}

  const char* at() const { return at_; }
  const char* end() const { return end_; }
  const char* limit() const { return limit_; }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

  /// Goes on in a copy of what is left.
  void go_on_in(const char* copy, const char* limit) {
    end_ = copy + left();
    at_ = copy;
    limit_ = limit;
  }

 protected:
  const char* at_;
  const char* end_;
  const char* limit_;
};

}  // namespace rdx
