#include "rdx/replica/transaction.h"

#include <unordered_map>
#include <unordered_set>

#include "rdx/replica/replica_core.h"

namespace rdx {

// What a transaction has from its first use until its end.
class TransactionState {
 public:
  TransactionState(std::shared_ptr<ReplicaCore> core, Conflicts conflicts)
      : core_(std::move(core)), conflicts_(conflicts) {}
  TransactionState(const TransactionState&) = delete;
  TransactionState& operator=(const TransactionState&) = delete;
  ~TransactionState() { end(false); }

  Result<Id> save(Object& object, const ObjectFunctions& functions);
  Result<void> load(Object& object, const ObjectFunctions& functions, Id id);
  Result<Id> remove(Id id);
  Result<void> require_unchanged(Id id);
  Result<std::string> commit();
  void end(bool committed);

 private:
  Result<void> start_reading();
  Result<void> start_writing();
  Result<void> check_there(Id id) const;
  void demand(Id id, std::optional<std::string> image);
  Result<StoredObject> stored_now(const ClassInfo& info, Id id);
  void remember(Object& object, const ObjectFunctions& functions, Id id, Bytes now,
                const std::vector<SavedField>& fields);

  std::shared_ptr<ReplicaCore> core_;
  const Conflicts conflicts_;
  std::shared_ptr<const Snapshot> snapshot_;
  uint64_t read_at_ = 0;  // arrivals before the snapshot
  std::vector<Unchanged> demanded_;
  std::unordered_set<Id> demanded_ids_;
  TurnHolder turn_;
  std::unique_ptr<Draft> draft_;
  std::unordered_map<const Fallback*, std::shared_ptr<Fallback>> fallbacks_;
  bool is_over_ = false;
};

Result<void> TransactionState::start_reading() {
  if (is_over_) return Error{ErrorCode::closed, "the transaction is over"};
  if (snapshot_ != nullptr) return {};
  read_at_ = core_->store().arrivals();
  snapshot_ = core_->store().snapshot();
  return {};
}

Result<void> TransactionState::start_writing() {
  if (is_over_) return Error{ErrorCode::closed, "the transaction is over"};
  if (draft_ != nullptr) return {};
  RDX_TRY(TurnHolder turn, core_->take_turn());
  RDX_TRY(const Dot dot, core_->next_dot());
  turn_ = std::move(turn);
  draft_ = std::make_unique<Draft>(dot, core_->store().arrivals());
  return start_reading();
}

// What is stored now, without this transaction's changes.
Result<StoredObject> TransactionState::stored_now(const ClassInfo& info, Id id) {
  if (draft_->ends(id)) return Error{ErrorCode::gone, "this transaction removes object " + to_text(id)};
  if (const Id begun = draft_->begun_class(id)) {
    if (auto checked = core_->check_class(info, id, begun); !checked) return std::move(checked).error();
    return StoredObject{begun, {}};
  }
  return core_->load(info, id, nullptr);
}

// So that a rollback finds the object's fields as they are stored without the transaction: what the members say beyond
// that is then unsaved again.
void TransactionState::remember(Object& object, const ObjectFunctions& functions, Id id, Bytes now,
                                const std::vector<SavedField>& fields) {
  auto fallback = std::make_shared<Fallback>();
  const auto& earlier = ObjectAccess::fallback(object);
  const bool is_ours = earlier != nullptr && fallbacks_.contains(earlier.get());
  fallback->id = is_ours ? earlier->id : object.id();
  std::vector<ImageField> stored;
  for (const SavedField& field : fields)
    stored.push_back({field.number, field.letter, find_image_field(now, field.number, field.letter)});
  fallback->image = image_with(is_ours ? Bytes(earlier->image) : object.image(), stored);
  ObjectAccess::set_id(object, id);
  show_saved(object, functions, fields);
  ObjectAccess::set_fallback(object, fallback);
  fallbacks_.emplace(fallback.get(), fallback);
}

Result<Id> TransactionState::save(Object& object, const ObjectFunctions& functions) {
  ObjectAccess::settle(object);
  const ClassInfo& info = *functions.info;
  if (auto done = core_->know_class(info); !done) return std::move(done).error();
  if (auto done = start_writing(); !done) return std::move(done).error();
  StoredObject stored{info.id, {}};
  if (object.id()) {
    RDX_TRY(stored, stored_now(info, object.id()));
  }
  const std::string now = draft_->image_with_changes(object.id(), stored.image, core_->types());
  const Clock clock = core_->clock(draft_->first().source);
  const auto changed = changed_fields(object, functions);
  RDX_TRY(const auto fields, work_out_save(object, functions, changed, now, clock, core_->types()));
  const Draft::Mark mark = draft_->mark();
  Id id = object.id();
  if (!id) {
    RDX_TRY(id, draft_->begin_object(info.id));
  }
  draft_->change(id, stored.class_id, fields);
  if (auto done = core_->describe_class(info, *draft_); !done) {
    draft_->back_to(mark);
    core_->descriptions_written(false);
    return std::move(done).error();
  }
  remember(object, functions, id, stored.image, fields);
  return id;
}

Result<void> TransactionState::load(Object& object, const ObjectFunctions& functions, Id id) {
  if (auto done = start_reading(); !done) return done;
  const ClassInfo& info = *functions.info;
  std::string image;
  if (draft_ != nullptr && draft_->ends(id))
    return Error{ErrorCode::gone, "this transaction removes object " + to_text(id)};
  if (const Id begun = draft_ != nullptr ? draft_->begun_class(id) : Id()) {
    if (auto checked = core_->check_class(info, id, begun); !checked) return checked;
  } else {
    if (conflicts_ == Conflicts::loaded && id) {
      if (auto done = require_unchanged(id); !done) return done;
    }
    RDX_TRY(StoredObject stored, core_->load(info, id, snapshot_.get()));
    image = std::move(stored.image);
  }
  if (draft_ != nullptr) image = draft_->image_with_changes(id, image, core_->types());
  ObjectAccess::assign(object, functions, id, std::move(image));
  return {};
}

void TransactionState::demand(Id id, std::optional<std::string> image) {
  if (demanded_ids_.insert(id).second) demanded_.push_back({id, std::move(image)});
}

Result<void> TransactionState::require_unchanged(Id id) {
  if (auto done = start_reading(); !done) return done;
  if (!id) return Error{ErrorCode::not_found, "the object has no id: it was never saved"};
  if (draft_ != nullptr && draft_->begun_class(id)) return {};  // nobody else knows of it
  auto stored = core_->store().load(id, snapshot_.get());
  if (stored) return demand(id, std::move(stored->image)), Result<void>();
  if (stored.error().code != ErrorCode::gone && stored.error().code != ErrorCode::not_found) return stored.error();
  demand(id, std::nullopt);
  return {};
}

Result<Id> TransactionState::remove(Id id) {
  if (!id) return Error{ErrorCode::not_found, "the object has no id: it was never saved"};
  if (id.source() == 0) return Error{ErrorCode::invalid, "the description of a class cannot be removed"};
  if (auto done = start_writing(); !done) return std::move(done).error();
  if (draft_->ends(id)) return Error{ErrorCode::gone, "this transaction removes object " + to_text(id)};
  if (!draft_->begun_class(id)) {
    if (auto stored = core_->store().load(id, nullptr); !stored) return std::move(stored).error();
  }
  draft_->end_object(id);
  return id;
}

Result<std::string> TransactionState::commit() {
  if (is_over_) return Error{ErrorCode::closed, "the transaction is over"};
  Result<std::string> ops = std::string();
  // A save may have found its change there already; whether that is still so is asked of the store as well.
  if (draft_ != nullptr && (!draft_->empty() || !demanded_.empty())) ops = core_->write(*draft_, demanded_, read_at_);
  end(ops.has_value());
  if (!ops) return ops;
  if (auto done = core_->store().acknowledge(); !done) return std::move(done).error();
  return ops;
}

void TransactionState::end(bool committed) {
  if (is_over_) return;
  is_over_ = true;
  for (const auto& [key, fallback] : fallbacks_) {
    if (committed)
      fallback->image = {};  // nobody looks at it any more
    else
      fallback->is_rolled_back.store(true, std::memory_order_release);
  }
  fallbacks_.clear();
  if (turn_) core_->descriptions_written(committed);
  snapshot_.reset();
  draft_.reset();
  turn_.give_back();
}

Transaction::Transaction(std::shared_ptr<ReplicaCore> core, Conflicts conflicts)
    : state_(std::make_unique<TransactionState>(std::move(core), conflicts)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction& Transaction::operator=(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Result<Id> Transaction::save_object(Object& object, const ObjectFunctions& functions) {
  return state_->save(object, functions);
}
Result<void> Transaction::load_object(Object& object, const ObjectFunctions& functions, Id id) {
  return state_->load(object, functions, id);
}
Result<void> Transaction::require_unchanged(Id id) { return state_->require_unchanged(id); }
Result<Id> Transaction::remove(Id id) { return state_->remove(id); }
Result<std::string> Transaction::commit() { return state_->commit(); }
void Transaction::rollback() { state_->end(false); }

}  // namespace rdx
