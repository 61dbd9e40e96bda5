// FullEngine: an engine that refuses every write from some point on, as a disk that fills up does.
#pragma once

#include <atomic>
#include <memory>

#include "rdx/store/engine.h"

namespace rdx::test {

class FullEngine final : public Engine {
 public:
  explicit FullEngine(std::unique_ptr<Engine> below) : below_(std::move(below)) {}

  Result<void> write(const WriteBatch& batch) override {
    if (left_ == 0) return Error{ErrorCode::no_space, "full"};
    --left_;
    return below_->write(batch);
  }
  Result<void> sync() override { return below_->sync(); }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override { return below_->get(key, at); }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    return below_->scan(first, end, visit, at);
  }
  std::shared_ptr<const Snapshot> snapshot() const override { return below_->snapshot(); }
  Result<void> compact() override { return below_->compact(); }
  void leave(uint64_t writes) { left_ = writes; }

 private:
  std::unique_ptr<Engine> below_;
  std::atomic<uint64_t> left_ = ~uint64_t{0};
};

}  // namespace rdx::test
