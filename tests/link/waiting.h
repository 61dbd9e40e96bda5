// wait_for: real threads, real sockets: what is to come about comes about some time; half a minute is never.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace rdx::test {

inline bool wait_for(const std::function<bool()>& condition) {
  const auto never = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > never) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace rdx::test
