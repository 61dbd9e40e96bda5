#include "rdx/replica/replica_core.h"

#include <chrono>

#include "rdx/rdx/register.h"
#include "rdx/replica/class_text.h"
#include "rdx/store/class_description.h"

namespace rdx {
namespace {

constexpr int kClockShift = 12;  // so many writes in one millisecond keep their order

int64_t unix_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

ReplicaCore::ReplicaCore(const Options& options)
    : types_(options.types != nullptr ? *options.types : built_in_types()),
      revisions_(options.revisions),
      now_ms_(options.now_ms) {}

Result<std::shared_ptr<ReplicaCore>> ReplicaCore::open(std::unique_ptr<Engine> engine, const Options& options) {
  std::shared_ptr<ReplicaCore> core(new ReplicaCore(options));
  core->engine_ = std::move(engine);
  RDX_TRY(core->sources_, SourceBook::open(*core->engine_, {}, options.random));
  LocalStore::Setup setup;
  setup.types = &core->types_;
  setup.sources = core->sources_.get();
  RDX_TRY(auto store, LocalStore::open(*core->engine_, setup));
  core->local_ = store.get();
  core->store_ = std::move(store);
  if (auto claimed = core->sources_->claim(options.source, core->store_->seen()); !claimed)
    return std::move(claimed).error();
  if (core->engine_->may_have_lost_writes()) {
    if (auto renewed = core->store_->renew_source(); !renewed) return std::move(renewed).error();
    if (auto done = core->local_->leave_gap(); !done) return std::move(done).error();
  }
  if (options.gc_interval.count() > 0)
    core->background_gc_ = std::make_unique<BackgroundGc>(
        options.gc_interval,
        [&store = *core->local_]() -> Result<void> {
          if (auto collected = store.gc(); !collected) return std::move(collected).error();
          return {};
        },
        [&ended = *core](const Error& failure) {
          ended.end({failure.code, "its gc failed: " + failure.message});
        });
  return core;
}

Result<std::shared_ptr<ReplicaCore>> ReplicaCore::open(std::unique_ptr<OwnStore> store, const Options& options) {
  if (store->source() == 0) return Error{ErrorCode::invalid, "the store has no source to write under"};
  if (options.gc_interval.count() > 0)
    return Error{ErrorCode::invalid, "gc_interval is for a replica over an engine; the logs of this store are not cut"};
  std::shared_ptr<ReplicaCore> core(new ReplicaCore(options));
  core->store_ = std::move(store);
  return core;
}

void ReplicaCore::end(const Error& reason) {
  const std::lock_guard lock(end_mutex_);
  if (has_ended_) return;
  end_ = {reason.code, "the replica has ended: " + reason.message};
  has_ended_ = true;
}

Result<void> ReplicaCore::check_alive() const {
  if (!has_ended_) return {};
  const std::lock_guard lock(end_mutex_);
  return end_;
}

Result<TurnHolder> ReplicaCore::take_turn() {
  if (auto alive = check_alive(); !alive) return std::move(alive).error();
  if (auto taken = turn_.take(); !taken) return std::move(taken).error();
  return TurnHolder(turn_);
}

Result<Dot> ReplicaCore::next_dot() {
  auto next = store_->next_dot();
  if (next || next.error().code != ErrorCode::limit) return next;
  if (auto renewed = store_->renew_source(); !renewed) return std::move(renewed).error();
  return store_->next_dot();
}

Result<void> ReplicaCore::know_class(const ClassInfo& info) {
  {
    const std::shared_lock lock(classes_mutex_);
    if (known_.contains(&info)) return {};
  }
  if (info.parent != nullptr) {
    if (auto done = know_class(*info.parent); !done) return done;
  }
  std::vector<uint8_t> indexed;
  for (const FieldInfo& field : info.fields) {
    if (field.has_index) indexed.push_back(field.number);
  }
  const Id parent = info.parent != nullptr ? info.parent->id : Id();
  if (auto done = store_->declare_class(info.id, parent, indexed); !done) return done;
  const std::unique_lock lock(classes_mutex_);
  known_.try_emplace(&info, false);
  return {};
}

Result<void> ReplicaCore::describe_class(const ClassInfo& info, Draft& draft) {
  {
    const std::shared_lock lock(classes_mutex_);
    const auto known = known_.find(&info);
    if (known != known_.end() && known->second) return {};
  }
  for (const ClassInfo* described : being_described_) {
    if (described == &info) return {};
  }
  if (info.parent != nullptr) {
    if (auto done = describe_class(*info.parent, draft); !done) return done;
  }
  if (auto done = describe_one(info, draft); !done) return done;
  being_described_.push_back(&info);
  return {};
}

void ReplicaCore::descriptions_written(bool committed) {
  if (being_described_.empty()) return;
  const std::unique_lock lock(classes_mutex_);
  for (const ClassInfo* info : being_described_) known_[info] = committed;
  being_described_.clear();
}

Result<void> ReplicaCore::describe_one(const ClassInfo& info, Draft& draft) {
  const Id description = description_of(info.id);
  auto stored = store_->load(description, nullptr);
  if (!stored && stored.error().code != ErrorCode::not_found) return std::move(stored).error();
  const std::string now = stored ? std::move(stored->image) : std::string();
  RDX_TRY(const auto wanted, describe(info, now, store_->source(), types_));
  for (const DescribedField& field : wanted) draft.change(description, field.number, field.letter, field.change);
  return {};
}

Result<void> ReplicaCore::check_class(const ClassInfo& info, Id id, Id class_id) {
  if (class_id == info.id || store_->is_a(class_id, info.id)) return {};
  std::string name = to_text(class_id);
  if (const auto description = store_->load(description_of(class_id), nullptr))
    name = S::native(find_image_field(description->image, kClassNameField, 'S'));
  return Error{ErrorCode::invalid, "object " + to_text(id) + " is of class " + name + ", not " + info.name};
}

Result<StoredObject> ReplicaCore::load(const ClassInfo& info, Id id, const Snapshot* at) {
  if (auto alive = check_alive(); !alive) return std::move(alive).error();
  if (!id) return Error{ErrorCode::not_found, "the object has no id: it was never saved, or the reference is empty"};
  auto stored = store_->load(id, at);
  if (!stored) return stored;
  if (auto checked = check_class(info, id, stored->class_id); !checked) return std::move(checked).error();
  return stored;
}

Result<StoredObject> ReplicaCore::load_fields(const ClassInfo& info, Id id, std::span<const FieldInfo* const> fields) {
  std::vector<std::pair<uint8_t, char>> keys;
  keys.reserve(fields.size());
  for (const FieldInfo* field : fields) keys.emplace_back(field->number, field->letter);
  auto stored = store_->load_fields(id, keys);
  if (!stored) return stored;
  if (auto checked = check_class(info, id, stored->class_id); !checked) return std::move(checked).error();
  return stored;
}

Clock ReplicaCore::clock(uint32_t source) const {
  if (revisions_ == Revisions::logical) return {source};
  constexpr int64_t kLast = static_cast<int64_t>(kMaxDoorRevision >> kClockShift) - 1;
  const int64_t now = now_ms_ ? now_ms_() : unix_ms();
  if (now < 0 || now > kLast) return {source};  // no time that anybody takes: logical ones go on
  return {source, 0, static_cast<uint64_t>(now) << kClockShift};
}

Result<std::string> ReplicaCore::write(const Draft& draft, std::span<const Unchanged> demanded, uint64_t read_at) {
  std::vector<std::string> packets;
  if (!draft.empty()) {
    RDX_TRY(packets, draft.packets());
  }
  std::vector<Packet> views;
  for (const std::string& packet : packets) {
    Bytes bytes = packet;
    views.push_back(*take_packet(bytes));
  }
  const std::vector<KnownChange> known = draft.known_changes();
  const auto done = store_->commit_if(demanded, read_at, views, known, draft.known_at());
  if (!done) return done.error();
  if (packets.empty()) return std::string();
  std::string ops = std::move(packets.front());
  for (std::size_t i = 1; i < packets.size(); ++i) ops.append(packets[i]);
  return ops;
}

}  // namespace rdx
