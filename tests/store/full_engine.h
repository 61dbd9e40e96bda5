// FullEngine: an engine that refuses every write from some point on, as a disk that fills up does.
#pragma once

#include <atomic>

#include "tests/store/passing_engine.h"

namespace rdx::test {

class FullEngine final : public PassingEngine {
 public:
  using PassingEngine::PassingEngine;

  Result<void> write(const WriteBatch& batch) override {
    if (left_ == 0) return Error{ErrorCode::no_space, "full"};
    --left_;
    return below().write(batch);
  }
  void leave(uint64_t writes) { left_ = writes; }

 private:
  std::atomic<uint64_t> left_ = ~uint64_t{0};
};

}  // namespace rdx::test
