// Numbers that the environment sets for tests: how many histories, from which seed.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace rdx {

/// An environment variable as a number, or what stands in for it where it is not set or empty. Anything else ends the
/// program: a test that read it as 0 would test nothing and pass.
inline uint64_t environment_number(const char* name, uint64_t otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr || *text == 0) return otherwise;
  char* end = nullptr;
  const uint64_t number = std::strtoull(text, &end, 10);
  if (*end == 0) return number;
  std::cerr << name << " is no number: " << text << '\n';
  std::exit(2);
}

}  // namespace rdx
