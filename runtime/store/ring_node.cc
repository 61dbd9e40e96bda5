#include "rdx/store/ring_node.h"

#include <algorithm>

#include "rdx/store/ring_keys.h"

namespace rdx {

RingNode::RingNode(Engine& engine, const Setup& setup)
    : setup_(setup),
      engine_(engine),
      keys_(std::string(kNodePrefix)),
      hints_(engine_, keys_),
      placement_(std::make_shared<Placement>(RingView())) {}

Result<std::unique_ptr<RingNode>> RingNode::open(Engine& engine, const Setup& setup) {
  if (setup.number == 0) return Error{ErrorCode::invalid, "a node's number is 1 or more"};
  std::unique_ptr<RingNode> node(new RingNode(engine, setup));
  if (auto done = node->read_state(); !done) return std::move(done).error();
  return node;
}

Result<void> RingNode::check_number() {
  RDX_TRY(const auto stored, engine_.get(keys_.about(kNodeNumberName)));
  std::string number;
  append_number(number, setup_.number);
  if (stored && *stored != number)
    return Error{ErrorCode::invalid,
                 "this is another node's database, not that of node " + std::to_string(setup_.number)};
  WriteBatch batch;
  batch.put(keys_.about(kNodeNumberName), number);
  return stored ? Result<void>() : engine_.write(batch);
}

Result<void> RingNode::read_state() {
  if (auto done = check_number(); !done) return done;
  RDX_TRY(const auto stored, engine_.get(keys_.about(kNodeViewName)));
  if (stored) {
    RDX_TRY(const RingView view, read_view(*stored));
    placement_ = std::make_shared<Placement>(view);
    if (view.others_than(setup_.number).empty()) complete_.set();
  }
  if (auto done = read_declarations(); !done) return done;
  if (auto done = hints_.open(); !done) return done;
  find_present();
  return {};
}

Result<void> RingNode::read_declarations() {
  const Key first = keys_.about(kNodeClassName);
  return engine_.scan(first, end_of_prefix(first), [&](Bytes key, Bytes value) {
    const Bytes class_id = keys_.tail(key).substr(kNodeClassName.size());
    if (class_id.size() < sizeof(uint64_t) || value.size() < sizeof(uint64_t)) return true;
    Declaration& declaration = declarations_[Id(read_big_endian(class_id))];
    declaration.parent = Id(read_big_endian(value));
    for (const char field : value.substr(sizeof(uint64_t)))
      declaration.fields.set(static_cast<uint8_t>(field) % declaration.fields.size());
    return true;
  });
}

std::vector<uint8_t> RingNode::Declaration::field_numbers() const {
  std::vector<uint8_t> numbers;
  for (std::size_t field = 1; field < fields.size(); ++field)
    if (fields.test(field)) numbers.push_back(static_cast<uint8_t>(field));
  return numbers;
}

std::vector<DeclaredClass> RingNode::declared() const {
  const std::lock_guard lock(mutex_);
  std::vector<DeclaredClass> all;
  for (const auto& [class_id, declaration] : declarations_)
    all.push_back({class_id, declaration.parent, declaration.field_numbers()});
  return all;
}

Result<void> RingNode::declare(const DeclaredClass& wanted) {
  std::vector<SlotStore> open;
  {
    const std::lock_guard lock(mutex_);
    const auto found = declarations_.find(wanted.class_id);
    Declaration next = found != declarations_.end() ? found->second : Declaration{};
    const Declaration had = next;
    for (const uint8_t field : wanted.indexed_fields) {
      if (field < 1 || field > 127)
        return Error{ErrorCode::invalid, "there is no field " + std::to_string(field) + "; fields are 1 to 127"};
      next.fields.set(field);
    }
    if (wanted.parent) next.parent = wanted.parent;
    if (found != declarations_.end() && next.fields == had.fields && next.parent == had.parent) return {};
    if (auto done = write_declaration(wanted.class_id, next); !done) return done;
    declarations_[wanted.class_id] = next;
    std::copy_if(stores_.begin(), stores_.end(), std::back_inserter(open),
                 [](const SlotStore& each) { return each != nullptr; });
  }
  for (const SlotStore& store : open)
    if (auto done = store->declare_class(wanted.class_id, wanted.parent, wanted.indexed_fields); !done) return done;
  return {};
}

Result<void> RingNode::write_declaration(Id class_id, const Declaration& declaration) {
  std::string value{Bytes(Key().add(declaration.parent.number()))};
  for (const uint8_t field : declaration.field_numbers()) value.push_back(static_cast<char>(field));
  WriteBatch batch;
  batch.put(keys_.about(kNodeClassName).add(class_id.number()), value);
  return engine_.write(batch);
}

// One look a slot.
void RingNode::find_present() {
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    const std::string prefix = prefix_of_slot(static_cast<uint16_t>(slot));
    const auto any = [&](Bytes, Bytes) { return present_.set(slot), false; };
    static_cast<void>(engine_.scan(prefix, end_of_prefix(prefix), any));
  }
}

