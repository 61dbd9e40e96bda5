// RingKeeper: repairs a node now and then, on a thread of its own.
//
// A round that fails because of the node ends the keeper, as it ended the node: `failure` says why. Nothing goes on by
// half: a node that has ended answers every call with the reason, node_engine.h.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "rdx/store/ring_node.h"

namespace rdx {

class RingKeeper {
 public:
  /// The node and the peers must outlive it.
  RingKeeper(RingNode& node, RingPeers& peers, std::chrono::milliseconds every);
  RingKeeper(const RingKeeper&) = delete;
  RingKeeper& operator=(const RingKeeper&) = delete;
  /// Waits for the round under way.
  ~RingKeeper();

  /// The next round begins now.
  void hurry();
  /// What the last round came to; nothing before the first.
  std::optional<RingRepair> last() const;
  /// What all rounds came to: `unreached`, `orphaned` and `is_settled` are the last one's.
  RingRepair sum() const;
  std::optional<Error> failure() const;

 private:
  void run();
  bool wait();
  void round();

  RingNode& node_;
  RingPeers& peers_;
  const std::chrono::milliseconds every_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool is_stopping_ = false;
  bool is_hurried_ = false;
  std::optional<RingRepair> last_;
  RingRepair sum_;
  std::optional<Error> failure_;
  std::thread thread_;
};

}  // namespace rdx
