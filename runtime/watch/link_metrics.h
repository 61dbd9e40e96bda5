// A link's figures for a watch; who uses it links rdx::link too.
//
//   Watch::open(replica, {.metrics = {[&](MetricsText& to) { write_link_metrics(link, to); }},
//                         .readiness = {[&] { return check_link(link); }}});
//
// Of one link: a family of figures stands on a page once.
#pragma once

#include "rdx/link/link.h"
#include "rdx/watch/metrics_text.h"

namespace rdx {

inline void write_link_metrics(const Link& link, MetricsText& to) {
  const LinkFigures figures = link.figures();
  to.gauge("rdx_link_sessions", "Open sessions, one a peer.", figures.sessions);
  to.gauge("rdx_link_spare_sessions", "Further ones with the same peers.", figures.spares);
  to.gauge("rdx_link_caught_up_sessions", "Open sessions that had all of their peer's.", figures.caught_up);
  to.counter("rdx_link_received_bytes_total", "Bytes received in sessions.", figures.sums.received_bytes);
  to.counter("rdx_link_sent_bytes_total", "Bytes sent in sessions.", figures.sums.sent_bytes);
  to.counter("rdx_link_requests_total", "Requests made in sessions.", figures.sums.requests);
  to.counter("rdx_link_overflows_total", "Times that packets were left to the log.", figures.sums.overflows);
}

/// For readiness: whether the link runs.
inline Result<void> check_link(const Link& link) {
  if (link.state() != TransportState::running) return link.reason();
  return {};
}

}  // namespace rdx
