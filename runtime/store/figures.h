// Figures: what a store has done so far, for whoever looks at it.
//
// Counted as it happens, by any thread, at the price of an atomic addition; a reader sees each number as of now, not
// all of them as of one moment.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace rdx {

class Count {
 public:
  void add(uint64_t number = 1) { number_.fetch_add(number, std::memory_order_relaxed); }
  uint64_t get() const { return number_.load(std::memory_order_relaxed); }

 private:
  std::atomic<uint64_t> number_ = 0;
};

/// How often something took how long.
class Durations {
 public:
  /// Each bucket has what took no longer than its bound and longer than the one before; the last has the rest.
  static constexpr std::array<int64_t, 13> kBoundsMicroseconds{
      10, 32, 100, 320, 1000, 3200, 10'000, 32'000, 100'000, 320'000, 1'000'000, 3'200'000, 10'000'000};

  void add(std::chrono::nanoseconds duration) {
    std::size_t at = 0;
    while (at < kBoundsMicroseconds.size() && duration > std::chrono::microseconds(kBoundsMicroseconds[at])) ++at;
    buckets_[at].add();
    nanoseconds_.add(static_cast<uint64_t>(duration.count()));
  }
  uint64_t bucket(std::size_t at) const { return buckets_[at].get(); }
  uint64_t nanoseconds() const { return nanoseconds_.get(); }

 private:
  std::array<Count, kBoundsMicroseconds.size() + 1> buckets_;
  Count nanoseconds_;
};

/// Adds how long it lived.
class Stopwatch {
 public:
  explicit Stopwatch(Durations& to) : to_(to) {}
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;
  ~Stopwatch() { to_.add(std::chrono::steady_clock::now() - start_); }

 private:
  Durations& to_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

struct StoreFigures {
  Count committed_packets;  // of our own
  Count committed_bytes;
  Count conflicts;         // commits that were refused, since something demanded did not hold
  Count received_packets;  // of others, applied
  Count received_bytes;
  Count known_packets;     // of others, here already
  Count left_out_packets;  // of others, not ready
  Durations commits;       // until they are visible
  Durations acknowledges;  // until they are durable
  Durations receipts;      // a chunk of others' packets, until it is visible
};

}  // namespace rdx
