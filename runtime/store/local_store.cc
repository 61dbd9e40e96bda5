#include "rdx/store/local_store.h"

#include "rdx/base/sort_unique.h"
#include "rdx/rdx/value.h"
#include "rdx/store/class_description.h"
#include "rdx/store/read_gate.h"
#include "rdx/store/staging.h"

namespace rdx {
namespace {

// How many packets may arrive between two sets of dots that are written down: what a reopening reads of the log.
constexpr uint64_t kCheckpointEvery = 4096;

void append_image_field(std::string& image, uint8_t field, char letter, Bytes bare) {
  append_header(image, letter, 2 + bare.size());
  append_tiny(image, 'I', zip(field));
  image.append(bare);
}

}  // namespace

LocalStore::LocalStore(Engine& engine, const Setup& setup)
    : engine_(engine),
      keys_(setup.prefix),
      types_(*setup.types),
      sources_(setup.sources),
      slot_(setup.slot),
      is_taken_(setup.is_taken) {}

LocalStore::~LocalStore() = default;

DotSet LocalStore::seen() const {
  const std::shared_lock lock(state_mutex_);
  return seen_;
}

bool LocalStore::has_seen(Dot dot) const {
  const std::shared_lock lock(state_mutex_);
  return seen_.contains(dot);
}

uint64_t LocalStore::seen_of(uint32_t source) const {
  const std::shared_lock lock(state_mutex_);
  return seen_.size(source);
}

// None while a switch waits for room: what stands there is neither state.
std::shared_ptr<const Snapshot> LocalStore::snapshot() const {
  const ReadGate gate(*this, nullptr);
  return gate ? engine_.snapshot() : nullptr;
}

Result<StoredObject> LocalStore::load(Id object, const Snapshot* at) const {
  const ReadGate gate(*this, at);
  if (!gate) return gate.error();
  StoredObject stored;
  bool is_there = object.source() == 0;
  const auto take = [&](Bytes key, Bytes value) {
    const uint8_t field = byte_at(key, key.size() - 2);
    if (field != 0) {
      append_image_field(stored.image, field, key.back(), value);
    } else {
      stored.class_id = unzip_id(value).value_or(Id());
      is_there = true;
    }
    return is_there;
  };
  if (auto done = engine_.scan(keys_.object(object), keys_.object_end(object), take, at); !done)
    return std::move(done).error();
  if (is_there && (object.source() != 0 || !stored.image.empty())) return stored;
  return not_there(object);
}

Error LocalStore::not_there(Id object) const {
  const std::shared_lock lock(state_mutex_);
  if (seen_.contains(dot_of(object))) return Error{ErrorCode::gone, "object " + to_text(object) + " has ended"};
  return Error{ErrorCode::not_found, "there is no object " + to_text(object) + " here"};
}

Result<StoredObject> LocalStore::load_fields(Id object, std::span<const std::pair<uint8_t, char>> fields) const {
  constexpr std::size_t kFew = 3;  // past it one scan costs less than the reads
  if (fields.size() > kFew || object.source() == 0) return load(object, nullptr);
  const ReadGate gate(*this, nullptr);
  if (!gate) return gate.error();
  const auto known = classes_.find(object);
  StoredObject stored{known.value_or(Id()), {}};
  for (const auto& [field, letter] : fields) {
    RDX_TRY(const auto bare, engine_.get(keys_.value(object, field, letter)));
    if (bare) append_image_field(stored.image, field, letter, *bare);
  }
  if (known && !stored.image.empty()) return stored;  // a value stands in objects that are there, nowhere else
  RDX_TRY(const auto class_id, engine_.get(keys_.class_of(object)));
  if (!class_id) return not_there(object);
  stored.class_id = unzip_id(*class_id).value_or(Id());
  classes_.keep(object, stored.class_id);
  return stored;
}

Result<void> LocalStore::for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const {
  const ReadGate gate(*this, at);
  if (!gate) return gate.error();
  const auto step = [&](Bytes key, Bytes) {
    const Id id(read_big_endian(keys_.tail(key).substr(sizeof(uint64_t))));
    return id <= after || visit(id);
  };
  return engine_.scan(keys_.member(class_id, after), keys_.members_end(class_id), step, at);
}

void LocalStore::append_checkpoint(Stage& stage) const {
  DotSet seen = seen_;
  for (const Dot dot : stage.applied()) seen.add(dot);
  put_checkpoint(stage.batch(), keys_, stage.next_arrival(), seen.record());
}

void LocalStore::put_checkpoint(WriteBatch& batch, const Keys& keys, uint64_t arrivals, Bytes dots) {
  std::string checkpoint;
  append_arrival(checkpoint, arrivals);
  batch.put(keys.about(kCheckpointName), checkpoint.append(dots));
}

// Under the write lock.
Result<void> LocalStore::write_staged(Stage& stage) {
  if (stage.applied().empty()) return {};
  if (arrivals_ / kCheckpointEvery != stage.next_arrival() / kCheckpointEvery) append_checkpoint(stage);
  if (auto done = engine_.write(stage.batch()); !done) return done;
  {
    const std::unique_lock lock(state_mutex_);
    for (const Dot dot : stage.applied()) seen_.add(dot);
    arrivals_ = stage.next_arrival();
  }
  if (!take_descriptions(stage)) are_classes_behind_ = true;  // the packets are written; the next write goes on with it
  return {};
}

// All from one who takes part, as of now; from others, or from nobody knows whom, only what Peers::takes_from.
Result<Integrated> LocalStore::apply_unsynced(std::span<const Packet> packets, const Sender* from) {
  const Stopwatch timing(figures_.receipts);
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return std::move(done).error();
  if (auto done = renew_source_for(packets); !done) return std::move(done).error();
  if (auto done = settle_classes(packets); !done) return std::move(done).error();
  Stage stage(engine_, keys_, types_, catalog_, seen_, arrivals_, batch_);
  stage.only(slot_);
  stage.leave_out(is_taken_);
  Integrated result;
  const bool takes_all = from != nullptr && peers_->takes_part(*from);
  for (const Packet& packet : packets) {
    if (!takes_all && !peers_->takes_from(packet.dot.source) && !seen_.contains(packet.dot)) {
      ++result.left_out;
      continue;
    }
    RDX_TRY(const Stage::Outcome outcome, stage.add(packet));
    if (outcome == Stage::Outcome::applied) figures_.received_bytes.add(packet.whole.size());
    switch (outcome) {
      case Stage::Outcome::applied: ++result.applied; break;
      case Stage::Outcome::known: ++result.known; break;
      case Stage::Outcome::not_ready: ++result.left_out; break;
    }
  }
  if (auto done = write_staged(stage); !done) return std::move(done).error();
  figures_.received_packets.add(result.applied);
  figures_.known_packets.add(result.known);
  figures_.left_out_packets.add(result.left_out);
  result.missing = stage.missing();
  sort_unique(result.missing);
  return result;
}

Result<Integrated> LocalStore::apply(std::span<const Packet> packets) {
  auto result = apply_unsynced(packets);
  if (!result) return result;
  if (auto done = acknowledge(); !done) return std::move(done).error();
  return result;
}

Result<Dot> LocalStore::next_dot() const {
  const uint32_t own = source();
  if (own == 0) return Error{ErrorCode::invalid, "this store has no source of its own to write under"};
  if (is_forgotten())
    return Error{ErrorCode::behind,
                 "the other replicas have forgotten this one and would not take what it writes; "
                 "sync from one of them first"};
  if (peers_->is_closed(own))
    return Error{ErrorCode::limit, "others take the source for closed; a fresh one is needed"};
  const std::shared_lock lock(state_mutex_);
  const uint32_t last = seen_.last(own);
  if (last == kMaxSequence) return Error{ErrorCode::limit, "the source has no more packet numbers"};
  return Dot{own, last + 1};
}

Result<void> LocalStore::renew_source() {
  if (sources_ == nullptr) return Error{ErrorCode::invalid, "this store has no source of its own to write under"};
  return renew_source(seen());
}

Result<void> LocalStore::commit(std::span<const Packet> packets, std::span<const KnownChange> known,
                                uint64_t known_at) {
  const std::lock_guard lock(write_mutex_);
  return commit_locked(packets, known, known_at);
}

Result<void> LocalStore::commit_if(std::span<const Unchanged> demanded, uint64_t read_at,
                                   std::span<const Packet> packets, std::span<const KnownChange> known,
                                   uint64_t known_at) {
  const std::lock_guard lock(write_mutex_);
  if (auto done = settle_switch(); !done) return done;
  for (const Unchanged& each : demanded) {
    if (read_at == arrivals_) break;  // nothing came since
    const auto now = load(each.object, nullptr);
    if (!now && now.error().code != ErrorCode::gone && now.error().code != ErrorCode::not_found) return now.error();
    if (now.has_value() == each.image.has_value() && (!now || now->image == *each.image)) continue;
    figures_.conflicts.add();
    return Error{ErrorCode::conflict,
                 "object " + to_text(each.object) + " has changed since the transaction read it: do it again"};
  }
  return commit_locked(packets, known, known_at);
}

Result<void> LocalStore::commit_locked(std::span<const Packet> packets, std::span<const KnownChange> known,
                                       uint64_t known_at) {
  const Stopwatch timing(figures_.commits);
  if (auto done = settle_switch(); !done) return done;
  RDX_TRY(Dot next, next_dot());
  for (const Packet& packet : packets) {
    if (packet.dot != next)
      return Error{ErrorCode::conflict, "the replica goes on under source and number " + to_text(next) + ", not " +
                                            to_text(packet.dot) + ": do it again"};
    ++next.sequence;
  }
  if (auto done = settle_classes(packets); !done) return done;
  Stage stage(engine_, keys_, types_, catalog_, seen_, arrivals_, batch_);
  stage.only(slot_);
  if (known_at == arrivals_) stage.expect(known);
  for (const Packet& packet : packets) {
    RDX_TRY(const Stage::Outcome outcome, stage.add(packet));
    if (outcome != Stage::Outcome::applied)
      return Error{ErrorCode::not_found, "packet " + to_text(packet.dot) + " changes an object that is not here"};
  }
  if (auto done = write_staged(stage); !done) return done;
  figures_.committed_packets.add(packets.size());
  for (const Packet& packet : packets) figures_.committed_bytes.add(packet.whole.size());
  return {};
}

}  // namespace rdx
