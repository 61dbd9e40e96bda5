// Dice: every choice of a history, from its seed alone; the same on every machine.
#pragma once

#include <cstdint>
#include <vector>

namespace rdx::simulator {

class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15 + 1) {}

  uint64_t next() {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return mixed ^ mixed >> 31;
  }
  /// 0 to count-1; 0 for a count of 0.
  std::size_t below(std::size_t count) { return count == 0 ? 0 : next() % count; }
  bool chance(uint32_t percent) { return below(100) < percent; }
  template <class T>
  T& pick(std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace rdx::simulator
