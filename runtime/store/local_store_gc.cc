// gc: cutting the log and forgetting what was erased, below what every known peer has reported.
//
//   1  the horizon, with the dots that are seen, in one batch
//   2  values: each that no packet past the horizon has touched stands as of the horizon, so it is its own `stable`
//   3  the log: packets of the horizon
//
// Why 2 is sound: a value is what its field's packets made of it, in any order. If all of those are in the horizon it
// is the value as of the horizon, whatever else is seen. The packets past it are all in the log, so what they touched
// is known: by object, in a set that may hold too much, never too little. What it holds waits for a later gc.
// Descriptions of classes, of source 0, forget nothing: anybody writes them before meeting anybody.
//
// Cut off anywhere, what was done is right by itself, and the mark of 1 makes the next gc do all of it again.
#include <algorithm>
#include <array>

#include "rdx/store/staging.h"

namespace rdx {
namespace {

constexpr std::size_t kPageValues = 1024;
constexpr std::size_t kPageBytes = std::size_t{1} << 20;

// Objects, by a hash of their ids; at most 1 MiB, whatever they are.
class TouchedObjects {
 public:
  /// Room for about so many packets' objects.
  void reserve(uint64_t packets) {
    uint64_t bits = 1 << 12;
    while (bits < packets * 64 && bits < uint64_t{1} << 23) bits *= 2;
    bits_.assign(bits, false);
  }
  void add(Id object) { bits_[place(object)] = true; }
  bool may_contain(Id object) const { return bits_[place(object)]; }

 private:
  std::size_t place(Id object) const { return object.number() * 0x9e3779b97f4a7c15 >> 32 & (bits_.size() - 1); }

  std::vector<bool> bits_;
};

Error switched_meanwhile() { return Error{ErrorCode::busy, "another state has taken the place of this one"}; }

// Of the types that ship only these three ever forget.
bool may_forget(char letter) { return Bytes("CFINRSUVZO").find(letter) == Bytes::npos; }

}  // namespace

// One run. Commits wait for a page of values, or of packets, at most.
class LocalStore::Collection {
 public:
  Collection(LocalStore& store, Collected& done) : store_(store), done_(done) {}

  Result<void> run();

 private:
  struct Shrunk {
    std::string key;
    Id object;
    std::string bare;
    std::size_t size_before = 0;
  };

  Result<bool> settle_horizon();
  Result<void> note_touched(uint64_t to);
  Result<std::vector<Shrunk>> shrink_page();
  Result<void> forget_erased();
  Result<void> cut_log();
  Result<void> cut_page(std::span<const Arrival> page);

