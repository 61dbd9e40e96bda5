// Where a node of a ring keeps what, in its engine.                                                 DESIGN.md, The ring
//
//   n M number       → tiny zip(number): whose database this is
//   n M view         → the list of members that it goes by                                            (ring_view.h)
//   n M class id     → 8 bytes of the parent, the numbers of the indexed fields
//   n M hint slot dot → a packet for the slot's owners                                                (ring_hints.h)
//   s slot …         → the slot's store: its keys behind this prefix, the slot in two bytes, big-endian     (keys.h)
#pragma once

#include <string>

#include "rdx/base/bytes.h"

namespace rdx {

inline constexpr Bytes kNodePrefix = "n";
inline constexpr char kSlotPrefix = 's';
inline constexpr Bytes kNodeNumberName = "number";
inline constexpr Bytes kNodeViewName = "view";
inline constexpr Bytes kNodeClassName = "class";

inline std::string prefix_of_slot(uint16_t slot) {
  return {kSlotPrefix, static_cast<char>(slot >> 8), static_cast<char>(slot & 0xff)};
}

}  // namespace rdx
