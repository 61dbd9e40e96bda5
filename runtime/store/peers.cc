#include "rdx/store/peers.h"

#include <algorithm>

#include "rdx/tlv/record.h"

namespace rdx {
namespace {

constexpr std::size_t kToldBytes = 64;  // of others' reports in one request, and one report more
// Nobody tells of more in one request, nor has so many of its own that their reports take more: a small request could
// take any memory here.
constexpr std::size_t kMostTold = kToldBytes / 2 + 1;
constexpr std::size_t kMostTakenBytes = 4 * kMaxRequestBytes;

constexpr Bytes kPeer = "peer";
constexpr Bytes kClosed = "closed";

DotRanges ranges_of(Bytes record) { return DotRanges::read(record).value(); }

// Of sources that ascend.
bool contains(std::span<const uint32_t> sources, uint32_t source) {
  return std::binary_search(sources.begin(), sources.end(), source);
}

std::string written(const std::string& whole, const std::string& latest) {
  std::string value = whole;
  if (!latest.empty()) append_record(value, 'P', latest);
  return value;
}

// A D record at the front, if it is one.
std::string take_report(Bytes& from) {
  const auto record = take_record(from, 'D');
  return record && DotRanges::read(record->whole) ? std::string(record->whole) : std::string();
}

}  // namespace

Result<std::unique_ptr<Peers>> Peers::open(Engine& engine, const Keys& keys) {
  std::unique_ptr<Peers> peers(new Peers(engine, keys));
  if (auto done = peers->read(); !done) return std::move(done).error();
  return peers;
}

Result<void> Peers::read() {
  const auto scan = [&](Bytes name, auto&& take) {
    const Key first = keys_.about(name);
    return engine_.scan(first, end_of_prefix(first), [&](Bytes key, Bytes value) {
      key = keys_.tail(key).substr(name.size());
      if (key.size() == sizeof(uint64_t)) take(static_cast<uint32_t>(read_big_endian(key)), value);
      return true;
    });
  };
  auto done = scan(kPeer, [&](uint32_t source, Bytes value) {
    Peer& peer = peers_[source];
    peer.whole = take_report(value);
    if (const auto latest = take_record(value, 'P')) {
      Bytes body = latest->body;
      peer.latest = take_report(body);
    }
  });
  if (!done) return done;
  return scan(kClosed, [&](uint32_t source, Bytes value) {
    closed_[source] = value == "F" ? Closed::forgotten : value == "P" ? Closed::past : Closed::renewed;
    has_forgotten_ = has_forgotten_ || closed_[source] != Closed::renewed;
  });
}

Result<void> Peers::close(std::span<const uint32_t> renewed, std::span<const uint32_t> forgotten) {
  const std::lock_guard lock(mutex_);
  return write(closings(renewed, forgotten), {});
}

// Under the lock: what of it is new.
Peers::Closings Peers::closings(std::span<const uint32_t> renewed, std::span<const uint32_t> forgotten) const {
  Closings news;
  for (const uint32_t source : renewed)
    if (!closed_.contains(source)) news[source] = Closed::renewed;
  for (const uint32_t source : forgotten)
    if (const auto found = closed_.find(source); found == closed_.end() || found->second == Closed::renewed)
      news[source] = Closed::forgotten;
  return news;
}

// Under the lock. In one batch, so that a power cut does not take the one and leave the other.
Result<void> Peers::write(const Closings& closings, const std::set<uint32_t>& news) {
  if (closings.empty() && news.empty()) return {};
  WriteBatch batch;
  for (const auto& [source, closed] : closings) {
    batch.put(keys_.about(kClosed).add(uint64_t{source}), closed == Closed::forgotten ? "F" : "");
    batch.remove(keys_.about(kPeer).add(uint64_t{source}));
  }
  if (!closings.empty())
    for (const auto& [source, peer] : peers_)
      if (!closings.contains(source)) batch.put(keys_.about(kPeer).add(uint64_t{source}), {});
  for (const uint32_t source : news) batch.put(keys_.about(kPeer).add(uint64_t{source}), {});
  if (auto done = engine_.write(batch); !done) return done;
  for (const auto& [source, closed] : closings) {
    closed_[source] = closed;
    peers_.erase(source);
    informed_.erase(source);
    out_.erase(source);
    if (closed == Closed::renewed) continue;
    has_forgotten_ = true;
    informed_.clear();
  }
  if (!closings.empty())
    for (auto& [source, peer] : peers_) peer = {};  // they did not know of it when they reported
  for (const uint32_t source : news) peers_.try_emplace(source);
  return {};
}

Result<void> Peers::set_past(std::span<const uint32_t> sources) {
  const std::lock_guard lock(mutex_);
  WriteBatch batch;
  for (const uint32_t source : sources)
    if (closed_.contains(source)) batch.put(keys_.about(kClosed).add(uint64_t{source}), "P");
  if (batch.empty()) return {};
  if (auto done = engine_.write(batch); !done) return done;
  for (const uint32_t source : sources)
    if (const auto found = closed_.find(source); found != closed_.end()) found->second = Closed::past;
  return {};
}

std::vector<uint32_t> Peers::closed() const {
  const std::lock_guard lock(mutex_);
  std::vector<uint32_t> all;
  for (const auto& [source, closed] : closed_) all.push_back(source);
  return all;
}

void Peers::describe(Sender& sender) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [source, closed] : closed_)
    (closed == Closed::renewed ? sender.closed : sender.forgotten).push_back(source);
}

