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
  RDX_TRY(auto fields, work_out_save(object, functions, changed, now.image, {dot.source, 0}, core_->types()));
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
  const LocalStore& store = core_->store();
  const auto snapshot = store.snapshot();
  uint64_t count = 0;
  for (const Id class_id : store.class_and_descendants(functions.info->id)) {
    std::vector<Id> page(kPage);
    for (Id last; page.size() == kPage;) {
      page.clear();
      const auto collect = [&](Id id) { return page.push_back(id), page.size() < kPage; };
      if (auto done = store.for_each_id(class_id, last, collect, snapshot.get()); !done) return std::move(done).error();
      for (const Id id : page) {
        RDX_TRY(StoredObject stored, store.load(id, snapshot.get()));
        ++count;
        if (!step(id, std::move(stored.image))) return count;
      }
      if (!page.empty()) last = page.back();
    }
  }
  return count;
}

Result<void> Replica::find_objects(const ObjectFunctions& functions, uint8_t field, Bytes value,
                                   ObjectStep step) const {
  if (auto done = core_->know_class(*functions.info); !done) return done;
  const LocalStore& store = core_->store();
  char letter = 0;
  for (const FieldInfo& each : functions.info->fields) {
    if (each.number == field) letter = each.letter;
  }
  const auto snapshot = store.snapshot();
  for (const Id class_id : store.class_and_descendants(functions.info->id)) {
    RDX_TRY(const std::vector<Id> ids, store.find(class_id, field, value, snapshot.get()));
    for (const Id id : ids) {
      RDX_TRY(StoredObject stored, store.load(id, snapshot.get()));
      const auto found = indexable_value(letter, find_image_field(stored.image, field, letter));
      if (found == value) step(id, std::move(stored.image));  // another value may have the same hash
    }
  }
  return {};
}

Transaction Replica::begin() { return Transaction(core_); }

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

Result<Collected> Replica::gc() { return core_->store().gc(); }
std::vector<KnownPeer> Replica::peers() const { return core_->store().peers(); }
Result<void> Replica::forget_peer(uint32_t source) { return core_->store().forget_peer(source); }

uint32_t Replica::source() const { return core_->sources().current(); }
DotSet Replica::seen() const { return core_->store().seen(); }
Store& Replica::store() { return core_->store(); }

}  // namespace rdx
