#include "rdx/link/ring_link.h"

#include "rdx/tool/ring_status.h"

namespace rdx::tool {

Result<std::unique_ptr<RingPeers>> reach_ring(const RingAddresses& addresses, const RingFiles& files) {
  constexpr int64_t kPatienceMs = 10'000;
  RingLinkOptions options;
  options.transport.tls = {files.ca, files.certificate, files.key, files.peer_name};
  options.transport.handshake_ms = kPatienceMs;
  options.call_ms = options.repair_ms = kPatienceMs;
  RDX_TRY(auto nodes, RemoteNodes::open(addresses, options));
  return std::unique_ptr<RingPeers>(std::move(nodes));
}

}  // namespace rdx::tool
