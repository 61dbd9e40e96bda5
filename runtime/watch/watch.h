// Watch: an HTTP page about a running replica, for people and for Prometheus. The component rdx::watch.
//
//   auto watch = rdx::Watch::open(replica, {.port = 9464});      // off, where nobody does this
//
//   GET /          an overview for people           GET /metrics   figures, Prometheus' text form   (metrics_text.h)
//   GET /livez     200 while the process answers    GET /readyz    200 where it can take commits; 503 and the reason
//
// It only reads, and answers nothing but these. It listens on the loopback address unless it is told otherwise: there
// is neither TLS nor a password, so put a proxy in front of it for more. Requests and connections are bounded
// (http_sockets.h): whoever comes holds neither the replica nor the next one up. The process ignores SIGPIPE from then
// on. That a disk is full shows in the commits that are refused, not in /readyz.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rdx/replica/replica.h"
#include "rdx/watch/metrics_text.h"

namespace rdx {

struct WatchOptions {
  std::string host = "127.0.0.1";  // the address to listen on; a name resolves to the first of its addresses
  uint16_t port = 0;               // 0: any free one
  /// More figures, of a link say: link_metrics.h. Called by the watch's threads.
  std::vector<std::function<void(MetricsText&)>> metrics = {};
  /// What has to be fine beside the replica, for /readyz. Called by the watch's threads.
  std::vector<std::function<Result<void>()>> readiness = {};
};

class Watch {
 public:
  /// `invalid` for a replica that stands on a ring: `rdx ring` asks its nodes. The replica must outlive it and
  /// stay where it is: not be moved.
  static Result<Watch> open(Replica& replica, const WatchOptions& options = {});
  Watch(Watch&&) noexcept;
  Watch& operator=(Watch&&) noexcept;
  /// Stops.
  ~Watch();

  /// `127.0.0.1:9464`
  std::string address() const;

 private:
  class Server;

  explicit Watch(std::unique_ptr<Server> server);

  std::unique_ptr<Server> server_;
};

}  // namespace rdx
