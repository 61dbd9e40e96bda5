#include "rdx/store/local_nodes.h"

#include <thread>

namespace rdx {

// They repair each other: all stop before one goes.
LocalNodes::~LocalNodes() {
  std::map<uint32_t, std::shared_ptr<Place>> places;
  {
    const std::lock_guard lock(mutex_);
    places.swap(places_);
  }
  for (const auto& [number, place] : places) place->keeper.reset();
}

Result<void> LocalNodes::start(std::unique_ptr<Engine> engine, const RingNode::Setup& setup,
                               std::chrono::milliseconds every) {
  auto place = std::make_shared<Place>();
  place->engine = std::move(engine);
  RDX_TRY(place->node, RingNode::open(*place->engine, setup));
  if (every.count() > 0) place->keeper = std::make_unique<RingKeeper>(*place->node, *this, every);
  const std::lock_guard lock(mutex_);
  if (!places_.try_emplace(setup.number, std::move(place)).second)
    return Error{ErrorCode::busy, "node " + std::to_string(setup.number) + " is there already"};
  return {};
}

void LocalNodes::stop(uint32_t number) {
  std::shared_ptr<Place> place;
  {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(number);
    if (found == places_.end()) return;
    place = std::move(found->second);
    places_.erase(found);
  }
  place->keeper.reset();
  while (place.use_count() > 1) std::this_thread::yield();  // calls that are under way
}

std::shared_ptr<RingNode> LocalNodes::node(uint32_t number) const {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(number);
  if (found == places_.end()) return nullptr;
  return {found->second, found->second->node.get()};
}

RingRepair LocalNodes::repaired(uint32_t number) const {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(number);
  if (found == places_.end() || found->second->keeper == nullptr) return {};
  return found->second->keeper->sum();
}

RingPeer* LocalNodes::find(uint32_t member) {
  const std::lock_guard lock(mutex_);
  return &peers_.try_emplace(member, *this, member).first->second;
}

Result<std::string> LocalNodes::Peer::call(Bytes call) {
  const auto node = nodes_.node(number_);
  if (node == nullptr) return Error{ErrorCode::input_output, "node " + std::to_string(number_) + " is away"};
  return node->answer(call);
}

std::vector<uint32_t> set_ring_view(RingPeers& peers, const RingView& view) {
  std::vector<uint32_t> missing;
  for (const uint32_t number : view.others_than(0)) {
    RingPeer* peer = peers.find(number);
    if (peer == nullptr || !RingCaller(*peer, 0).set_view(view)) missing.push_back(number);
  }
  return missing;
}

}  // namespace rdx
