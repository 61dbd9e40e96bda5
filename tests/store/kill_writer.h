// What the writer that is killed, and the test that kills it, have in common.
#pragma once

#include <array>
#include <map>

#include "rdx/rdx/register.h"
#include "rdx/replica/object.h"
#include "rdx/replica/ref.h"

namespace rdx::test {

/// Two of these always have the same value: they are saved in one packet.
struct Pair : Object {
  static constexpr std::array<FieldInfo, 2> kFields{{{1, 'I', "value", "I"}, {2, 'R', "other", "R<Pair>"}}};
  static constexpr ClassInfo kClass{"test.Pair", Id(0, 8, 1), nullptr, kFields};

  int64_t value = 0;
  Ref<Pair> other;

  bool load(uint8_t field, char letter, Bytes bare) {
    if (field == 1 && letter == 'I') return value = I::native(bare), true;
    if (field == 2 && letter == 'R') return other = Ref<Pair>(R::native(bare)), true;
    return false;
  }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    if (field == 1 && letter == 'I') return value != I::native(loaded);
    if (field == 2 && letter == 'R') return other.id() != R::native(loaded);
    return false;
  }
  Result<std::string> store(uint8_t field, char letter, Bytes, Bytes now, Clock clock) const {
    if (field == 1 && letter == 'I') return I::delta(now, value, clock);
    if (field == 2 && letter == 'R') return R::delta(now, other.id(), clock);
    return std::string();
  }
};

/// Written in one piece to a pipe.
struct Answer {
  uint64_t id = 0;
  int64_t value = 0;
};

struct Answered {
  std::map<Id, int64_t> values;
  uint64_t packets = 0;

  void take(const Answer& answer) {
    values[Id(answer.id)] = answer.value;
    ++packets;
  }
};

}  // namespace rdx::test
