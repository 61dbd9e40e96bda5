#include "rdx/store/ring_hints.h"

namespace rdx {
namespace {

constexpr Bytes kName = "hint";

}  // namespace

Key RingHints::start_of(uint16_t slot) const { return keys_.about(kName).add(uint64_t{slot}); }

Key RingHints::key(uint16_t slot, Dot dot) const {
  return start_of(slot).add(Id(dot.source, dot.sequence, 0).number());
}

Result<void> RingHints::open() {
  const Key first = keys_.about(kName);
  return engine_.scan(first, end_of_prefix(first), [&](Bytes key, Bytes) {
    const uint64_t slot = read_big_endian(keys_.tail(key).substr(kName.size()));
    if (slot < kSlots) ++counts_[slot];
    return true;
  });
}

Result<void> RingHints::keep(uint16_t slot, const Packet& packet) {
  const std::lock_guard lock(mutex_);
  const Key at = key(slot, packet.dot);
  RDX_TRY(const auto stored, engine_.get(at));
  if (stored) return {};
  WriteBatch batch;
  batch.put(at, packet.whole);
  if (auto done = engine_.write(batch); !done) return done;
  ++counts_[slot];
  return {};
}

Result<void> RingHints::drop(uint16_t slot, Dot dot) {
  const std::lock_guard lock(mutex_);
  WriteBatch batch;
  batch.remove(key(slot, dot));
  if (auto done = engine_.write(batch); !done) return done;
  --counts_[slot];
  return {};
}

Result<std::vector<std::string>> RingHints::of(uint16_t slot) const {
  std::vector<std::string> packets;
  const Key first = start_of(slot);
  const auto collect = [&](Bytes, Bytes packet) { return packets.emplace_back(packet), true; };
  if (auto done = engine_.scan(first, end_of_prefix(first), collect); !done) return std::move(done).error();
  return packets;
}

bool RingHints::has(uint16_t slot, Dot dot) const {
  const auto stored = engine_.get(key(slot, dot));
  return stored && stored->has_value();
}

SlotSet RingHints::slots() const {
  const std::lock_guard lock(mutex_);
  SlotSet slots;
  for (std::size_t slot = 0; slot < kSlots; ++slot) slots.set(slot, counts_[slot] != 0);
  return slots;
}

uint64_t RingHints::count() const {
  const std::lock_guard lock(mutex_);
  uint64_t sum = 0;
  for (const uint32_t each : counts_) sum += each;
  return sum;
}

}  // namespace rdx