  LocalStore& store_;
  Collected& done_;
  DotSet horizon_;
  uint64_t switches_ = 0;
  TouchedObjects touched_;
  uint64_t noted_ = 0;  // the log up to here
  std::string next_;    // the next value's key; empty: all were looked at
};

Result<void> LocalStore::Collection::run() {
  RDX_TRY(const bool is_due, settle_horizon());
  if (!is_due) return {};
  if (auto done = forget_erased(); !done) return done;
  if (auto done = cut_log(); !done) return done;
  const std::lock_guard lock(store_.write_mutex_);
  WriteBatch batch;
  batch.remove(store_.keys_.about(kCollectingName));
  return store_.engine_.write(batch);
}

// Answers whether there is anything to do.
Result<bool> LocalStore::Collection::settle_horizon() {
  const std::lock_guard lock(store_.write_mutex_);
  if (auto done = store_.settle_switch(); !done) return std::move(done).error();
  switches_ = store_.switches_;
  StableDots stable = store_.peers_->stable(store_.seen_, store_.own_sources());
  done_.waits_for = std::move(stable.waits_for);
  if (!done_.waits_for.empty() || !stable.dots.includes(store_.horizon_)) return false;
  done_.is_new = !store_.horizon_.includes(stable.dots);
  RDX_TRY(const auto was_cut_off, store_.engine_.get(store_.keys_.about(kCollectingName)));
  if (!done_.is_new && !was_cut_off) return false;
  horizon_ = std::move(stable.dots);
  touched_.reserve(store_.seen_.size() - horizon_.size());
  WriteBatch batch;
  put_checkpoint(batch, store_.keys_, store_.arrivals_, store_.seen_.record());
  batch.put(store_.keys_.about(kHorizonName), horizon_.record());
  batch.put(store_.keys_.about(kCollectingName), {});
  if (auto done = store_.engine_.write(batch); !done) return std::move(done).error();
  const std::unique_lock state_lock(store_.state_mutex_);
  store_.horizon_ = horizon_;
  return true;
}

// Whatever packets past the horizon name, up to that arrival.
Result<void> LocalStore::Collection::note_touched(uint64_t to) {
  while (noted_ < to) {
    RDX_TRY(const auto page, store_.arrivals_page(noted_));
    if (page.empty()) break;
    for (const auto& [arrival, dot] : page) {
      noted_ = arrival + 1;
      if (horizon_.contains(dot)) continue;
      RDX_TRY(const Logged logged, store_.logged_packet(dot));
      RDX_TRY(const Packet packet, logged.packet());
      for (OpReader ops(packet.ops); const auto op = ops.next();) touched_.add(op->object);
    }
  }
  return {};
}

// What of the next page has something to forget.
Result<std::vector<LocalStore::Collection::Shrunk>> LocalStore::Collection::shrink_page() {
  std::vector<Shrunk> shrunk;
  std::size_t count = 0;
  std::size_t size = 0;
  std::string next;
  const auto take = [&](Bytes key, Bytes bare) {
    if (count == kPageValues || size > kPageBytes) return next = std::string(key), false;
    ++count;
    size += bare.size();
    const Id object(read_big_endian(store_.keys_.tail(key)));
    const TypeFunctions* type = may_forget(key.back()) ? store_.types_.find(key.back()) : nullptr;
    if (type == nullptr || touched_.may_contain(object)) return true;
    std::string less = type->gc(bare, bare);
    if (less != bare) shrunk.push_back({std::string(key), object, std::move(less), bare.size()});
    return true;
  };
  const Key all = store_.keys_.start('O');
  if (auto done = store_.engine_.scan(next_, end_of_prefix(all), take); !done) return std::move(done).error();
  next_ = next;
  return shrunk;
}

Result<void> LocalStore::Collection::forget_erased() {
  if (auto done = note_touched(store_.arrivals_); !done) return done;
  for (next_ = std::string(Bytes(store_.keys_.object(Id(1, 0, 0)))); !next_.empty();) {
    RDX_TRY(const auto shrunk, shrink_page());
    if (shrunk.empty()) continue;
    const std::lock_guard lock(store_.write_mutex_);
    if (switches_ != store_.switches_) return switched_meanwhile();
    if (auto done = note_touched(store_.arrivals_); !done) return done;
    WriteBatch batch;
    for (const Shrunk& value : shrunk) {
      if (touched_.may_contain(value.object)) continue;
      batch.put(value.key, value.bare);
      ++done_.values;
      done_.value_bytes += value.size_before - std::min(value.size_before, value.bare.size());
    }
    if (auto done = store_.engine_.write(batch); !done) return done;
  }
  return {};
}

Result<void> LocalStore::Collection::cut_page(std::span<const Arrival> page) {
  const std::lock_guard lock(store_.write_mutex_);
  if (switches_ != store_.switches_) return switched_meanwhile();
  WriteBatch batch;
  uint64_t start = store_.log_start();
  for (const auto& [arrival, dot] : page) {
    if (!horizon_.contains(dot)) continue;
    RDX_TRY(const auto record, store_.engine_.get(store_.keys_.packet(dot)));
    batch.remove(store_.keys_.packet(dot));
    batch.remove(store_.keys_.arrival(arrival));
    start = std::max(start, arrival + 1);
    ++done_.packets;
    done_.packet_bytes += record ? record->size() : 0;
  }
  if (batch.empty()) return {};
  std::string log;
  append_arrival(log, start);
  batch.put(store_.keys_.about(kLogName), log);
  if (auto done = store_.engine_.write(batch); !done) return done;
  store_.progress_.cut(start);
  return {};
}

Result<void> LocalStore::Collection::cut_log() {
  for (uint64_t from = 0;;) {
    RDX_TRY(const auto page, store_.arrivals_page(from, kPageValues));
    if (page.empty()) return {};
    from = page.back().first + 1;
    if (auto done = cut_page(page); !done) return done;
  }
}

Result<Collected> LocalStore::gc() {
  const std::lock_guard lock(gc_mutex_);
  Collected done;
  const uint64_t switches = switches_;
  auto ran = Collection(*this, done).run();
  if (ran) return done;
  // It reads the log without holding up writers, and its packets are gone with the state that stood here.
  if (ran.error().code == ErrorCode::behind && switches != switches_) return switched_meanwhile();
  return std::move(ran).error();
}

DotSet LocalStore::horizon() const {
  const std::shared_lock lock(state_mutex_);
  return horizon_;
}

std::vector<KnownPeer> LocalStore::peers() { return peers_->list(seen(), own_sources()); }

Result<void> LocalStore::forget_peer(uint32_t source) {
  if (source < 1 || source > kMaxSource)
    return Error{ErrorCode::invalid, "a source is a number from 1 to 2^20-1, not " + std::to_string(source)};
  const std::vector<uint32_t> own = own_sources();
  if (std::find(own.begin(), own.end(), source) != own.end())
    return Error{ErrorCode::invalid, "that is this replica's own source; no replica forgets itself"};
  if (auto done = peers_->close({}, std::array{source}); !done) return done;
  return engine_.sync();
}

Result<void> LocalStore::reinstate() {
  if (!is_forgotten()) return Error{ErrorCode::invalid, "nobody is known to have forgotten this replica"};
  if (const auto other = peers_->any_not_out(seen(), own_sources()))
    return Error{ErrorCode::busy, "the replica of source " + std::to_string(*other) +
                                      " may take part: sync with it, or forget it where it is gone"};
  if (auto done = leave_closed_source(); !done) return done;
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return done;
  if (auto done = drop_staging(); !done) return done;
  return come_back();
}

}  // namespace rdx