bool Peers::is_closed(uint32_t source) const {
  const std::lock_guard lock(mutex_);
  return closed_.contains(source);
}

bool Peers::is_past(uint32_t source) const {
  const std::lock_guard lock(mutex_);
  const auto found = closed_.find(source);
  return found != closed_.end() && found->second == Closed::past;
}

// Under the lock.
bool Peers::is_forgotten(uint32_t source) const {
  const auto found = closed_.find(source);
  return found != closed_.end() && found->second != Closed::renewed;
}

// Under the lock.
bool Peers::has_forgotten(std::span<const uint32_t> sources) const {
  return std::any_of(sources.begin(), sources.end(), [this](uint32_t source) { return is_forgotten(source); });
}

bool Peers::is_any_forgotten(std::span<const uint32_t> sources) const {
  const std::lock_guard lock(mutex_);
  return has_forgotten(sources);
}

bool Peers::takes_from(uint32_t source) const {
  const std::lock_guard lock(mutex_);
  return has_forgotten_ ? informed_.contains(source) : !closed_.contains(source);
}

bool Peers::takes_part(const Sender& sender) const {
  const std::lock_guard lock(mutex_);
  return sender.own.empty() ? knows_all_forgotten(sender) : !has_forgotten(sender.own);
}

std::optional<uint32_t> Peers::any_not_out(const DotSet& seen, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  add_writers(seen, own);
  for (const auto& [source, peer] : peers_)
    if (!contains(own, source) && !out_.contains(source)) return source;
  return std::nullopt;
}

// Under the lock.
bool Peers::knows_all_forgotten(const Sender& sender) const {
  return std::all_of(closed_.begin(), closed_.end(), [&](const auto& each) {
    return each.second == Closed::renewed || contains(sender.forgotten, each.first);
  });
}

// Under the lock: what a sender is now, by its own words.
void Peers::hear(const Sender& sender) {
  const bool is_out = has_forgotten(sender.own);
  const bool is_informed = !is_out && knows_all_forgotten(sender);
  for (const uint32_t source : sender.own) {
    if (!peers_.contains(source)) continue;
    if (is_informed) informed_.insert(source);
    if (is_out)
      out_.insert(source);
    else
      out_.erase(source);
  }
}

// Under the lock.
bool Peers::knows_all_closed(const Sender& sender) const {
  return std::all_of(closed_.begin(), closed_.end(), [&](const auto& each) {
    return contains(sender.forgotten, each.first) ||
           (each.second == Closed::renewed && contains(sender.closed, each.first));
  });
}

// Under the lock. Peers that are new are durable before anything is handed to whom they may come from.
Result<void> Peers::learn(const Sender& sender, std::span<const PeerEntry> peers, std::span<const uint32_t> own) {
  const Closings closed = closings(sender.closed, sender.forgotten);
  std::set<uint32_t> news;
  const auto learn_one = [&](uint32_t source) {
    if (!closed_.contains(source) && !closed.contains(source) && !peers_.contains(source) && !contains(own, source))
      news.insert(source);
  };
  for (const uint32_t source : sender.own) learn_one(source);
  for (const PeerEntry& entry : peers) learn_one(entry.source);
  if (peers_.size() + news.size() > kMaxPeers && !news.empty())
    return Error{ErrorCode::limit, "there are more than " + std::to_string(kMaxPeers) +
                                       " known peers; forget_peer takes those off the list that are gone"};
  if (closed_.size() + closed.size() > kMaxClosed && !closed.empty())
    return Error{ErrorCode::limit, "there are more than " + std::to_string(kMaxClosed) + " closed sources"};
  return write(closed, news);
}

std::size_t Peers::report_bytes() const {
  std::size_t bytes = 0;
  for (const auto& [source, peer] : peers_) bytes += peer.whole.size() + peer.latest.size();
  return bytes;
}

