// Any bytes: a session stays in bounds, ends with a reason or waits, and takes nothing that is no packet.
#include <cstdlib>

#include "tests/replica/log_replica.h"

namespace {

// The first byte says how the rest is cut; what goes out is taken now and then.
void run(rdx::Bytes input, bool greeted) {
  rdx::test::LogReplica replica(1);
  replica.commit("a packet");
  rdx::Session session(replica, {.chunk_bytes = 64, .max_queued_bytes = 256}, 0);
  if (greeted) {
    rdx::test::LogReplica other(9);
    session.receive(rdx::Session(other, {}, 0).output(), 0);
  }
  const std::size_t step = input.empty() ? 1 : 1 + rdx::byte_at(input, 0);
  int64_t now_ms = 0;
  for (std::size_t at = 1; at < input.size(); at += step) {
    session.receive(input.substr(at, step), ++now_ms);
    session.offer("p\x04\x31\x01\x01\x30", now_ms);
    session.tick(now_ms);
    if (at % 3 == 0) session.consume(session.output().size() / 2, now_ms);
    if (session.output().size() > 4096 + rdx::kMaxByeBytes) std::abort();
    if (session.state() == rdx::SessionState::ended) break;
  }
  if (session.waiting_bytes() > input.size()) std::abort();
  if (replica.size() != 1 + session.figures().applied) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const rdx::Bytes input(reinterpret_cast<const char*>(data), size);
  run(input, false);
  run(input, true);
  return 0;
}
