// PassingEngine: an engine over another, which gets every call; for those that change what some of them do.
#pragma once

#include <memory>
#include <utility>

#include "rdx/store/engine.h"

namespace rdx::test {

class PassingEngine : public Engine {
 public:
  explicit PassingEngine(std::shared_ptr<Engine> below) : below_(std::move(below)) {}

  Result<void> write(const WriteBatch& batch) override { return below_->write(batch); }
  Result<void> sync() override { return below_->sync(); }
  Result<void> acknowledge() override { return below_->acknowledge(); }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override { return below_->get(key, at); }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    return below_->scan(first, end, visit, at);
  }
  bool may_have_lost_writes() const override { return below_->may_have_lost_writes(); }
  void losses_are_met() override { below_->losses_are_met(); }
  std::shared_ptr<const Snapshot> snapshot() const override { return below_->snapshot(); }
  Result<void> compact() override { return below_->compact(); }
  Result<Backup> backup(const std::string& folder, uint32_t keep) override { return below_->backup(folder, keep); }

 protected:
  Engine& below() const { return *below_; }

 private:
  const std::shared_ptr<Engine> below_;
};

}  // namespace rdx::test
