// Feed: reads a replica's log as it grows, on a thread of its own, and hands on what came.
//
// Where the log has been cut beyond its place it says that there is a gap and goes on from the end: whoever needs what
// was cut asks for it. Another error ends it, with the reason.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "rdx/store/tail.h"

namespace rdx {

class Feed {
 public:
  /// All three are called on the feed's thread.
  struct Sink {
    std::function<void(TailedPacket&&)> packet;
    std::function<void()> gap;
    std::function<void(const std::string& reason)> failed;
  };

  Feed(Tail tail, Sink sink);
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;
  /// Stops.
  ~Feed();

  /// Hands on what is there by now, and ends the thread. Not from it.
  void stop();

 private:
  void run();
  void read();

  Tail tail_;
  const Sink sink_;
  std::atomic<bool> is_stopping_ = false;
  std::thread thread_;
};

}  // namespace rdx
