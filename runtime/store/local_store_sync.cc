// The three sync calls, and the log that they read.
#include <algorithm>
#include <array>

#include "rdx/base/sort_unique.h"
#include "rdx/store/staging.h"

namespace rdx {
namespace {

// Up to so many packets, of so many bytes, are looked up one by one and put in order; past it the log is read.
constexpr uint64_t kFew = 16384;
constexpr std::size_t kLookUpBytes = std::size_t{8} << 20;
// How many arrivals are read at once for a diff.
constexpr std::size_t kDiffPage = 256;

}  // namespace

Bytes LocalStore::Logged::bytes() const {
  Bytes rest = record;
  take_arrival(rest);
  return rest;
}

Result<Packet> LocalStore::Logged::packet() const {
  Bytes rest = bytes();
  if (const auto packet = take_packet(rest)) return *packet;
  return Error{ErrorCode::input_output, "packet " + to_text(dot) + " is damaged in the log"};
}

Result<LocalStore::Logged> LocalStore::logged_packet(Dot dot) const {
  RDX_TRY(auto record, engine_.get(keys_.packet(dot)));
  if (!record) return Error{ErrorCode::behind, "packet " + to_text(dot) + " is not in the log any more"};
  Bytes rest = *record;
  const uint64_t arrival = take_arrival(rest).value_or(0);
  return Logged{dot, arrival, std::move(*record)};
}

Result<std::vector<LocalStore::Arrival>> LocalStore::arrivals_page(uint64_t from, std::size_t size) const {
  std::vector<Arrival> page;
  const auto collect = [&](Bytes key, Bytes value) {
    if (const auto dot = take_dot(value)) page.emplace_back(read_big_endian(keys_.tail(key)), *dot);
    return page.size() < size;
  };
  const Key all = keys_.start('A');
  if (auto done = engine_.scan(keys_.arrival(from), end_of_prefix(all), collect); !done) return std::move(done).error();
  return page;
}

Result<void> LocalStore::for_each_packet(uint64_t from, FunctionRef<bool(uint64_t, const Packet&)> visit) const {
  for (;;) {
    RDX_TRY(const auto page, arrivals_page(from));
    if (page.empty()) return {};
    for (const auto& [arrival, dot] : page) {
      RDX_TRY(const Logged logged, logged_packet(dot));
      RDX_TRY(const Packet packet, logged.packet());
      if (!visit(arrival, packet)) return {};
    }
    from = page.back().first + 1;
  }
}

std::vector<uint32_t> LocalStore::own_sources() const {
  return sources_ != nullptr ? sources_->own() : std::vector<uint32_t>();
}

// All that were written under since this replica last took a state as one that was forgotten.
std::vector<uint32_t> LocalStore::present_sources() const {
  std::vector<uint32_t> all = own_sources();
  std::erase_if(all, [this](uint32_t source) { return peers_->is_past(source); });
  return all;
}

Sender LocalStore::sender(const DotSet& seen) const {
  Sender sender;
  peers_->describe(sender);
  name_sources(sender, seen);
  return sender;
}

void LocalStore::name_sources(Sender& sender, const DotSet& seen) const {
  if (sources_ == nullptr) return;
  sender.sources = sources_->table(seen);
  sender.own = present_sources();
}

bool LocalStore::is_out(const Sender& sender) const { return peers_->is_any_forgotten(sender.own); }

bool LocalStore::is_forgotten() const { return peers_->is_any_forgotten(present_sources()); }

Result<std::string> LocalStore::request_diff() {
  // Whom it knows to be closed is asked first: what it takes of them behind its report, it took without knowing.
  Sender who;
  peers_->describe(who);
  DotSet durable;
  std::optional<Progress> progress;
  {
    const std::lock_guard lock(write_mutex_);
    if (auto done = settle_switch(); !done) return std::move(done).error();
    durable = seen_;
    if (staging_) progress = staging_->progress();
  }
  name_sources(who, durable);
  const auto peers = peers_->entries(durable, own_sources());
  if (auto done = engine_.sync(); !done) return std::move(done).error();
  return write_request(who, peers, durable, progress);
}

Result<void> LocalStore::renew_source(const DotSet& known) {
  const uint32_t old = sources_->current();
  if (auto renewed = sources_->renew(known); !renewed) return std::move(renewed).error();
  if (old == 0) return {};
  if (auto done = peers_->close(std::array{old}, {}); !done) return done;
  return engine_.sync();
}

// Others take the source that is written under for closed: we were forgotten, or were restored from a copy of before we
// went on under another one. Those who are to hand us their state must know first under which one we shall write on it:
// else their gc waits for nobody. So it is drawn now, the next request names it, and what pieces of a state are here
// were for the old one.
Result<void> LocalStore::leave_closed_source() {
  if (sources_ == nullptr || !peers_->is_closed(sources_->current())) return {};
  const std::lock_guard lock(write_mutex_);
  if (!peers_->is_closed(sources_->current())) return {};
  if (auto done = settle_switch(); !done) return done;
  if (auto done = drop_staging(); !done) return done;
  return renew_source(seen_);
}

// Under the write lock: takes part again, under a source that nobody took for closed when it was looked at; one that is
// closed since is not among what is past.
Result<void> LocalStore::come_back() {
  std::vector<uint32_t> before = present_sources();
  std::erase(before, sources_->current());
  if (peers_->is_closed(sources_->current())) return {};
  if (auto done = peers_->set_past(before); !done) return done;
  return engine_.sync();  // durable: else a power cut could put it out again, which its operator saw come back
}

// What a head says of sources, of whichever message.
Result<void> LocalStore::meet_sources(const Sender& sender) {
  return sources_ != nullptr ? sources_->meet(sender.sources) : Result<void>();
}

Result<void> LocalStore::meet_requester(const DiffRequest& request) {
  if (auto done = meet_sources(request.sender); !done) return done;
  if (auto done = peers_->meet(request, seen(), own_sources()); !done) return done;
  if (auto done = leave_closed_source(); !done) return done;
  if (sources_ == nullptr) return {};
  const std::lock_guard lock(write_mutex_);
  const uint32_t own = sources_->current();
  const uint32_t last = seen_.last(own);
  bool is_behind = false;
  request.seen.for_each_range([&](uint32_t source, uint32_t, uint32_t range_last) {
    is_behind = is_behind || (source == own && range_last > last);
    return source <= own;
  });
  if (!is_behind) return {};
  return renew_source(seen_);
}

// Under the write lock: somebody brings a packet of our own that we do not have, so we were restored from an older
// copy.
Result<void> LocalStore::renew_source_for(std::span<const Packet> packets) {
  if (sources_ == nullptr) return {};
  const uint32_t own = sources_->current();
  const bool is_behind = own != 0 && std::any_of(packets.begin(), packets.end(), [&](const Packet& packet) {
                           return packet.dot.source == own && !seen_.contains(packet.dot);
                         });
  if (!is_behind) return {};
  DotSet known = seen_;
  for (const Packet& packet : packets) known.add(packet.dot);
  return renew_source(known);
}

// Nothing where it would have to read too much for it: the log tells the order by smaller records.
Result<std::optional<std::vector<LocalStore::Arrival>>> LocalStore::order_of(const DotSet& few) const {
  std::vector<Arrival> order;
  std::size_t read = 0;
  Result<void> failed;
  few.for_each([&](Dot dot) {
    auto logged = logged_packet(dot);
    if (!logged) return failed = std::move(logged).error(), false;
    order.emplace_back(logged->arrival, dot);
    read += logged->record.size();
    return read <= kLookUpBytes;
  });
  if (!failed) return std::move(failed).error();
  if (read > kLookUpBytes) return std::optional<std::vector<Arrival>>();
  std::sort(order.begin(), order.end());
  return std::optional(std::move(order));
}

// Answers the arrival that there was no room for; nothing where there was room for all.
Result<std::optional<uint64_t>> LocalStore::append_arrivals(std::span<const Arrival> arrivals, const Delivery& delivery,
                                                            DiffWriter& writer, DotSet& sent) const {
  for (const auto& [arrival, dot] : arrivals) {
    if (!delivery.wanted.contains(dot)) continue;
    if (writer.size_bytes() >= delivery.limit) return std::optional(arrival);
    RDX_TRY(const Logged logged, logged_packet(dot));
    writer.add(logged.bytes());
    sent.add(dot);
  }
  return std::optional<uint64_t>();
}

// As append_arrivals, of all that the log has from there on.
Result<std::optional<uint64_t>> LocalStore::append_from(uint64_t from, const Delivery& delivery, DiffWriter& writer,
                                                        DotSet& sent) const {
  for (const uint64_t end = writer.count() + delivery.wanted.size(); writer.count() < end;) {
    RDX_TRY(const auto page, arrivals_page(from, kDiffPage));
    if (page.empty()) break;
    RDX_TRY(const auto next, append_arrivals(page, delivery, writer, sent));
    if (next) return next;
    from = page.back().first + 1;
  }
  return std::optional<uint64_t>();
}

Result<bool> LocalStore::append_packets(const DotSet& wanted, std::size_t limit, DiffWriter& writer) const {
  const Delivery delivery{wanted, wanted, 0, limit};
  DotSet sent;
  std::optional<std::vector<Arrival>> order;
  if (wanted.size() <= kFew) {
    RDX_TRY(order, order_of(wanted));
  }
  RDX_TRY(const auto next,
          order ? append_arrivals(*order, delivery, writer, sent) : append_from(0, delivery, writer, sent));
  return !next;
}

// Where a diff for that peer goes on from the log is read from there, so that one of many parts reads it once.
Result<std::string> LocalStore::build_packets(const Delivery& delivery, DiffWriter& writer) {
  DotSet sent;
  std::optional<uint64_t> next;
  std::optional<std::vector<Arrival>> order;
  const auto place = places_.find(delivery.peer, delivery.wanted);
  if (!place && delivery.wanted.size() <= kFew) {
    RDX_TRY(order, order_of(delivery.wanted));
  }
  if (order) {
    RDX_TRY(next, append_arrivals(*order, delivery, writer, sent));
  } else {
    RDX_TRY(next, append_from(place.value_or(0), delivery, writer, sent));
  }
  if (next) {
    DotSet settled = delivery.seen;
    settled.remove(delivery.wanted);
    settled.add(sent);
    places_.keep(delivery.peer, *next, std::move(settled));
  } else {
    places_.drop(delivery.peer);
  }
  return writer.finish(writer.count() < delivery.wanted.size());
}

// Under which of its sources it goes on, as far as is known here.
std::vector<uint32_t> LocalStore::takers_of(const DiffRequest& request) const {
  std::vector<uint32_t> takers = request.sender.own;
  std::erase_if(takers, [this](uint32_t source) { return peers_->is_closed(source); });
  return takers;
}

// Whose place in the log is kept: what is said of it is checked, so it may be anybody.
uint32_t LocalStore::peer_of(const DiffRequest& request) {
  return request.sender.own.empty() ? 0 : request.sender.own.back();
}

Result<std::string> LocalStore::build_diff(Bytes bytes, std::size_t limit) {
  RDX_TRY(const DiffRequest request, read_request(bytes));
  if (auto done = meet_requester(request); !done) return std::move(done).error();
  RDX_TRY(Standing now, standing());
  if (auto done = engine_.sync(); !done) return std::move(done).error();  // what is handed over is durable here
  peers_->keep_reports();
  DotSet wanted = now.seen;
  wanted.remove(request.seen);
  DiffWriter writer(sender(wanted));  // the other keys came with our request
  if (is_forgotten()) return writer.finish(false);
  DotSet unseen = now.horizon;
  unseen.remove(request.seen);
  if (!unseen.empty() || is_out(request.sender)) return build_state(request, now, limit);
  return build_packets({now.seen, wanted, peer_of(request), limit}, writer);
}

Result<void> LocalStore::integrate_part(const DiffPart& part, DiffSource& from, Integrated& sum) {
  switch (part.kind) {
    case DiffPart::Kind::cut: sum.cut = part.is_within; break;
    case DiffPart::Kind::head:
      if (auto done = meet_sources(part.sender); !done) return done;
      if (auto done = peers_->meet(part.sender, own_sources()); !done) return done;
      if (auto done = leave_closed_source(); !done) return done;
      from.is_out = is_out(part.sender);
      from.who = part.sender;
      from.is_state_for_us = source() == 0 || std::binary_search(part.takers.begin(), part.takers.end(), source());
      break;
    case DiffPart::Kind::chunk: {
      RDX_TRY(const auto packets, read_chunk(part.body, types_));
      RDX_TRY(const Integrated integrated, apply_unsynced(packets, from.who ? &*from.who : nullptr));
      sum.add(integrated);
      break;
    }
    case DiffPart::Kind::piece:
      from.has_state = true;
      return from.is_out || !from.is_state_for_us ? Result<void>() : take_piece(part.body);
    case DiffPart::Kind::staged_chunk:
      from.has_state = true;
      if (from.is_out || !from.is_state_for_us) return {};
      from.has_staged_packets = true;
      return take_staged_chunk(part.body);
    case DiffPart::Kind::end: {
      sum.more = sum.more || part.more;
      if (part.more || from.is_out) break;
      RDX_TRY(const uint64_t applied, end_diff(from));
      sum.applied += applied;
      break;
    }
  }
  return {};
}

Result<Integrated> LocalStore::integrate_parts(Bytes diff) {
  Integrated sum;
  DiffSource from;
  for (bool at_end = false; !at_end;) {
    RDX_TRY(const DiffPart part, take_diff_part(diff));
    if (auto done = integrate_part(part, from, sum); !done) return std::move(done).error();
    at_end = part.kind == DiffPart::Kind::cut;
  }
  sort_unique(sum.missing);
  return sum;
}

Result<Integrated> LocalStore::integrate_diff(Bytes diff) {
  auto result = integrate_parts(diff);
  if (auto done = acknowledge(); !done) return std::move(done).error();
  return result;
}

}  // namespace rdx
