// NodeEngine: a node's engine, as its slots' stores see it.
//
// A call writes into several slots and is answered once: so stores do not wait for the disk, the node does. And it
// keeps in mind that the disk failed, since then the node ends.
#pragma once

#include <mutex>
#include <optional>

#include "rdx/store/engine.h"

namespace rdx {

class NodeEngine final : public Engine {
 public:
  /// The engine must outlive it.
  explicit NodeEngine(Engine& engine) : engine_(engine) {}

  Result<void> write(const WriteBatch& batch) override { return watch(engine_.write(batch)); }
  Result<void> sync() override { return watch(engine_.sync()); }
  /// Nothing: see settle.
  Result<void> acknowledge() override { return {}; }
  /// What a call waits for before it is answered.
  Result<void> settle() { return watch(engine_.acknowledge()); }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at = nullptr) const override {
    return engine_.get(key, at);
  }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at = nullptr) const override {
    return engine_.scan(first, end, visit, at);
  }
  bool may_have_lost_writes() const override { return engine_.may_have_lost_writes(); }
  void losses_are_met() override { engine_.losses_are_met(); }
  std::shared_ptr<const Snapshot> snapshot() const override { return engine_.snapshot(); }
  Result<void> compact() override { return engine_.compact(); }

  void fail(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = error;
  }
  /// The first failure of the disk.
  std::optional<Error> failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  Result<void> watch(Result<void> done) {
    if (done || done.error().code != ErrorCode::input_output) return done;
    fail(done.error());
    return done;
  }

  Engine& engine_;
  mutable std::mutex mutex_;
  std::optional<Error> failure_;
};

}  // namespace rdx
