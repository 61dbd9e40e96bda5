#include "rdx/store/ring_keeper.h"

#include <exception>
#include <utility>

namespace rdx {

RingKeeper::RingKeeper(RingNode& node, RingPeers& peers, std::chrono::milliseconds every)
    : node_(node), peers_(peers), every_(every), thread_([this] { run(); }) {}

RingKeeper::~RingKeeper() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void RingKeeper::hurry() {
  const std::lock_guard lock(mutex_);
  is_hurried_ = true;
  changed_.notify_all();
}

std::optional<RingRepair> RingKeeper::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

RingRepair RingKeeper::sum() const {
  const std::lock_guard lock(mutex_);
  return sum_;
}

std::optional<Error> RingKeeper::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

// Answers whether there is a next round.
bool RingKeeper::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, every_, [&] { return is_stopping_ || is_hurried_; });
  is_hurried_ = false;
  return !is_stopping_;
}

void RingKeeper::round() {
  auto report = node_.repair(peers_);
  const std::lock_guard lock(mutex_);
  if (!report) {
    // A full disk may have room again; a failed one is the end.
    if (node_.failure()) failure_ = std::move(report).error();
    return;
  }
  last_ = *report;
  const RingRepair before = std::exchange(sum_, std::move(*report));
  sum_.pulled += before.pulled;
  sum_.pulled_bytes += before.pulled_bytes;
  sum_.pushed += before.pushed;
  sum_.delivered += before.delivered;
  sum_.offered += before.offered;
  sum_.dropped += before.dropped;
}

void RingKeeper::run() {
  try {
    do {
      round();
    } while (!failure() && wait());
  } catch (const std::exception& thrown) {  // no memory: the node's end
    node_.end({ErrorCode::closed, thrown.what()});
    const std::lock_guard lock(mutex_);
    failure_ = Error{ErrorCode::closed, thrown.what()};
  }
}

}  // namespace rdx
