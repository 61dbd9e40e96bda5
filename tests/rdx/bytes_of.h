// Small helpers for tests that read as bytes in, bytes out.
#pragma once

#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/rdx/crdt.h"

namespace rdx::test {

/// Hexadecimal, with blanks between what belongs together.
inline std::string raw(std::string digits) {
  std::erase(digits, ' ');
  return from_hex(digits).value();
}

template <class T>
std::string merge(const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return T::merge(bares);
}

}  // namespace rdx::test
