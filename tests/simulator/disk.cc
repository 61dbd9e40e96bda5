#include "tests/simulator/disk.h"

#include "rdx/store/memory_engine.h"

namespace rdx::simulator {
namespace {

void add_entry(WriteBatch& batch, const WriteBatch::Entry& entry) {
  switch (entry.kind) {
    case WriteBatch::Kind::put: batch.put(entry.key, entry.value); break;
    case WriteBatch::Kind::merge: batch.merge(entry.key, entry.value); break;
    case WriteBatch::Kind::remove: batch.remove(entry.key); break;
    case WriteBatch::Kind::remove_range: batch.remove_range(entry.key, entry.value); break;
  }
}

}  // namespace

// What the store holds: it outlives nothing and is nobody else's.
class SimulatedDisk::Handle : public Engine {
 public:
  Handle(SimulatedDisk& disk, bool tells_of_loss) : disk_(disk), tells_of_loss_(tells_of_loss), memory_(disk.memory_) {}

  Result<void> write(const WriteBatch& batch) override { return disk_.write(batch); }
  Result<void> sync() override { return disk_.sync(); }
  Result<void> acknowledge() override { return disk_.acknowledge(); }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override { return memory_->get(key, at); }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    return memory_->scan(first, end, visit, at);
  }
  bool may_have_lost_writes() const override { return tells_of_loss_; }
  std::shared_ptr<const Snapshot> snapshot() const override { return memory_->snapshot(); }
  Result<void> compact() override { return memory_->compact(); }

 private:
  SimulatedDisk& disk_;
  const bool tells_of_loss_;
  std::shared_ptr<Engine> memory_;
};

Result<std::unique_ptr<Engine>> SimulatedDisk::open() {
  operations_left_.reset();
  memory_ = make_memory_engine();
  for (const WriteBatch& batch : batches_) memory_->write(batch).value();
  const bool tells_of_loss = mark_ != 0 && mark_ != run_;
  if (!habits_.acknowledges && !tells_of_loss) mark_ = run_;
  return std::unique_ptr<Engine>(std::make_unique<Handle>(*this, tells_of_loss));
}

std::optional<Error> SimulatedDisk::take_operation() {
  if (!operations_left_) return std::nullopt;
  if (*operations_left_ > 0) --*operations_left_;
  if (*operations_left_ > 0) return std::nullopt;
  return Error{ErrorCode::input_output, "the simulated disk has failed"};
}

Result<void> SimulatedDisk::write(const WriteBatch& batch) {
  if (auto error = take_operation()) return *std::move(error);
  if (is_full()) return Error{ErrorCode::no_space, "the simulated disk is full"};
  if (writes_left_) --*writes_left_;
  if (habits_.keeps_batches) {
    batches_.push_back(batch);
  } else {
    batch.for_each([this](const WriteBatch::Entry& entry) { add_entry(batches_.emplace_back(), entry); });
  }
  on_write_(batch);
  return memory_->write(batch);
}

Result<void> SimulatedDisk::sync() {
  if (auto error = take_operation()) return *std::move(error);
  if (habits_.syncs) synced_ = batches_.size();
  return {};
}

Result<void> SimulatedDisk::acknowledge() {
  if (habits_.acknowledges) return sync();
  if (has_failed()) return Error{ErrorCode::input_output, "the simulated disk has failed"};
  return {};
}

void SimulatedDisk::cut_power(Dice& dice) {
  batches_.resize(synced_ + dice.below(batches_.size() - synced_ + 1));
  synced_ = batches_.size();
  ++run_;
  kill();
}

void SimulatedDisk::lose() {
  batches_.clear();
  mark_ = 0;
  synced_ = 0;
  kill();
}

void SimulatedDisk::restore(const std::any& copy) {
  const auto& kept = std::any_cast<const Copy&>(copy);
  batches_ = kept.batches;
  mark_ = kept.mark;
  synced_ = batches_.size();
  kill();
}

}  // namespace rdx::simulator
