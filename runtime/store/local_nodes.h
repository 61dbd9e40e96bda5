// LocalNodes: the nodes of a ring that are in this process, each with an engine of its own.
//
//   LocalNodes nodes;
//   nodes.start(make_memory_engine(), {.number = 1});         // 2, 3 …
//   set_ring_view(nodes, view);                               // the operator's list of members
//
// Threads may share it.
#pragma once

#include <map>
#include <mutex>

#include "rdx/store/ring_keeper.h"
#include "rdx/store/ring_node.h"

namespace rdx {

class LocalNodes final : public RingPeers {
 public:
  LocalNodes() = default;
  LocalNodes(const LocalNodes&) = delete;
  LocalNodes& operator=(const LocalNodes&) = delete;
  ~LocalNodes() override;

  /// Opens a node, and repairs it now and then; `every` of 0: never by itself.
  Result<void> start(std::unique_ptr<Engine> engine, const RingNode::Setup& setup,
                     std::chrono::milliseconds every = std::chrono::milliseconds(1000));
  /// Ends a node at once; calls to it fail. Answers when its engine is closed.
  void stop(uint32_t number);
  /// None where it is not there. It stays for as long as it is held.
  std::shared_ptr<RingNode> node(uint32_t number) const;

  /// What all its rounds of repair came to.
  RingRepair repaired(uint32_t number) const;

  RingPeer* find(uint32_t member) override;

 private:
  struct Place {
    std::unique_ptr<Engine> engine;
    std::unique_ptr<RingNode> node;
    std::unique_ptr<RingKeeper> keeper;  // ends first
  };
  class Peer final : public RingPeer {
   public:
    Peer(const LocalNodes& nodes, uint32_t number) : nodes_(nodes), number_(number) {}
    Result<std::string> call(Bytes call) override;

   private:
    const LocalNodes& nodes_;
    const uint32_t number_;
  };

  mutable std::mutex mutex_;
  std::map<uint32_t, std::shared_ptr<Place>> places_;
  std::map<uint32_t, Peer> peers_;
};

/// Hands the view to its members and to those that leave. Answers who did not take it; they hear of it from the others.
std::vector<uint32_t> set_ring_view(RingPeers& peers, const RingView& view);

}  // namespace rdx
