// Address: where a peer listens.
//
//   address := host ":" port       host: a name, an IPv4 address, or an IPv6 address in brackets; none: 127.0.0.1
//
// A name stands for whatever it resolves to when it is used, each time anew.
#pragma once

#include <cstdint>
#include <string>

#include "rdx/base/result.h"

namespace rdx {

struct Address {
  std::string host;
  uint16_t port = 0;  // 0: any free one, for listening
};

Result<Address> parse_address(const std::string& text);
/// `127.0.0.1:7000`, `[::1]:7000`.
std::string to_text(const Address& address);

}  // namespace rdx
