// RawSocket: a TCP connection without manners, to 127.0.0.1.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>

#include "rdx/base/bytes.h"

namespace rdx::test {

/// A socket that is connected to 127.0.0.1:port, or -1.
inline int connected_to(const std::string& address) {
  const int handle = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  to.sin_port = htons(static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  if (connect(handle, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) return handle;
  close(handle);
  return -1;
}

class RawSocket {
 public:
  /// `address`: 127.0.0.1:port.
  explicit RawSocket(const std::string& address) : handle_(connected_to(address)) {
    const timeval patience{30, 0};
    setsockopt(handle_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~RawSocket() { close(handle_); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;

  bool is_connected() const { return handle_ >= 0; }
  bool send(Bytes bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// It has no more to say.
  void finish() const { shutdown(handle_, SHUT_WR); }
  /// Up to `size` bytes; fewer when the other side closes.
  std::string receive(std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t at = 0;
    while (at < size) {
      const ssize_t got = recv(handle_, bytes.data() + at, size - at, 0);
      if (got <= 0) break;
      at += static_cast<std::size_t>(got);
    }
    bytes.resize(at);
    return bytes;
  }

 private:
  const int handle_;
};

}  // namespace rdx::test
