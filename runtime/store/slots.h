// Slots: the 4096 points of the ring; an object's slot is a hash of its id.                        DESIGN.md, The ring
#pragma once

#include <bitset>

#include <vector>

#include "rdx/base/id.h"

namespace rdx {

struct Packet;

inline constexpr uint32_t kSlots = 4096;
using SlotSet = std::bitset<kSlots>;

/// Numbers that differ in anything come out as if drawn. It is on disks, so it never changes.
inline constexpr uint64_t mix(uint64_t number) {
  number += 0x9e3779b97f4a7c15;
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
  number = (number ^ number >> 27) * 0x94d049bb133111eb;
  return number ^ number >> 31;
}

inline constexpr uint16_t slot_of(Id object) { return static_cast<uint16_t>(mix(object.number()) % kSlots); }

/// The slots of the objects that the packet names; ascending.
std::vector<uint16_t> slots_named(const Packet& packet);

}  // namespace rdx
