// RingServer: a node of a ring that is offered to others; RemoteNodes: the nodes of a ring, wherever they are.
//
//   RingServer   server = RingServer::open(node, options);   server.listen("0.0.0.0:7001");
//   RemoteNodes  nodes = RemoteNodes::open({{1, "one.example:7001"}, {2, "two.example:7001"}, …}, options);
//   RingStore    store = RingStore::open(nodes, {.contacts = {1, 2, 3}});
//
// A node finds the others in the same way (RingKeeper).
#pragma once

#include <map>
#include <mutex>

#include "rdx/link/calls.h"
#include "rdx/store/ring_node.h"

namespace rdx {

struct RingLinkOptions {
  TransportOptions transport;
  StreamTimes times = {};
  /// No answer for so long to a write, a hint, a load: the next in rank is asked.
  int64_t call_ms = 250;
  /// To what may take longer: lists, and what repair pulls.
  int64_t repair_ms = 10'000;
};

class RingServer {
 public:
  /// The node must outlive the server.
  static Result<std::unique_ptr<RingServer>> open(RingNode& node, const RingLinkOptions& options);

  Result<std::string> listen(const std::string& address = "127.0.0.1:0");
  void stop() { transport_->stop(); }
  TransportState state() const { return transport_->state(); }

 private:
  RingServer(RingNode& node, const RingLinkOptions& options, std::unique_ptr<Transport> transport);

  RingNode& node_;
  const RingLinkOptions options_;
  std::unique_ptr<Transport> transport_;
};

/// Threads may share it.
class RemoteNodes final : public RingPeers {
 public:
  /// Number → address. It connects to each.
  static Result<std::unique_ptr<RemoteNodes>> open(const std::map<uint32_t, std::string>& addresses,
                                                   const RingLinkOptions& options);

  /// A node more.
  Result<void> add(uint32_t number, const std::string& address);
  RingPeer* find(uint32_t member) override;
  /// Whether the node is there.
  bool is_open(uint32_t member) const;

 private:
  class Peer final : public RingPeer {
   public:
    Peer(std::unique_ptr<CallerLink> link, const RingLinkOptions& options)
        : link_(std::move(link)), call_ms_(options.call_ms), repair_ms_(options.repair_ms) {}
    Result<std::string> call(Bytes call) override;
    bool is_open() const { return link_->is_open(); }

   private:
    const std::unique_ptr<CallerLink> link_;
    const int64_t call_ms_;
    const int64_t repair_ms_;
  };

  explicit RemoteNodes(const RingLinkOptions& options) : options_(options) {}

  const RingLinkOptions options_;
  mutable std::mutex mutex_;
  std::map<uint32_t, std::unique_ptr<Peer>> peers_;
};

}  // namespace rdx
