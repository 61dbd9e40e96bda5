#include "rdx/store/tail.h"

#include <algorithm>

#include "rdx/store/local_store.h"

namespace rdx {

Tail::Tail(std::shared_ptr<const LocalStore> store, uint64_t from)
    : store_(std::move(store)), position_(from), is_closed_(std::make_unique<std::atomic<bool>>(false)) {}
Tail::Tail(Tail&&) noexcept = default;
Tail& Tail::operator=(Tail&&) noexcept = default;
Tail::~Tail() = default;

Result<Tail> Tail::open(std::shared_ptr<const LocalStore> store, uint64_t from) {
  if (auto done = store->check_readable(from); !done) return std::move(done).error();
  return Tail(std::move(store), from);
}

Result<std::vector<TailedPacket>> Tail::poll(std::size_t most_bytes) {
  std::vector<TailedPacket> packets;
  std::size_t bytes = 0;
  const auto take = [&](uint64_t arrival, const Packet& packet, Bytes effects) {
    packets.push_back({arrival, packet.dot, std::string(packet.whole), std::string(effects)});
    bytes += packet.whole.size();
    return bytes < most_bytes;
  };
  auto done = store_->read_log(position_, take);
  if (!done && packets.empty()) return std::move(done).error();  // else the next poll meets it
  position_ += packets.size();
  return packets;
}

void Tail::skip_to_end() { position_ = std::max(store_->progress().told(), store_->progress().begin()); }

bool Tail::wait(std::chrono::milliseconds timeout) const {
  return store_->progress().wait(position_, timeout, *is_closed_);
}

void Tail::close() {
  *is_closed_ = true;
  store_->progress().wake();
}

}  // namespace rdx
