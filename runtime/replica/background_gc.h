// BackgroundGc: a thread that collects now and then. One that fails says why, and its replica ends with it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "rdx/base/result.h"

namespace rdx {

class BackgroundGc {
 public:
  /// `collect` is called every `interval`, on the thread, until this is destroyed or it answers an error. Where a disk
  /// is full, or a state is being taken over, the next one does it. `failed` is told, on the thread, why it ended by
  /// itself.
  BackgroundGc(std::chrono::milliseconds interval, std::function<Result<void>()> collect,
               std::function<void(const Error&)> failed)
      : interval_(interval), collect_(std::move(collect)), failed_(std::move(failed)), thread_([this] { run(); }) {}
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

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, interval_, [this] { return is_over_; })) {
      lock.unlock();
      const auto done = collect_once();
      if (!done && done.error().code != ErrorCode::no_space && done.error().code != ErrorCode::busy)
        return failed_(done.error());
      lock.lock();
    }
  }
  Result<void> collect_once() const {
    try {
      return collect_();
    } catch (const std::exception& thrown) {  // no memory
      return Error{ErrorCode::closed, thrown.what()};
    }
  }

  const std::chrono::milliseconds interval_;
  const std::function<Result<void>()> collect_;
  const std::function<void(const Error&)> failed_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool is_over_ = false;
  std::thread thread_;  // the last: it uses the others
};

}  // namespace rdx
