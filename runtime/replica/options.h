// Options: how a replica is opened, whatever it keeps its data in.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "rdx/rdx/types.h"

namespace rdx {

struct Options {
  /// The replica's number, 1..2^20-1, no other replica's. None: the one that the store has, or one drawn at random.
  std::optional<uint32_t> source = std::nullopt;
  /// The types that values may have; it must outlive the replica. None: those that ship.
  const TypeTable* types = nullptr;
  /// Where drawn numbers and keys come from. None: the system.
  std::function<uint64_t()> random = nullptr;
  /// How often a thread of the replica's own calls gc. 0: never.
  std::chrono::milliseconds gc_interval{0};
};

}  // namespace rdx
