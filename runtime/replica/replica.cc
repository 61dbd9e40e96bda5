#include "rdx/replica/replica.h"

#include "rdx/rdx.h"
#include "rdx/replica/replica_core.h"
#include "rdx/store/memory_engine.h"

namespace rdx {
namespace {

constexpr std::size_t kPage = 256;

}  // namespace

Replica::Replica(std::shared_ptr<ReplicaCore> core) : core_(std::move(core)) {}
Replica::Replica(Replica&&) noexcept = default;
Replica& Replica::operator=(Replica&&) noexcept = default;
Replica::~Replica() = default;

Result<Replica> Replica::over(std::unique_ptr<Engine> engine, const Options& options) {
  RDX_TRY(auto core, ReplicaCore::open(std::move(engine), options));
  return Replica(std::move(core));
}

Result<Replica> Replica::over(std::unique_ptr<OwnStore> store, const Options& options) {
  RDX_TRY(auto core, ReplicaCore::open(std::move(store), options));
  return Replica(std::move(core));
}

Result<Replica> open_memory(const Options& options) {
  return Replica::over(make_memory_engine(options.types != nullptr ? *options.types : built_in_types()), options);
}

Result<std::string> Replica::save_object(Object& object, const ObjectFunctions& functions) {
  ObjectAccess::settle(object);
  const ClassInfo& info = *functions.info;
  if (auto done = core_->know_class(info); !done) return std::move(done).error();
  RDX_TRY(TurnHolder turn, core_->take_turn());
  RDX_TRY(const Dot dot, core_->next_dot());
  const auto changed = changed_fields(object, functions);
  const uint64_t known_at = core_->store().arrivals();
  StoredObject now{info.id, {}};
  if (object.id()) {
    RDX_TRY(now, core_->load_fields(info, object.id(), changed));
  }
  RDX_TRY(auto fields, work_out_save(object, functions, changed, now.image, core_->clock(dot.source), core_->types()));
  Draft draft(dot, known_at);
  Id id = object.id();
  if (!id) {
    RDX_TRY(id, draft.begin_object(info.id));
  }
  draft.change(id, now.class_id, fields);
  std::string ops;
  if (!draft.empty()) {
    if (auto done = core_->describe_class(info, draft); !done) return std::move(done).error();
    auto written = core_->write(draft);
    core_->descriptions_written(written.has_value());
    if (!written) return written;
    ops = std::move(*written);
  }
  turn.give_back();  // others write while this one waits for the disk
  if (auto done = core_->store().acknowledge(); !done) return std::move(done).error();
  ObjectAccess::set_id(object, id);
  show_saved(object, functions, fields);
  return ops;
}

Result<std::string> Replica::remove(Id id) {
  if (!id) return Error{ErrorCode::not_found, "the object has no id: it was never saved"};
  RDX_TRY(TurnHolder turn, core_->take_turn());
  if (auto stored = core_->store().load(id, nullptr); !stored) return std::move(stored).error();
  if (id.source() == 0) return Error{ErrorCode::invalid, "the description of a class cannot be removed"};
  RDX_TRY(const Dot dot, core_->next_dot());
  Draft draft(dot, core_->store().arrivals());
  draft.end_object(id);
  RDX_TRY(std::string ops, core_->write(draft));
  turn.give_back();
  if (auto done = core_->store().acknowledge(); !done) return std::move(done).error();
  return ops;
}

Result<void> Replica::load_object(Object& object, const ObjectFunctions& functions, Id id) const {
  RDX_TRY(StoredObject stored, core_->load(*functions.info, id, nullptr));
  ObjectAccess::assign(object, functions, id, std::move(stored.image));
  return {};
}

Result<uint64_t> Replica::for_each_object(const ObjectFunctions& functions, ObjectStep step) const {
  // On a full disk no index can be declared. Reading goes on; a list needs no index, and who does asks again.
  static_cast<void>(core_->know_class(*functions.info));
  const OwnStore& store = core_->store();
  const auto snapshot = store.snapshot();
  uint64_t count = 0;
  for (const Id class_id : store.class_and_descendants(functions.info->id)) {
    std::vector<Id> page(kPage);
    for (Id last; page.size() == kPage;) {
      page.clear();
      const auto collect = [&](Id id) { return page.push_back(id), page.size() < kPage; };
      if (auto done = store.for_each_id(class_id, last, collect, snapshot.get()); !done) return std::move(done).error();
      for (const Id id : page) {
        auto stored = store.load(id, snapshot.get());
        if (!stored && snapshot == nullptr && stored.error().code == ErrorCode::gone) continue;  // since it was listed
        if (!stored) return std::move(stored).error();
        ++count;
        if (!step(id, std::move(stored->image))) return count;
      }
      if (!page.empty()) last = page.back();
    }
  }
  return count;
}

Result<void> Replica::find_objects(const ObjectFunctions& functions, uint8_t field, Bytes value,
                                   ObjectStep step) const {
  if (auto done = core_->know_class(*functions.info); !done) return done;
  const OwnStore& store = core_->store();
  char letter = 0;
  for (const FieldInfo& each : functions.info->fields) {
    if (each.number == field) letter = each.letter;
  }
  const auto snapshot = store.snapshot();
  for (const Id class_id : store.class_and_descendants(functions.info->id)) {
    RDX_TRY(const std::vector<Id> ids, store.find(class_id, field, value, snapshot.get()));
    for (const Id id : ids) {
      auto stored = store.load(id, snapshot.get());
      if (!stored && snapshot == nullptr && stored.error().code == ErrorCode::gone) continue;
      if (!stored) return std::move(stored).error();
      const auto found = indexable_value(letter, find_image_field(stored->image, field, letter));
      if (found == value) step(id, std::move(stored->image));  // another value may have the same hash
    }
  }
  return {};
}

// The core's share keeps the store.
Result<std::shared_ptr<const LocalStore>> Replica::shared_log() const {
  if (const LocalStore* local = core_->local()) return std::shared_ptr<const LocalStore>(core_, local);
  return Error{ErrorCode::invalid,
               "this replica stands on a store without a log in order of arrival, such as a ring; subscribe at one of "
               "its own that syncs with it"};
}

Result<Subscription> Replica::subscribe_class(const ClassInfo& info, std::optional<uint64_t> from) const {
  RDX_TRY(auto log, shared_log());
  if (auto done = core_->know_class(info); !done) return std::move(done).error();
  return Subscription::open(std::move(log), {{}, info.id}, from);
}
Result<Subscription> Replica::subscribe(Id object, std::optional<uint64_t> from) const {
  if (!object) return Error{ErrorCode::not_found, "the object has no id: it was never saved"};
  RDX_TRY(auto log, shared_log());
  return Subscription::open(std::move(log), {object, {}}, from);
}
Result<Subscription> Replica::subscribe(std::optional<uint64_t> from) const {
  RDX_TRY(auto log, shared_log());
  return Subscription::open(std::move(log), {}, from);
}
Result<Tail> Replica::tail(std::optional<uint64_t> from) const {
  RDX_TRY(auto log, shared_log());
  const uint64_t begin = from.value_or(log->progress().told());
  return Tail::open(std::move(log), begin);
}

Transaction Replica::begin(Conflicts conflicts) { return Transaction(core_, conflicts); }

Result<std::string> Replica::request_diff() const {
  if (auto alive = core_->check_alive(); !alive) return std::move(alive).error();
  return core_->store().request_diff();
}
Result<std::string> Replica::build_diff(Bytes request, std::size_t limit) const {
  if (auto alive = core_->check_alive(); !alive) return std::move(alive).error();
  return core_->store().build_diff(request, limit);
}
Result<Integrated> Replica::integrate_diff(Bytes diff) {
  if (auto alive = core_->check_alive(); !alive) return std::move(alive).error();
  return core_->store().integrate_diff(diff);
}

void Replica::end(const Error& reason) { core_->end(reason); }
Result<void> Replica::check_alive() const { return core_->check_alive(); }

Result<Backup> Replica::backup(const std::string& folder, uint32_t keep) {
  if (Engine* engine = core_->engine()) return engine->backup(folder, keep);
  return Error{ErrorCode::invalid, "this replica stands on a store without an engine of its own; back up its nodes"};
}

Result<Collected> Replica::gc() {
  if (LocalStore* local = core_->local()) return local->gc();
  return Error{ErrorCode::invalid,
               "this replica stands on a store without a log of its own, such as a ring, whose logs are not cut"};
}
std::vector<KnownPeer> Replica::peers() const {
  LocalStore* local = core_->local();
  return local != nullptr ? local->peers() : std::vector<KnownPeer>();
}
Result<void> Replica::forget_peer(uint32_t source) {
  if (LocalStore* local = core_->local()) return local->forget_peer(source);
  return Error{ErrorCode::invalid, "this replica stands on a store that keeps no peers"};
}

Result<void> Replica::reinstate() {
  if (LocalStore* local = core_->local()) return local->reinstate();
  return Error{ErrorCode::invalid, "this replica stands on a store that keeps no peers"};
}

uint32_t Replica::source() const { return core_->store().source(); }
std::vector<uint32_t> Replica::present_sources() const { return core_->store().present_sources(); }
DotSet Replica::seen() const { return core_->store().seen(); }
Store& Replica::store() { return core_->store(); }

}  // namespace rdx
