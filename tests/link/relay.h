// Relay: a wire that can be cut: TCP from an address of its own to another one.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/link/raw_socket.h"

namespace rdx::test {

class Relay {
 public:
  /// `to`: 127.0.0.1:port.
  explicit Relay(std::string to) : to_(std::move(to)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    const bool is_bound = bind(listener_, reinterpret_cast<const sockaddr*>(&at), size) == 0 &&
                          listen(listener_, 16) == 0 &&
                          getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) == 0;
    if (is_bound) address_ = "127.0.0.1:" + std::to_string(ntohs(at.sin_port));
    accepting_ = std::thread([this] { accept_all(); });
  }
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;
  ~Relay() {
    is_over_ = true;
    shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    cut();
    close(listener_);
    for (std::thread& each : carrying_) each.join();
  }

  const std::string& address() const { return address_; }
  /// How many bytes, both ways together, each further connection carries until it is cut. Called on the relay's thread.
  void cut_after(std::function<std::size_t()> bytes) {
    const std::lock_guard lock(mutex_);
    allowance_ = std::move(bytes);
  }
  /// Ends the connections that go through; new ones are taken.
  void cut() {
    const std::lock_guard lock(mutex_);
    for (const auto& wire : wires_)
      for (const int end : {wire->near, wire->far}) shutdown(end, SHUT_RDWR);
  }

 private:
  struct Wire {
    int near = -1;
    int far = -1;
    std::atomic<ssize_t> allowed = std::numeric_limits<ssize_t>::max();
    ~Wire() {
      close(near);
      close(far);
    }
  };

  void accept_all() {
    while (!is_over_) {
      const int near = accept(listener_, nullptr, nullptr);
      if (near < 0) continue;
      auto wire = std::make_shared<Wire>();
      wire->near = near;
      wire->far = connected_to(to_);
      const std::lock_guard lock(mutex_);
      if (allowance_) wire->allowed = static_cast<ssize_t>(allowance_());
      wires_.push_back(wire);
      carrying_.emplace_back([wire] { carry(*wire, wire->near, wire->far); });
      carrying_.emplace_back([wire] { carry(*wire, wire->far, wire->near); });
    }
  }
  static void carry(Wire& wire, int from, int to) {
    std::array<char, 4096> bytes;
    for (;;) {
      ssize_t got = recv(from, bytes.data(), bytes.size(), 0);
      if (got <= 0) break;
      const ssize_t left = wire.allowed.fetch_sub(got);
      got = std::min(got, std::max<ssize_t>(left, 0));
      ssize_t sent = 0;
      while (sent < got) {
        const ssize_t part = ::send(to, bytes.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
        if (part <= 0) break;
        sent += part;
      }
      if (sent < got || left <= got) break;
    }
    shutdown(from, SHUT_RDWR);
    shutdown(to, SHUT_RDWR);
  }

  const std::string to_;
  const int listener_;
  std::string address_;
  std::atomic<bool> is_over_ = false;
  std::mutex mutex_;
  std::function<std::size_t()> allowance_;  // none: as many as come
  std::vector<std::shared_ptr<Wire>> wires_;
  std::vector<std::thread> carrying_;
  std::thread accepting_;
};

}  // namespace rdx::test
