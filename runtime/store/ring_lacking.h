// RingLacking: what packets of a node's slots wait for.                                             DESIGN.md, The ring
//
//   awaited   since the last round of repair began: the slot may lack more that was acknowledged, and is not served
//   nowhere   still lacking after a round in which everybody answered: the one disk that had it is lost. Whoever waits
//             for it waits for good, and says nothing new about the slot
//
// It is kept in memory: a node that opens pulls from everybody anyway. Not for several threads at once.
#pragma once

#include <set>
#include <span>

#include "rdx/base/function_ref.h"
#include "rdx/store/packet.h"
#include "rdx/store/slots.h"

namespace rdx {

class RingLacking {
 public:
  /// Packets of the slot wait for those. Answers whether that says something new: not where all of them are nowhere.
  bool add(uint16_t slot, std::span<const Dot> missing);
  /// Slots that are to be pulled again before they are served.
  const SlotSet& slots() const { return slots_; }
  void begin_round();
  /// Everybody has answered since it began.
  void end_round(FunctionRef<bool(uint16_t slot, Dot dot)> is_here);

 private:
  using Missing = std::set<std::pair<uint16_t, Dot>>;

  SlotSet slots_;
  Missing awaited_;
  Missing asked_for_;  // by the round that is under way
  Missing nowhere_;
};

}  // namespace rdx
