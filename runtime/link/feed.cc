#include "rdx/link/feed.h"

#include <exception>
#include <utility>

namespace rdx {
namespace {

constexpr std::chrono::hours kLong{1};

}  // namespace

Feed::Feed(Tail tail, Sink sink) : tail_(std::move(tail)), sink_(std::move(sink)), thread_([this] { run(); }) {}
Feed::~Feed() { stop(); }

void Feed::stop() {
  is_stopping_ = true;
  tail_.close();
  if (thread_.joinable()) thread_.join();
}

void Feed::run() {
  try {
    read();
  } catch (const std::exception& thrown) {
    sink_.failed(thrown.what());
  } catch (...) {
    sink_.failed("something that is no std::exception was thrown");
  }
}

void Feed::read() {
  for (;;) {
    const bool is_last = is_stopping_;  // read before the log: what was there then is still handed on
    auto packets = tail_.poll();
    if (!packets && packets.error().code != ErrorCode::behind) return sink_.failed(packets.error().message);
    if (!packets) {
      tail_.skip_to_end();
      sink_.gap();
      continue;
    }
    for (TailedPacket& each : *packets) sink_.packet(std::move(each));
    if (!packets->empty()) continue;
    if (is_last) return;
    tail_.wait(kLong);
  }
}

}  // namespace rdx
