// Seeds, tried on every processor.
#pragma once

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace rdx::simulator {

/// Tries `first` to `last` until one fails, and answers the lowest that failed; 0 for none. `run` makes a seed's
/// history, on any of the threads; `take`, which is called by one at a time, answers whether it was as it should be.
template <class Run, class Take>
uint64_t first_failing_seed(uint64_t first, uint64_t last, const Run& run, const Take& take) {
  uint64_t failed = 0;
  std::mutex mutex;
  std::atomic<uint64_t> next = first;
  std::atomic<bool> is_over = false;
  const auto work = [&] {
    for (uint64_t seed = next++; seed <= last && !is_over; seed = next++) {
      const auto outcome = run(seed);
      const std::lock_guard lock(mutex);
      if (failed != 0 && failed < seed) continue;
      if (take(seed, outcome)) continue;
      failed = seed;
      is_over = true;
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return failed;
}

}  // namespace rdx::simulator
