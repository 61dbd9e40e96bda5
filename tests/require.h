// What a fuzz target holds against a law: bytes that break one end the program, so that the fuzzer keeps them.
#pragma once

#include <cstdlib>
#include <iostream>

#include "rdx/base/bytes.h"

namespace rdx::test {

inline void require(bool holds, const char* law, Bytes bytes) {
  if (holds) return;
  std::cerr << law << " does not hold for " << to_hex(bytes) << '\n';
  std::abort();
}

}  // namespace rdx::test
