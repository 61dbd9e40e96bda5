#include "rdx/store/slots.h"

#include <algorithm>

#include "rdx/store/packet.h"

namespace rdx {

std::vector<uint16_t> slots_named(const Packet& packet) {
  std::vector<uint16_t> slots;
  OpReader ops(packet.ops);
  while (const auto op = ops.next()) {
    const uint16_t slot = slot_of(op->object);
    const auto at = std::lower_bound(slots.begin(), slots.end(), slot);
    if (at == slots.end() || *at != slot) slots.insert(at, slot);
  }
  return slots;
}

}  // namespace rdx
