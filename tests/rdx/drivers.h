// How the users of each type edit, at random: the drivers that laws.h and the models run on.
#pragma once

#include <cmath>

#include "rdx/rdx/counter.h"
#include "rdx/rdx/map.h"
#include "rdx/rdx/register.h"
#include "rdx/rdx/set.h"
#include "rdx/rdx/versions.h"
#include "tests/rdx/random.h"

namespace rdx::test {

struct FloatDriver {
  using Type = F;
  static double edit(Random& random, double now, uint32_t /*source*/) {
    static const std::vector<double> kNumbers{0.0, -0.0, 1, -1, 0.1, 1e300, -1e-300, std::nan(""), HUGE_VAL, -HUGE_VAL};
    return random.one_in(4) ? now : random.pick(kNumbers);
  }
};

struct IntDriver {
  using Type = I;
  static int64_t edit(Random& random, int64_t now, uint32_t /*source*/) {
    static const std::vector<int64_t> kNumbers{0, 1, -1, 255, 65536, INT64_MAX, INT64_MIN};
    return random.one_in(4) ? now : random.pick(kNumbers);
  }
};

struct IdDriver {
  using Type = R;
  static Id edit(Random& random, Id now, uint32_t /*source*/) {
    static const std::vector<Id> kIds{Id(), Id(1, 1, 0), Id(1, 1, 1), Id(0xfffff, 0xffffffff, 0xfff), Id(2, 3, 4)};
    return random.one_in(4) ? now : random.pick(kIds);
  }
};

struct StringDriver {
  using Type = S;
  static std::string edit(Random& random, const std::string& now, uint32_t /*source*/) {
    static const std::vector<std::string> kStrings{
        "", "a", "ab", std::string("\0", 1), "\n\"\\", "\xc3\xa9", std::string(300, 'x')};
    return random.one_in(4) ? now : random.pick(kStrings);
  }
};

// A counter's number is moved, so that sums do wrap.
inline uint64_t random_step(Random& random) {
  static const std::vector<uint64_t> kSteps{1, 2, 5, 300, 1ULL << 40, 1ULL << 63};
  return random.pick(kSteps);
}
inline int64_t moved(Random& random, int64_t now) {
  if (random.one_in(6)) return now;
  const uint64_t step = random.one_in(3) ? -random_step(random) : random_step(random);
  return static_cast<int64_t>(static_cast<uint64_t>(now) + step);
}

struct CausalCounterDriver {
  using Type = C;
  static constexpr bool kIdempotent = false;
  static int64_t edit(Random& random, int64_t now, uint32_t /*source*/) { return moved(random, now); }
};

struct UnkillableCounterDriver {
  using Type = U;
  static int64_t edit(Random& random, int64_t now, uint32_t /*source*/) { return moved(random, now); }
};

struct GrowingCounterDriver {
  using Type = N;
  static uint64_t edit(Random& random, uint64_t now, uint32_t /*source*/) {
    static const std::vector<uint64_t> kSteps{0, 1, 2, 300, 1ULL << 40};
    return now + random.pick(kSteps);
  }
};

struct VersionsDriver {
  using Type = V;
  // A source raises its own number.
  static VersionVector edit(Random& random, VersionVector now, uint32_t source) {
    const int64_t own = now.at(source).value_or(-1);
    if (!random.one_in(4)) now.raise(source, own + 1 + static_cast<int64_t>(random.one_in(4) ? random.below(1000) : 0));
    return now;
  }
};

struct SetDriver {
  using Type = E;
  static E::Native edit(Random& random, E::Native now, uint32_t /*source*/) {
    for (std::size_t changes = random.below(4); changes > 0; --changes) {
      const Value value = random_value(random);
      if (now.erase(value) == 0) now.insert(value);
    }
    if (random.one_in(20)) now.clear();
    return now;
  }
};

struct MapDriver {
  using Type = M;
  static M::Native edit(Random& random, M::Native now, uint32_t /*source*/) {
    for (std::size_t changes = random.below(4); changes > 0; --changes) {
      const Value key = random_value(random);
      if (random.one_in(3))
        now.erase(key);
      else
        now[key] = random.one_in(5) ? Value() : random_value(random);
    }
    if (random.one_in(20)) now.clear();
    return now;
  }
};

}  // namespace rdx::test
