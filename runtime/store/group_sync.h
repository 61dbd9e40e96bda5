// GroupSync: threads that wait for the disk share one sync.
//
// The first that comes becomes the leader and syncs for all that had written by then; who comes meanwhile waits, and
// one of those leads the next. So sixteen writers cost about two syncs, not sixteen.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "rdx/base/function_ref.h"
#include "rdx/base/result.h"

namespace rdx {

class GroupSync {
 public:
  /// To be called when something was written, before the writer waits for it.
  void written() {
    const std::lock_guard lock(mutex_);
    ++written_;
  }

  /// Answers when all that was written before the call is on the disk. After a failed sync every call fails: what is on
  /// the disk is not known any more.
  Result<void> wait(FunctionRef<Result<void>()> sync) {
    std::unique_lock lock(mutex_);
    for (const uint64_t wanted = written_; synced_ < wanted && !failed_;) {
      if (is_led_) {
        changed_.wait(lock);
        continue;
      }
      is_led_ = true;
      const uint64_t reached = written_;
      lock.unlock();
      auto done = sync();
      lock.lock();
      is_led_ = false;
      if (done)
        synced_ = reached;
      else
        failed_ = std::move(done).error();
      changed_.notify_all();
    }
    if (failed_) return *failed_;
    return {};
  }

  /// The error of a sync that failed.
  std::optional<Error> failure() const {
    const std::lock_guard lock(mutex_);
    return failed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_led_ = false;
  uint64_t written_ = 0;
  uint64_t synced_ = 0;
  std::optional<Error> failed_;
};

}  // namespace rdx
