// Random numbers of the system's, for keys and numbers that nobody may guess or draw twice. Any thread.
#pragma once

#include <cstdint>
#include <random>

namespace rdx {

inline uint64_t system_random() {
  thread_local std::random_device device;
  return uint64_t{device()} << 32 | device();
}

}  // namespace rdx