std::shared_ptr<const Placement> RingNode::placement() const {
  const std::lock_guard lock(mutex_);
  return placement_;
}

RingView RingNode::view() const { return placement()->view(); }

Result<void> RingNode::set_view(const RingView& view) {
  const std::unique_lock calls(calls_mutex_);
  const auto before = placement();
  if (view.epoch <= before->view().epoch) return {};
  WriteBatch batch;
  batch.put(keys_.about(kNodeViewName), write_view(view));
  if (auto done = engine_.write(batch); !done) return done;
  if (auto done = engine_.sync(); !done) return done;
  auto after = std::make_shared<Placement>(view);
  const SlotSet had = before->slots_of(setup_.number);
  const std::lock_guard lock(mutex_);
  // What it missed between two views nobody can say.
  if (view.epoch != before->view().epoch + 1) complete_.reset();
  complete_ &= had;
  if (view.others_than(setup_.number).empty()) complete_.set();
  placement_ = std::move(after);
  return {};
}

Result<RingNode::SlotStore> RingNode::open_slot(uint16_t slot) const {
  LocalStore::Setup setup;
  setup.types = setup_.types;
  setup.prefix = prefix_of_slot(slot);
  setup.slot = slot;
  RDX_TRY(auto opened, LocalStore::open(engine_, setup));
  for (const auto& [class_id, declaration] : declarations_) {
    if (auto done = opened->declare_class(class_id, declaration.parent, declaration.field_numbers()); !done)
      return std::move(done).error();
  }
  return SlotStore(std::move(opened));
}

Result<RingNode::SlotStore> RingNode::store_of(uint16_t slot, bool makes) const {
  const std::lock_guard lock(mutex_);
  if (stores_[slot] != nullptr) return stores_[slot];
  if (!makes && !present_.test(slot)) return SlotStore();
  RDX_TRY(stores_[slot], open_slot(slot));
  present_.set(slot);
  return stores_[slot];
}

bool RingNode::note_lacking(uint16_t slot, std::span<const Dot> missing) {
  const std::lock_guard lock(mutex_);
  if (!lacking_.add(slot, missing)) return false;
  complete_.reset(slot);
  return true;
}

Result<SlotSet> RingNode::for_each_served(const SlotSet& slots,
                                          FunctionRef<Result<void>(const LocalStore&)> visit) const {
  SlotSet refused;
  for (uint32_t number = 0; number < kSlots; ++number) {
    if (!slots.test(number)) continue;
    const auto slot = static_cast<uint16_t>(number);
    refused.set(slot, !serves(slot));
    if (refused.test(slot)) continue;
    RDX_TRY(const SlotStore store, store_of(slot, false));
    if (store == nullptr) continue;
    if (auto done = visit(*store); !done) return std::move(done).error();
  }
  return refused;
}

bool RingNode::serves(uint16_t slot) const {
  const std::lock_guard lock(mutex_);
  return complete_.test(slot) && placement_->owns(setup_.number, slot);
}

SlotSet RingNode::present() const {
  const std::lock_guard lock(mutex_);
  return present_;
}

DotSet RingNode::seen(uint16_t slot) const {
  const auto store = store_of(slot, false);
  return store && *store != nullptr ? (*store)->seen() : DotSet();
}

std::size_t RingNode::open_slots() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(
      std::count_if(stores_.begin(), stores_.end(), [](const SlotStore& each) { return each != nullptr; }));
}

}  // namespace rdx
