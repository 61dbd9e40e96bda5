// LogProgress: how far a store's log may be read, for those who wait for more.
//
//   begin <= arrival < told      packets before `begin` have been cut off; from `told` on they are not durable yet, as
//                                far as the store was asked for that
//
// Threads may share it. Saying that there is more costs a commit an atomic number, and a notice where somebody waits;
// it never waits for who reads.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace rdx {

class LogProgress {
 public:
  uint64_t told() const { return told_; }
  uint64_t begin() const { return begin_; }

  /// Arrivals below it may be read; a lower number than before changes nothing.
  void tell(uint64_t arrivals) {
    uint64_t before = told_;
    while (before < arrivals && !told_.compare_exchange_weak(before, arrivals)) {
    }
    if (before < arrivals && waiting_ != 0) wake();
  }
  /// Arrivals below it may not be read any more; a lower number than before changes nothing.
  void cut(uint64_t begin) {
    uint64_t before = begin_;
    while (before < begin && !begin_.compare_exchange_weak(before, begin)) {
    }
    wake();
  }
  /// Has everybody who waits look again.
  void wake() const {
    { const std::lock_guard lock(mutex_); }
    more_.notify_all();
  }

  /// Waits until `arrival` may be read, or may not be read any more, or `stop` is set, for that long at most. Answers
  /// whether it was one of the first two.
  bool wait(uint64_t arrival, std::chrono::milliseconds timeout, const std::atomic<bool>& stop) const {
    const auto is_due = [&] { return told_ > arrival || begin_ > arrival; };
    ++waiting_;
    {
      std::unique_lock lock(mutex_);
      more_.wait_for(lock, timeout, [&] { return is_due() || stop; });
    }
    --waiting_;
    return is_due() && !stop;
  }

 private:
  std::atomic<uint64_t> told_ = 0;
  std::atomic<uint64_t> begin_ = 0;
  mutable std::atomic<uint64_t> waiting_ = 0;  // counted before they look, so none is missed
  mutable std::mutex mutex_;
  mutable std::condition_variable more_;
};

}  // namespace rdx
