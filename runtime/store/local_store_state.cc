// State instead of packets: how it is sent, received, and takes the place of what stood there.        (staging.h)
#include <algorithm>

#include "rdx/rdx/value.h"
#include "rdx/store/staging.h"

namespace rdx {
namespace {

// What is moved in one batch.
constexpr std::size_t kMoveBytes = std::size_t{1} << 20;
constexpr std::size_t kMovePackets = 256;

void remove_letter(WriteBatch& batch, const Keys& keys, char letter) {
  const Key first = keys.start(letter);
  batch.remove_range(first, end_of_prefix(first));
}

}  // namespace

// One moment: what the snapshot has is what `seen` names.
Result<LocalStore::Standing> LocalStore::standing() {
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return std::move(done).error();
  return Standing{seen_, horizon_, engine_.snapshot()};
}

Result<std::string> LocalStore::build_state(const DiffRequest& request, const Standing& standing, std::size_t limit) {
  const std::vector<uint32_t> takers = takers_of(request);
  // It learns from the head that it has to draw a fresh source, and names that the next time.
  if (takers.empty() && !request.sender.own.empty()) return DiffWriter(sender(standing.seen)).finish(true);
  const std::optional<Progress>& progress = request.progress;
  DotSet unseen = standing.horizon;
  if (progress) {
    RDX_TRY(const DotRanges dots, DotRanges::read(progress->dots));
    unseen.remove(dots);
    if (unseen.empty() && !progress->place) {
      DiffWriter packets(sender(standing.seen), 'T', takers);
      DotSet wanted = standing.seen;
      wanted.remove(dots);
      return build_packets({standing.seen, wanted, peer_of(request), limit}, packets);
    }
  }
  const bool goes_on = progress && unseen.empty();
  RDX_TRY(const std::string piece, build_piece(standing, goes_on ? *progress->place : first_place(), limit));
  DiffWriter writer(sender(standing.seen), 'C', takers);
  writer.add_piece(piece);
  return writer.finish(true);
}

Result<std::string> LocalStore::build_piece(const Standing& standing, Bytes from, std::size_t limit) const {
  PieceWriter piece(standing.horizon.record(), standing.seen.record(), from);
  std::optional<std::string> to;
  std::optional<Error> failed;
  const std::size_t most = std::min(limit, kMaxPacketBytes);
  const auto take = [&](Bytes key, Bytes value) {
    const Bytes place = keys_.tail(key);
    if (place.size() != kPlaceBytes) return true;
    const bool is_first = piece.size_bytes() == 0;
    if (!is_first && piece.size_bytes() + value.size() > most) return to = std::string(place), false;
    if (value.size() > kMaxPacketBytes)
      return failed = Error{ErrorCode::limit, "object " + to_text(Id(read_big_endian(place))) +
                                                  " has a value that is larger than a peer takes in one piece"},
             false;
    piece.add(place, value);
    return true;
  };
  const Key all = keys_.start('O');
  auto done = engine_.scan(keys_.at_place(from), end_of_prefix(all), take, standing.snapshot.get());
  if (!done) return std::move(done).error();
  if (failed) return *std::move(failed);
  return piece.finish(to ? std::optional<Bytes>(*to) : std::nullopt);
}

// A piece that does not go on where this one stands came late, or twice, and is left out; the next request says what is
// lacking. One of another state begins it anew.
Result<void> LocalStore::take_piece(Bytes bytes) {
  if (bytes.size() > kMaxEnvelopeBytes)
    return Error{ErrorCode::limit, "a piece of a state is larger than anybody sends"};
  RDX_TRY(const StatePiece piece, read_piece(bytes, types_));
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return done;
  const bool is_first = piece.from == first_place();
  const bool is_of_another = staging_ && !staging_->fits(piece.horizon);
  if (is_first && (!staging_ || is_of_another)) {
    if (seen_.includes(piece.dots) && !is_forgotten()) return {};  // nothing that is not here
    staging_.reset();
    RDX_TRY(staging_, Staging::begin(engine_, keys_, types_, piece));
  }
  if (!staging_ || !staging_->fits(piece.horizon)) return {};
  if (staging_->goes_on_with(piece)) return staging_->take(piece);
  return piece.from == staging_->progress().place ? drop_staging() : Result<void>();
}

Result<void> LocalStore::take_staged_chunk(Bytes bytes) {
  RDX_TRY(const auto packets, read_chunk(bytes, types_));
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return done;
  if (!staging_ || staging_->progress().place) return {};
  if (auto taken = staging_->take(packets); !taken) return std::move(taken).error();
  return {};
}

// Under the write lock, as all that follows.
Result<void> LocalStore::drop_staging() {
  if (!staging_) return {};
  WriteBatch batch;
  Staging::remove(batch, keys_);
  if (auto done = engine_.write(batch); !done) return done;
  staging_.reset();
  return {};
}

// The sender has no more. Answers how many packets are seen that were not.
Result<uint64_t> LocalStore::end_diff(const DiffSource& from) {
  const std::lock_guard lock(write_mutex_);
  if (!staging_) return 0;
  if (sources_ != nullptr && peers_->is_closed(sources_->current())) return 0;  // since the head: it asks anew
  if (from.has_staged_packets && staging_->is_complete()) return switch_over();
  // Dropped where packets did it, and where the sender lacks what pieces of another one have.
  if (from.has_state ? staging_->progress().place || !from.has_staged_packets : is_forgotten()) return 0;
  if (auto done = drop_staging(); !done) return std::move(done).error();
  return 0;
}

// Packets that only this store had, from its log onto the staged state.
Result<void> LocalStore::apply_again(const DotSet& lacking) {
  uint64_t left = lacking.size();
  if (is_forgotten()) {
    const std::vector<uint32_t> own = own_sources();
    for (const uint32_t source : lacking.sources())
      if (peers_->is_closed(source) || std::find(own.begin(), own.end(), source) != own.end())
        return Error{ErrorCode::behind,
                     "the other replicas have forgotten this one, which wrote " + std::to_string(lacking.size(source)) +
                         " packets that they do not have and would not take; save what is needed of them, then start "
                         "anew"};
  }
  for (uint64_t from = 0; left > 0;) {
    RDX_TRY(const auto page, arrivals_page(from, kMovePackets));
    if (page.empty()) break;
    from = page.back().first + 1;
    for (const auto& [arrival, dot] : page) {
      if (!lacking.contains(dot)) continue;
      RDX_TRY(const Logged kept, logged_packet(dot));
      RDX_TRY(const Packet packet, kept.packet());
      if (auto taken = staging_->take(std::span(&packet, 1)); !taken) return std::move(taken).error();
      --left;
    }
  }
  if (left == 0) return {};
  return Error{ErrorCode::behind, std::to_string(left) +
                                      " packets that the peer lacks are not in the log any more, and it lacks what was "
                                      "forgotten; sync with another peer first, or start anew"};
}

Result<uint64_t> LocalStore::switch_over() {
  DotSet lacking = seen_;
  lacking.remove(staging_->store().seen());
  if (auto done = apply_again(lacking); !done) return std::move(done).error();
  const DotSet reached = staging_->store().seen();
  DotSet news = reached;
  news.remove(seen_);
  const bool was_forgotten = is_forgotten();
  if (sources_ != nullptr && news.last(sources_->current()) != 0)
    if (auto done = renew_source(reached); !done) return std::move(done).error();
  {
    const std::lock_guard turn(switch_turn_);
    is_switching_ = true;
    const std::unique_lock gate(switch_mutex_);
    WriteBatch batch;
    for (const char letter : {'O', 'K', 'X', 'P', 'A'}) remove_letter(batch, keys_, letter);
    std::string offset;
    append_arrival(offset, arrivals_ + 1);  // one more, so that whoever follows the log meets its end
    batch.put(keys_.about(kSwitchName), offset);
    put_checkpoint(batch, keys_.staged(), staging_->store().arrivals(), reached.record());
    auto done = engine_.write(batch);
    if (done) {
      staging_.reset();
      is_half_switched_ = true;
      done = finish_switch();
    }
    is_switching_ = false;
    if (!done) return std::move(done).error();
  }
  static_cast<void>(catch_up_classes());  // the state stands; what could not be written the next write does
  if (was_forgotten)
    if (auto done = come_back(); !done) return std::move(done).error();
  return news.size();
}

// What a write finds that comes after a switch which could not be finished.
Result<void> LocalStore::settle_switch() {
  if (!is_half_switched_) return {};
  {
    const std::unique_lock gate(switch_mutex_);
    if (auto done = finish_switch(); !done) return done;
  }
  static_cast<void>(catch_up_classes());
  return {};
}

// Goes on where it was cut off, as often as it takes. Nobody reads meanwhile.
Result<void> LocalStore::finish_switch() {
  auto stored = engine_.get(keys_.about(kSwitchName));
  if (!stored) return std::move(stored).error();
  const std::string mark = std::move(*stored).value_or(std::string());
  if (mark.empty()) return {};
  Bytes rest = mark;
  const auto offset = take_arrival(rest);
  if (!offset) return Error{ErrorCode::input_output, "the store is damaged: how a state took its place cannot be read"};
  const Keys staged = keys_.staged();
  if (auto done = read_indexes(); !done) return done;
  if (auto done = move_values(staged); !done) return done;
  if (auto done = move_log(staged, *offset); !done) return done;
  return end_switch(staged, *offset);
}

// In batches, each from where the one before it ended: what was moved leaves marks behind that a walk from the start
// would meet each time.
Result<void> LocalStore::move_values(const Keys& staged) {
  Moving moving{std::string(Bytes(staged.start('O'))), {}, {}};
  while (!moving.next.empty()) {
    if (auto done = find_class(staged, moving); !done) return done;
    if (auto done = move_some_values(staged, moving); !done) return done;
  }
  return {};
}

// A batch, of this run or of one that was cut off, may have ended within an object.
Result<void> LocalStore::find_class(const Keys& staged, Moving& moving) const {
  const Bytes place = staged.tail(moving.next);
  if (place.size() != kPlaceBytes || byte_at(place, sizeof(uint64_t)) == 0) return {};  // its class is what comes next
  moving.object = Id(read_big_endian(place));
  RDX_TRY(const auto class_id, engine_.get(keys_.class_of(moving.object)));
  moving.class_id = class_id ? unzip_id(*class_id).value_or(Id()) : Id();
  return {};
}

Result<void> LocalStore::move_some_values(const Keys& staged, Moving& moving) {
  WriteBatch batch;
  std::string next;
  const auto move = [&](Bytes key, Bytes value) {
    const Bytes place = staged.tail(key);
    const Id object(read_big_endian(place));
    const uint8_t field = byte_at(place, sizeof(uint64_t));
    const bool is_unknown = object != moving.object && field != 0 && object.source() != 0;
    if (batch.size_bytes() >= kMoveBytes || is_unknown) return next = std::string(key), false;
    if (object != moving.object) {
      moving.object = object;
      moving.class_id = field == 0 ? unzip_id(value).value_or(Id()) : Id();
      if (moving.class_id) batch.put(keys_.member(moving.class_id, object), {});
    }
    if (catalog_.complete(moving.class_id).test(field))
      if (const auto indexed = indexable_value(key.back(), value))
        batch.put(keys_.index(moving.class_id, field, hash_of(*indexed), object), {});
    batch.put(keys_.at_place(place), value);
    batch.remove(key);
    return true;
  };
  const Key all = staged.start('O');
  if (auto done = engine_.scan(moving.next, end_of_prefix(all), move); !done) return done;
  moving.next = std::move(next);
  return batch.empty() ? Result<void>() : engine_.write(batch);
}

Result<void> LocalStore::move_log(const Keys& staged, uint64_t offset) {
  for (uint64_t from = 0;;) {
    std::vector<std::pair<uint64_t, std::string>> page;
    const auto collect = [&](Bytes key, Bytes value) {
      page.emplace_back(read_big_endian(staged.tail(key)), value);
      return page.size() < kMovePackets;
    };
    const Key all = staged.start('A');
    if (auto done = engine_.scan(staged.arrival(from), end_of_prefix(all), collect); !done) return done;
    if (page.empty()) return {};
    WriteBatch batch;
    for (const auto& [arrival, dot_and_effects] : page) {
      Bytes bytes = dot_and_effects;
      const Dot dot = take_dot(bytes).value_or(Dot());
      RDX_TRY(auto stored, engine_.get(staged.packet(dot)));
      const std::string record = std::move(stored).value_or(std::string());
      Bytes packet = record;
      take_arrival(packet);
      batch.put(keys_.packet(dot), log_record(offset + arrival, packet));
      batch.put(keys_.arrival(offset + arrival), dot_and_effects);
      batch.remove(staged.packet(dot));
      batch.remove(staged.arrival(arrival));
      from = arrival + 1;
      if (batch.size_bytes() >= kMoveBytes) break;
    }
    if (auto done = engine_.write(batch); !done) return done;
  }
}

// The staged store's dots and arrivals become this one's.
Result<void> LocalStore::end_switch(const Keys& staged, uint64_t offset) {
  Setup setup;
  setup.types = &types_;
  setup.prefix = staged.prefix();
  LocalStore moved(engine_, setup);
  if (auto done = moved.read_checkpoint(); !done) return done;
  if (auto done = moved.read_horizon(); !done) return done;
  WriteBatch batch;
  put_checkpoint(batch, keys_, offset + moved.arrivals_, moved.seen_.record());
  batch.put(keys_.about(kHorizonName), moved.horizon_.record());
  std::string start;
  append_arrival(start, offset);
  batch.put(keys_.about(kLogName), start);
  batch.remove(keys_.about(kSwitchName));
  batch.remove(keys_.about(kCollectingName));
  Staging::remove(batch, keys_);
  if (auto done = engine_.write(batch); !done) return done;
  {
    const std::unique_lock lock(state_mutex_);
    seen_ = std::move(moved.seen_);
    horizon_ = std::move(moved.horizon_);
    arrivals_ = offset + moved.arrivals_;
  }
  progress_.cut(offset);
  ++switches_;
  is_half_switched_ = false;
  are_classes_behind_ = true;
  return {};
}

}  // namespace rdx
