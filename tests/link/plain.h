// plain: a transport for tests: without TLS, and quick to notice and to come back.
#pragma once

#include "rdx/link/transport.h"

namespace rdx::test {

inline TransportOptions plain_transport() {
  TransportOptions options;
  options.unsafe_plain = true;
  options.tick_ms = 20;
  options.back_off = {10, 100};
  return options;
}

}  // namespace rdx::test
