#include "rdx/store/ring_lacking.h"

#include <algorithm>
#include <utility>

namespace rdx {
namespace {

constexpr std::size_t kMost = 65536;  // of a kind; a slot that waits for more is pulled again each time

}  // namespace

bool RingLacking::add(uint16_t slot, std::span<const Dot> missing) {
  const auto is_nowhere = [&](Dot dot) { return nowhere_.contains({slot, dot}); };
  if (std::all_of(missing.begin(), missing.end(), is_nowhere)) return false;
  slots_.set(slot);
  for (const Dot dot : missing)
    if (awaited_.size() < kMost) awaited_.insert({slot, dot});
  return true;
}

void RingLacking::begin_round() {
  slots_.reset();
  asked_for_ = std::exchange(awaited_, {});
}

void RingLacking::end_round(FunctionRef<bool(uint16_t, Dot)> is_here) {
  for (const auto& [slot, dot] : asked_for_)
    if (nowhere_.size() < kMost && !is_here(slot, dot)) nowhere_.insert({slot, dot});
  asked_for_.clear();
}

}  // namespace rdx
