// Link: a replica and its peers on other machines.                                                  DESIGN.md, Sync
//
//   auto link = Link::open(replica, {.transport = {.tls = {"ca.pem", "me.pem", "me.key"}}});
//   link->listen("0.0.0.0:7000");   link->connect("other.example:7000");
//   replica.save(note);                                          // and the peers have it
//
// From the first contact on both sides have what either has, and whatever enters the replica, saved here or come from a
// peer, goes to every peer as it happens: the link reads the replica's log as it grows. A peer that is slow, silent or
// away holds nobody up: what waits for it is bounded, then it is told that there is more and takes it from the log.
//
// Two that connect to each other have two connections, and one is enough: each side speaks over the one on which the
// other said hello last, and keeps the rest as spares, which cost a sign of life now and then. When that one ends the
// next takes its place, and asks for what had not come. The sides need not have the same one in mind.
//
// A thread of the link that fails ends the link, all of it, and the replica with it: nobody goes on writing to a
// replica in the belief that it is in touch with others.
//
// The replica must outlive the link and stay where it is: not be moved. Threads may share a link.
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

struct LinkFigures {
  uint64_t sessions = 0;   // those that are spoken over, one a peer
  uint64_t spares = 0;     // further ones, with the same peers
  uint64_t caught_up = 0;  // of these, those that have all that their peer had when it was last asked
  SessionFigures sums;     // of all that there ever were, these and those that ended
};

class Feed;

class Link {
 public:
  static Result<Link> open(Replica& replica, const LinkOptions& options);
  /// Over anything that a session can work on. What such a replica does by itself is to be pushed.
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

  /// What save, remove or commit answered, to every peer. Never waits for one. Not needed, and without effect, over a
  /// Replica.
  void push(Bytes ops);
  /// Something was applied that nobody pushes: peers ask for it. As push.
  void changed();

  /// Sends what was saved before the call, says bye to every peer, and ends the threads.
  void stop();

  TransportState state() const;
  /// Why it is not running. Only then.
  Error reason() const;
  std::vector<PeerStatus> peers() const;
  LinkFigures figures() const;

 private:
  class Hub;

  Link(std::shared_ptr<Hub> hub, std::unique_ptr<Transport> transport, std::unique_ptr<Feed> feed);

  std::shared_ptr<Hub> hub_;
  std::unique_ptr<Transport> transport_;  // below the hub: its threads end first
  std::unique_ptr<Feed> feed_;            // and its thread before those; null over a SessionReplica
};

}  // namespace rdx
