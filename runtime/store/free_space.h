// FreeSpace: whether a disk still has room, asked seldom enough to cost nothing.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "rdx/base/result.h"

namespace rdx {

class FreeSpace {
 public:
  using Ask = std::function<Result<uint64_t>()>;

  /// `ask` answers how many bytes the disk of the folder has free. With less than `least_bytes` there is no room.
  FreeSpace(std::string folder, uint64_t least_bytes, Ask ask)
      : folder_(std::move(folder)), least_bytes_(least_bytes), ask_(std::move(ask)) {}

  /// `no_space` where `bytes` more would leave less than the least. Several threads may ask.
  Result<void> check(uint64_t bytes);

 private:
  std::string folder_;
  uint64_t least_bytes_;
  Ask ask_;
  std::atomic<int64_t> granted_bytes_{0};  // how much may be written before the disk is asked again
  std::atomic<int64_t> asked_at_ms_{0};
};

}  // namespace rdx
