// FailingEngine: an engine in memory that fails from a moment on, by an error or by what it throws.
#pragma once

#include <atomic>
#include <stdexcept>

#include "rdx/store/memory_engine.h"
#include "tests/store/passing_engine.h"

namespace rdx::test {

class FailingEngine final : public PassingEngine {
 public:
  enum class How : uint8_t { not_at_all, by_error, by_throwing };
  /// Whoever made it may have it fail, for as long as it lives.
  struct Switch {
    std::atomic<How> writes = How::not_at_all;
    std::atomic<How> log_reads = How::not_at_all;  // scans of the order of arrival
  };

  explicit FailingEngine(std::shared_ptr<Switch> faults)
      : PassingEngine(make_memory_engine()), faults_(std::move(faults)) {}

  Result<void> write(const WriteBatch& batch) override {
    if (auto done = fail(faults_->writes); !done) return done;
    return below().write(batch);
  }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    if (!first.empty() && first[0] == 'A')
      if (auto done = fail(faults_->log_reads); !done) return done;
    return below().scan(first, end, visit, at);
  }

 private:
  static Result<void> fail(How how) {
    if (how == How::by_throwing) throw std::runtime_error("out of luck");
    if (how == How::by_error) return Error{ErrorCode::input_output, "the disk is gone"};
    return {};
  }

  const std::shared_ptr<Switch> faults_;
};

}  // namespace rdx::test
