#include "rdx/tool/ring_status.h"

namespace rdx::tool {

Result<std::unique_ptr<RingPeers>> reach_ring(const RingAddresses& /*addresses*/, const RingFiles& /*files*/) {
  return Error{ErrorCode::not_found, "this rdx was built without links (RDX_LINK) and reaches no nodes"};
}

}  // namespace rdx::tool
