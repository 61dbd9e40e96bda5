#include "rdx/link/ring_link.h"

namespace rdx {
namespace {

// What a program waits for; ring_calls.h.
bool is_short(char name) { return Bytes("WHLRV").find(name) != Bytes::npos; }

}  // namespace

RingServer::RingServer(RingNode& node, const RingLinkOptions& options, std::unique_ptr<Transport> transport)
    : node_(node), options_(options), transport_(std::move(transport)) {}

Result<std::unique_ptr<RingServer>> RingServer::open(RingNode& node, const RingLinkOptions& options) {
  RDX_TRY(auto transport, Transport::open(options.transport));
  return std::unique_ptr<RingServer>(new RingServer(node, options, std::move(transport)));
}

Result<std::string> RingServer::listen(const std::string& address) {
  const auto answer = [this](Bytes call) { return node_.answer(call); };
  return transport_->listen(address, serve_calls(answer, StreamRole::ring, options_.times));
}

Result<std::unique_ptr<RemoteNodes>> RemoteNodes::open(const std::map<uint32_t, std::string>& addresses,
                                                       const RingLinkOptions& options) {
  std::unique_ptr<RemoteNodes> nodes(new RemoteNodes(options));
  for (const auto& [number, address] : addresses)
    if (auto done = nodes->add(number, address); !done) return std::move(done).error();
  return nodes;
}

Result<void> RemoteNodes::add(uint32_t number, const std::string& address) {
  RDX_TRY(auto link, CallerLink::open(address, StreamRole::ring, options_.transport, options_.times));
  auto peer = std::make_unique<Peer>(std::move(link), options_);
  const std::lock_guard lock(mutex_);
  if (!peers_.try_emplace(number, std::move(peer)).second)
    return Error{ErrorCode::busy, "node " + std::to_string(number) + " has an address already"};
  return {};
}

RingPeer* RemoteNodes::find(uint32_t member) {
  const std::lock_guard lock(mutex_);
  const auto found = peers_.find(member);
  return found == peers_.end() ? nullptr : found->second.get();
}

bool RemoteNodes::is_open(uint32_t member) const {
  const std::lock_guard lock(mutex_);
  const auto found = peers_.find(member);
  return found != peers_.end() && found->second->is_open();
}

Result<std::string> RemoteNodes::Peer::call(Bytes call) {
  return link_->call(call, !call.empty() && is_short(call.front()) ? call_ms_ : repair_ms_);
}

}  // namespace rdx
