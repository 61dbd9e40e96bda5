// Link: a replica and its peers on other machines.                                                  DESIGN.md, Sync
//
//   auto link = Link::open(replica, {.transport = {.tls = {"ca.pem", "me.pem", "me.key"}}});
//   link->listen("0.0.0.0:7000");   link->connect("other.example:7000");
//   link->push(*replica.save(note));
//
// From the first contact on both sides have what either has, and what is pushed goes to every peer as it happens; what
// comes from one peer goes on to the others. A push only puts bytes into bounded queues: a peer that is slow, silent or
// away holds nobody up, it is told that there is more and takes it from the log.
//
// The link must not outlive its replica. Threads may share it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rdx/link/transport.h"
#include "rdx/replica/replica.h"
#include "rdx/replica/session.h"

namespace rdx {

struct LinkOptions {
  TransportOptions transport;
  SessionOptions session = {};
};

/// What all sessions that are open have done so far.
struct LinkFigures {
  uint64_t sessions = 0;
  uint64_t caught_up = 0;  // of these, those that have all that their peer had when it was last asked
  SessionFigures sums;
};

class Link {
 public:
  static Result<Link> open(Replica& replica, const LinkOptions& options);
  /// Over anything that a session can work on.
  static Result<Link> open(std::unique_ptr<SessionReplica> replica, const LinkOptions& options);
  Link(Link&&) noexcept;
  Link& operator=(Link&&) noexcept;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  /// Stops.
  ~Link();

  /// Loopback unless the host says otherwise; port 0 is any free one. Answers the address.
  Result<std::string> listen(const std::string& address = "127.0.0.1:0");
  Result<void> connect(const std::string& address);

  /// What save, remove or commit answered, to every peer. Never waits for one.
  void push(Bytes ops);
  /// Something was applied that nobody pushes: peers ask for it.
  void changed();

  /// Says bye to every peer and ends the threads.
  void stop();

  TransportState state() const;
  /// Why it is not running. Only then.
  Error reason() const;
  std::vector<PeerStatus> peers() const;
  LinkFigures figures() const;

 private:
  class Hub;

  Link(std::shared_ptr<Hub> hub, std::unique_ptr<Transport> transport);

  std::shared_ptr<Hub> hub_;
  std::unique_ptr<Transport> transport_;  // below the hub: its threads end first
};

}  // namespace rdx
