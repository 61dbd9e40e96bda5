#include "rdx/link/address.h"

#include <charconv>

namespace rdx {

Result<Address> parse_address(const std::string& text) {
  const Error wrong{ErrorCode::invalid, "'" + text + "' is no address; write host:port, or [address]:port for IPv6"};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return wrong;
  Address address{text.substr(0, colon), 0};
  const char* const end = text.data() + text.size();
  const auto port = std::from_chars(text.data() + colon + 1, end, address.port);
  if (port.ec != std::errc() || port.ptr != end) return wrong;
  if (address.host.starts_with('[') && address.host.ends_with(']')) {
    address.host = address.host.substr(1, address.host.size() - 2);
  } else if (address.host.find_first_of(":[]") != std::string::npos) {
    return wrong;
  }
  if (address.host.empty()) address.host = "127.0.0.1";
  return address;
}

std::string to_text(const Address& address) {
  const bool is_bracketed = address.host.find(':') != std::string::npos;
  return (is_bracketed ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace rdx
