// Turn: one writer at a time gives out packet numbers. A mutex that may be given back by another thread than took it,
// and that knows a thread which would wait for itself.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "rdx/base/result.h"

namespace rdx {

class Turn {
 public:
  /// Waits for the turn; `busy` where this thread has it already.
  Result<void> take() {
    std::unique_lock lock(mutex_);
    if (is_taken_ && holder_ == std::this_thread::get_id())
      return Error{ErrorCode::busy,
                   "this thread has a transaction open that has saved something; save through it, or end it first"};
    free_.wait(lock, [&] { return !is_taken_; });
    is_taken_ = true;
    holder_ = std::this_thread::get_id();
    return {};
  }

  void give_back() {
    {
      const std::lock_guard lock(mutex_);
      is_taken_ = false;
    }
    free_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool is_taken_ = false;
  std::thread::id holder_;
};

/// Gives a turn back at the end of its life.
class TurnHolder {
 public:
  TurnHolder() = default;
  explicit TurnHolder(Turn& turn) : turn_(&turn) {}
  TurnHolder(TurnHolder&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}
  TurnHolder& operator=(TurnHolder&& other) noexcept { return std::swap(turn_, other.turn_), *this; }
  ~TurnHolder() { give_back(); }

  explicit operator bool() const { return turn_ != nullptr; }
  void give_back() {
    if (turn_ != nullptr) std::exchange(turn_, nullptr)->give_back();
  }

 private:
  Turn* turn_ = nullptr;
};

}  // namespace rdx
