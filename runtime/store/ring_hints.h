// RingHints: packets that a node keeps for the owners of slots who could not be reached.           DESIGN.md, The ring
//
// A hint stands beside its slot, never among the slot's dots: it need not be ready, and nobody reads from it. It goes
// when both owners have the packet. Keys are `M hint slot dot`, behind the node's prefix. Threads may share it.
#pragma once

#include <mutex>

#include "rdx/store/engine.h"
#include "rdx/store/keys.h"
#include "rdx/store/ring_calls.h"

namespace rdx {

class RingHints {
 public:
  /// The engine must outlive it.
  RingHints(Engine& engine, const Keys& keys) : engine_(engine), keys_(keys) {}

  /// Finds what is there.
  Result<void> open();
  /// Not durable before the next sync.
  Result<void> keep(uint16_t slot, const Packet& packet);
  Result<void> drop(uint16_t slot, Dot dot);
  /// The packets, by source and number.
  Result<std::vector<std::string>> of(uint16_t slot) const;
  bool has(uint16_t slot, Dot dot) const;
  SlotSet slots() const;
  uint64_t count() const;

 private:
  Key key(uint16_t slot, Dot dot) const;
  Key start_of(uint16_t slot) const;

  Engine& engine_;
  const Keys& keys_;
  mutable std::mutex mutex_;
  std::vector<uint32_t> counts_ = std::vector<uint32_t>(kSlots);
};

}  // namespace rdx
