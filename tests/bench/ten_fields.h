// An object of ten registers, by hand as rdxc would write it: what the store's benchmarks save and load.
#pragma once

#include <array>
#include <string>

#include "rdx/rdx/register.h"
#include "rdx/replica/object.h"

namespace rdx::bench {

struct TenFields : Object {
  static constexpr std::array<FieldInfo, 10> kFields{{{1, 'S', "first", "S"},
                                                      {2, 'S', "last", "S"},
                                                      {3, 'S', "street", "S"},
                                                      {4, 'S', "city", "S"},
                                                      {5, 'I', "born", "I"},
                                                      {6, 'I', "height", "I"},
                                                      {7, 'I', "weight", "I"},
                                                      {8, 'I', "visits", "I"},
                                                      {9, 'F', "average", "F"},
                                                      {10, 'F', "best", "F"}}};
  static constexpr ClassInfo kClass{"bench.TenFields", Id(0, 10, 1), nullptr, kFields};

  std::array<std::string, 4> texts;
  std::array<int64_t, 4> numbers{};
  std::array<double, 2> floats{};

  void set_all(int64_t number) {
    texts = {"Augusta Ada", "King, Countess of Lovelace", "12 St James's Square", "London"};
    texts[0] += std::to_string(number);
    texts[1] += std::to_string(number);
    texts[2] += std::to_string(number);
    texts[3] += std::to_string(number);
    numbers = {number + 1815, number + 160, number + 55, number + 1};
    floats = {static_cast<double>(number) + 0.5, static_cast<double>(number) + 0.25};
  }

  bool load(uint8_t field, char letter, Bytes bare) {
    if (field >= 1 && field <= 4 && letter == 'S') return texts[field - 1U] = S::native(bare), true;
    if (field >= 5 && field <= 8 && letter == 'I') return numbers[field - 5U] = I::native(bare), true;
    if (field >= 9 && field <= 10 && letter == 'F') return floats[field - 9U] = F::native(bare), true;
    return false;
  }
  bool changed(uint8_t field, char letter, Bytes loaded) const {
    if (field >= 1 && field <= 4 && letter == 'S') return texts[field - 1U] != S::native(loaded);
    if (field >= 5 && field <= 8 && letter == 'I') return numbers[field - 5U] != I::native(loaded);
    if (field >= 9 && field <= 10 && letter == 'F') return !(floats[field - 9U] == F::native(loaded));
    return false;
  }
  Result<std::string> store(uint8_t field, char letter, Bytes, Bytes now, Clock clock) const {
    if (field >= 1 && field <= 4 && letter == 'S') return S::delta(now, texts[field - 1U], clock);
    if (field >= 5 && field <= 8 && letter == 'I') return I::delta(now, numbers[field - 5U], clock);
    if (field >= 9 && field <= 10 && letter == 'F') return F::delta(now, floats[field - 9U], clock);
    return std::string();
  }
};

}  // namespace rdx::bench