void Peers::report(uint32_t source, std::string dots, const DotSet& seen) {
  const auto found = peers_.find(source);
  if (found == peers_.end()) return;
  Peer& peer = found->second;
  const DotRanges ranges = ranges_of(dots);
  if (!peer.whole.empty() && is_included(ranges, ranges_of(peer.whole))) return;  // an old one, come late
  const bool is_whole = seen.includes(ranges);
  const std::size_t replaced = is_whole ? peer.whole.size() + peer.latest.size() : peer.latest.size();
  if (dots.size() > std::max(kToldBytes, replaced) && report_bytes() - replaced + dots.size() > kMaxReportBytes) return;
  (is_whole ? peer.whole : peer.latest) = std::move(dots);
  if (is_whole) peer.latest.clear();
  peer.is_unwritten = true;
}

Result<void> Peers::meet(const Sender& sender, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  if (auto done = learn(sender, {}, own); !done) return done;
  hear(sender);
  return {};
}

Result<void> Peers::meet(const DiffRequest& request, const DotSet& seen, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  if (auto done = learn(request.sender, request.peers, own); !done) return done;
  hear(request.sender);
  if (!knows_all_closed(request.sender)) return {};
  const std::string all = request.seen.record();
  std::size_t taken = 0;
  for (const uint32_t source : request.sender.own) {
    if (!peers_.contains(source)) continue;
    if ((taken += all.size()) > kMostTakenBytes) return {};
    report(source, all, seen);
  }
  std::size_t told = 0;
  for (const PeerEntry& entry : request.peers) {
    if (entry.lacks.empty()) continue;
    std::string dots = difference(request.seen, ranges_of(entry.lacks));
    if (++told > kMostTold || (taken += dots.size()) > kMostTakenBytes) return {};
    report(entry.source, std::move(dots), seen);
  }
  return {};
}

void Peers::keep_reports() {
  const std::lock_guard lock(mutex_);
  WriteBatch batch;
  for (const auto& [source, peer] : peers_)
    if (peer.is_unwritten) batch.put(keys_.about(kPeer).add(uint64_t{source}), written(peer.whole, peer.latest));
  if (batch.empty() || !engine_.write(batch)) return;
  for (auto& [source, peer] : peers_) peer.is_unwritten = false;
}

// Under the lock. Who writes is a peer, heard of or not.
void Peers::add_writers(const DotSet& seen, std::span<const uint32_t> own) {
  for (const uint32_t source : seen.sources())
    if (!closed_.contains(source) && !contains(own, source)) peers_.try_emplace(source);
  for (auto& [source, peer] : peers_) {
    if (peer.latest.empty() || !seen.includes(ranges_of(peer.latest))) continue;
    peer.whole = std::exchange(peer.latest, {});
    peer.is_unwritten = true;
  }
}

StableDots Peers::stable(const DotSet& seen, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  add_writers(seen, own);
  StableDots stable{seen, {}};
  for (const auto& [source, peer] : peers_) {
    if (contains(own, source)) continue;
    if (peer.whole.empty())
      stable.waits_for.push_back(source);
    else
      stable.dots.keep(ranges_of(peer.whole));
  }
  if (!stable.waits_for.empty()) stable.dots = {};
  return stable;
}

std::vector<KnownPeer> Peers::list(const DotSet& seen, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  add_writers(seen, own);
  std::vector<KnownPeer> all;
  for (const auto& [source, peer] : peers_) {
    if (contains(own, source)) continue;
    KnownPeer& known = all.emplace_back();
    known.source = source;
    known.has_more = !peer.latest.empty();
    known.dots = known.has_more ? peer.latest : peer.whole;
    DotSet lacks = seen;
    if (!known.dots.empty()) lacks.remove(ranges_of(known.dots));
    known.lacks = lacks.size();
  }
  return all;
}

std::vector<PeerEntry> Peers::entries(const DotSet& seen, std::span<const uint32_t> own) {
  const std::lock_guard lock(mutex_);
  add_writers(seen, own);
  std::vector<PeerEntry> all;
  for (const auto& [source, peer] : peers_) {
    if (contains(own, source)) continue;
    all.push_back({source, {}});
  }
  std::size_t size = 0;
  for (std::size_t i = 0; i < all.size() && size < kToldBytes; ++i) {
    PeerEntry& entry = all[next_told_++ % all.size()];
    const std::string& whole = peers_[entry.source].whole;
    if (whole.empty()) continue;
    DotSet lacks = seen;
    lacks.remove(ranges_of(whole));
    entry.lacks = lacks.record();
    size += entry.lacks.size();
  }
  return all;
}

}  // namespace rdx
