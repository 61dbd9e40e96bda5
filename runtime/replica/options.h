// Options: how a replica is opened, whatever it keeps its data in.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "rdx/rdx/types.h"

namespace rdx {

/// What the revisions of registers and of M's values follow. Peers need not agree: a revision is a number to whoever
/// receives it; no clock is moved by it, and none is refused for its date.
enum class Revisions : uint8_t {
  logical,    // one above what is stored: of two writes that did not know of each other, the one over more writes wins
  wall_time,  // that, or unix milliseconds << 12 where they are more: the later one wins, as far as clocks are right
};

struct Options {
  /// The replica's number, 1..2^20-1, no other replica's. None: the one that the store has, or one drawn at random.
  std::optional<uint32_t> source = std::nullopt;
  /// The types that values may have; it must outlive the replica. None: those that ship.
  const TypeTable* types = nullptr;
  Revisions revisions = Revisions::logical;
  /// Unix milliseconds, for wall_time. None: the system's clock. Called by any thread that saves.
  std::function<int64_t()> now_ms = nullptr;
  /// Where drawn numbers and keys come from. None: the system.
  std::function<uint64_t()> random = nullptr;
  /// How often a thread of the replica's own calls gc. 0: never.
  std::chrono::milliseconds gc_interval{0};
};

}  // namespace rdx
