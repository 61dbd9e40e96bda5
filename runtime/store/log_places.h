// LogPlaces: where in the log the next part of a large diff begins, so that a diff of many parts reads the log once.
//
//   place := arrival, settled      of what was seen then all that is not in `settled` arrived there, or later
//
// A place is checked against what the peer lacks now before it is used: one that comes back with less than it had is
// served without. Kept for the peers that were answered last. Threads may share it.
#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "rdx/store/dots.h"

namespace rdx {

class LogPlaces {
 public:
  /// Where the log has to be read from for a peer that lacks these; nothing where that is not known.
  std::optional<uint64_t> find(uint32_t peer, const DotSet& wanted) const {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(peer);
    if (found == places_.end()) return std::nullopt;
    DotSet unsettled = wanted;
    unsettled.remove(found->second.settled);
    if (unsettled.size() != wanted.size()) return std::nullopt;
    return found->second.arrival;
  }
  void keep(uint32_t peer, uint64_t arrival, DotSet settled) {
    const std::lock_guard lock(mutex_);
    if (places_.size() == kMost && !places_.contains(peer)) places_.erase(places_.begin());
    places_[peer] = {arrival, std::move(settled)};
  }
  void drop(uint32_t peer) {
    const std::lock_guard lock(mutex_);
    places_.erase(peer);
  }

 private:
  static constexpr std::size_t kMost = 16;

  struct Place {
    uint64_t arrival = 0;
    DotSet settled;
  };

  mutable std::mutex mutex_;
  std::map<uint32_t, Place> places_;
};

}  // namespace rdx
