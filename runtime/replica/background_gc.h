// BackgroundGc: a thread that collects now and then. One that fails says why, and its replica ends with it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "rdx/base/result.h"

namespace rdx {

class BackgroundGc {
 public:
  /// `collect` is called every `interval`, on the thread, until this is destroyed or it answers an error. Where a disk
  /// is full, or a state is being taken over, the next one does it.
  BackgroundGc(std::chrono::milliseconds interval, std::function<Result<void>()> collect)
      : interval_(interval), collect_(std::move(collect)), thread_([this] { run(); }) {}
  BackgroundGc(const BackgroundGc&) = delete;
  BackgroundGc& operator=(const BackgroundGc&) = delete;
  /// Waits for a call that is going on.
  ~BackgroundGc() {
    {
      const std::lock_guard lock(mutex_);
      is_over_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

  /// Why it ended by itself.
  std::optional<Error> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, interval_, [this] { return is_over_; })) {
      lock.unlock();
      auto done = collect_();
      lock.lock();
      if (done || done.error().code == ErrorCode::no_space || done.error().code == ErrorCode::busy) continue;
      failure_ = std::move(done).error();
      return;
    }
  }

  const std::chrono::milliseconds interval_;
  const std::function<Result<void>()> collect_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool is_over_ = false;
  std::optional<Error> failure_;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace rdx
