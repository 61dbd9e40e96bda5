// BackOff: how long to wait before the next attempt: doubled with each failure, and spread, so that peers which lost
// the same machine at the same moment do not all come back at the same moment.
//
//   delay := between a half and all of min(first_ms x 2^failures, last_ms)
//
// What ends soon after it came about is a failure too: else a peer that says hello and then no would be asked without
// end, as fast as it answers.
#pragma once

#include <algorithm>
#include <cstdint>

namespace rdx {

struct BackOffOptions {
  int64_t first_ms = 100;
  int64_t last_ms = 30'000;
  int64_t steady_ms = 5000;  // what lasted so long was no failure
};

class BackOff {
 public:
  explicit BackOff(const BackOffOptions& options) : options_(options), whole_ms_(options.first_ms) {}

  /// The delay after one more failure. `random`: any 64 bits.
  int64_t next_ms(uint64_t random) {
    const int64_t whole = std::clamp<int64_t>(whole_ms_, 1, std::max<int64_t>(options_.last_ms, 1));
    whole_ms_ = whole * 2;
    const int64_t half = whole / 2;
    return half + static_cast<int64_t>(random % static_cast<uint64_t>(whole - half + 1));
  }
  /// What came about ended, after so long.
  void ended(int64_t lasted_ms) {
    if (lasted_ms >= options_.steady_ms) whole_ms_ = options_.first_ms;
  }

 private:
  BackOffOptions options_;
  int64_t whole_ms_;
};

}  // namespace rdx
