#include "rdx/store/free_space.h"

#include <algorithm>

namespace rdx {
namespace {

constexpr uint64_t kGrantBytes = uint64_t{1} << 20;
constexpr int64_t kGrantMs = 100;  // others write to the disk too

int64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

Result<void> FreeSpace::check(uint64_t bytes) {
  const int64_t now = now_ms();
  const auto wanted = static_cast<int64_t>(bytes);
  if (now - asked_at_ms_.load() < kGrantMs && granted_bytes_.fetch_sub(wanted) >= wanted) return {};
  RDX_TRY(const uint64_t free, ask_());
  if (free < least_bytes_ + bytes) {
    granted_bytes_.store(0);
    return Error{ErrorCode::no_space, "the disk of '" + folder_ + "' has " + std::to_string(free >> 20) +
                                          " MiB free, less than the " + std::to_string(least_bytes_ >> 20) +
                                          " MiB that writing needs; reading goes on"};
  }
  const uint64_t grant = std::min(kGrantBytes, (free - least_bytes_ - bytes) / 8);
  granted_bytes_.store(static_cast<int64_t>(grant));
  asked_at_ms_.store(now);
  return {};
}

}  // namespace rdx
