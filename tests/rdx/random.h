// Randomness for tests: from a seed that is printed, so that a failure can be had again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "rdx/rdx/value.h"
#include "tests/environment.h"
#include "tests/sanitized.h"

namespace rdx::test {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}

  uint64_t number() { return engine_(); }
  /// 0 to limit - 1.
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  /// True once in so many times.
  bool one_in(std::size_t times) { return below(times) == 0; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    std::shuffle(items.begin(), items.end(), engine_);
  }

 private:
  std::mt19937_64 engine_;
};

/// Few enough that two replicas often mean the same value, of every letter, length and record size.
inline Value random_value(Random& random) {
  static const std::vector<Value> kValues{
      0,
      1,
      -1,
      2,
      300,
      int64_t{1} << 40,
      INT64_MAX,
      INT64_MIN,
      0.0,
      -0.0,
      0.1,
      1e300,
      Id(1, 2, 3),
      Id(0xfffff, 0xffffffff, 0xfff),
      Id(),
      "",
      "a",
      "ab",
      std::string("a\0", 2),
      "abcdefg",
      "abcdefgh",
      "abcdefghi",
      "abcdefgz",
      "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80",
      std::string(260, 'y'),
  };
  return random.pick(kValues);
}

/// RDX_HISTORIES histories a type, the i-th from seed RDX_SEED + i. A failure names its seed.
inline uint64_t history_count(uint64_t otherwise) {
  return environment_number("RDX_HISTORIES", kIsSanitized ? otherwise / 2 : otherwise);
}
inline uint64_t first_seed() { return environment_number("RDX_SEED", 20261120); }

}  // namespace rdx::test
