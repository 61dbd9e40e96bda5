// Thing: the class of the simulator's objects, with a field of every letter.
//
// It is what rdxc would write for it, but for one switch: a thing that does not carry over writes what the program saw
// when it loaded, and not what stands there now.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "rdx/rdx/version_vector.h"
#include "rdx/replica/object.h"
#include "rdx/replica/ref.h"
#include "rdx/tlv/stamp.h"
#include "tests/simulator/dice.h"

namespace rdx::simulator {

class Thing : public Object {
 public:
  std::string name;
  int64_t number = 0;
  double weight = 0;
  Ref<Thing> next;
  int64_t credit = 0;
  int64_t visits = 0;
  uint64_t grown = 0;
  std::set<std::string> tags;
  std::map<std::string, int64_t> marks;
  std::vector<int64_t> queue;
  std::string essay;
  VersionVector seen;

  enum class Field : uint8_t { name = 1, credit = 5, visits = 6, grown = 7 };
  static const ClassInfo kClass;
  bool load(uint8_t field, char letter, Bytes bare);
  bool changed(uint8_t field, char letter, Bytes loaded) const;
  Result<std::string> store(uint8_t field, char letter, Bytes loaded, Bytes now, Clock clock) const;

  /// The switch, for the thread's things.
  static void set_carries_over(bool carries_over);
};

/// What the counters of an object add up to, or what one change adds to them; modulo 2^64.
struct Counts {
  uint64_t credit = 0;
  uint64_t visits = 0;
  uint64_t grown = 0;

  Counts& operator+=(const Counts& more);
  friend bool operator==(const Counts&, const Counts&) = default;
};
std::string to_text(const Counts& counts);

/// What the stored bytes say.
Counts counts_of(Bytes image);
/// What the program added since it loaded or saved.
Counts counts_added(const Thing& thing);
/// Changes one to three members.
void edit(Thing& thing, Id other, Dice& dice);

}  // namespace rdx::simulator
