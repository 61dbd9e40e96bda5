// Transport: connections between machines, each under a channel, on threads of its own.
//
//   TCP with TLS, both sides authenticated        a peer is one address, resolved at each connect
//   listen: a channel for who connects            connect: kept up; after an end it is tried again, ever less often
//
// A peer that shows no good certificate gets no byte of a channel. A thread that fails (an exception out of a channel,
// say) ends the transport, all of it, with the reason: nothing goes on by half. Threads may share a transport.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rdx/link/address.h"
#include "rdx/link/back_off.h"
#include "rdx/link/channel.h"
#include "rdx/link/resolution.h"
#include "rdx/link/tls.h"

namespace rdx {

enum class TransportState : uint8_t { running, stopped, failed };

struct TransportEvent {
  enum class Kind : uint8_t {
    open,    // a connection's peer is known
    closed,  // a connection ended, or did not come about
    failed,  // the transport did
  };
  Kind kind = Kind::closed;
  std::string address;  // the one given to connect, or the one that the peer came from
  Error reason;         // but for `open`
};

struct TransportOptions {
  TlsFiles tls;
  /// No TLS at all, and loopback addresses only: for tests.
  bool unsafe_plain = false;
  int threads = 1;
  std::size_t max_connections = 256;  // where there are more, the first that has not shown who it is gives way
  int64_t handshake_ms = 10'000;      // for connecting, and for TLS
  int64_t tick_ms = 1000;
  int64_t finish_ms = 1000;  // to send what a channel that ended has left
  BackOffOptions back_off = {};
  std::function<int64_t()> now_ms = nullptr;   // a steady clock; none: the system's
  std::function<uint64_t()> random = nullptr;  // none: the system's
  /// A host's addresses, as text; none: the system's. It may take its time: it is called on threads that nobody waits
  /// for, which may outlive the transport.
  Resolve resolve = nullptr;
  /// Called on the transport's threads; it must neither call the transport nor throw.
  std::function<void(const TransportEvent&)> on_event = nullptr;
};

/// One address that is kept connected.
struct PeerStatus {
  std::string address;
  bool is_open = false;
  uint64_t attempts = 0;
  std::optional<Error> last_error;  // why the last connection ended or did not come about
};

class Transport {
 public:
  static Result<std::unique_ptr<Transport>> open(const TransportOptions& options);
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  /// Stops.
  ~Transport();

  /// Answers the address with its port. Loopback unless the host says otherwise.
  Result<std::string> listen(const std::string& address, MakeChannel make);
  /// Either side may start first.
  Result<void> connect(const std::string& address, MakeChannel make);

  /// Lets every channel finish, for up to finish_ms, and ends the threads. Not from one of them.
  void stop();
  /// A thread that works for the transport failed: so it does, with the reason. From any thread.
  void fail(const std::string& what);

  TransportState state() const;
  /// Why it is not running. Only then.
  Error reason() const;
  std::vector<PeerStatus> peers() const;
  std::size_t connections() const;

 private:
  class Core;

  explicit Transport(std::unique_ptr<Core> core);

  std::unique_ptr<Core> core_;
};

}  // namespace rdx
