// ReplicaSession: a Replica as a session sees it.
#pragma once

#include <string>

#include "rdx/replica/replica.h"
#include "rdx/replica/session.h"
#include "rdx/store/envelope.h"

namespace rdx {

class ReplicaSession final : public SessionReplica {
 public:
  /// The replica must outlive it.
  explicit ReplicaSession(Replica& replica) : replica_(replica) {}

  uint32_t source() const override { return replica_.source(); }
  std::string push_head() const override { return write_push_head(replica_.present_sources()); }
  Result<std::string> request_diff() override { return replica_.request_diff(); }
  Result<std::string> build_diff(Bytes request, std::size_t limit) override {
    return replica_.build_diff(request, limit);
  }
  Result<Integrated> integrate_diff(Bytes diff) override { return replica_.integrate_diff(diff); }

 private:
  Replica& replica_;
};

}  // namespace rdx
