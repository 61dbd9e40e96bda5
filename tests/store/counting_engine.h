// CountingEngine: an engine that counts what it is asked for. What a call costs is held by these numbers, never by
// time.
#pragma once

#include <algorithm>
#include <atomic>
#include <vector>

#include "tests/store/passing_engine.h"

namespace rdx::test {

class CountingEngine final : public PassingEngine {
 public:
  using PassingEngine::PassingEngine;

  Result<void> write(const WriteBatch& batch) override {
    largest_batch_ = std::max(largest_batch_, batch.size_bytes());
    return below().write(batch);
  }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    auto value = below().get(key, at);
    if (value && *value) got_bytes_ += (*value)->size();
    return value;
  }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    scans_.emplace_back(first);
    return below().scan(
        first, end, [&](Bytes key, Bytes value) { return ++visited_, visit(key, value); }, at);
  }

  void reset() {
    got_bytes_ = visited_ = largest_batch_ = 0;
    scans_.clear();
  }
  std::size_t got_bytes() const { return got_bytes_; }
  std::size_t visited() const { return visited_; }
  std::size_t largest_batch() const { return largest_batch_; }
  /// Where scans began whose first key starts so; in the order of the calls.
  std::vector<std::string> scans(Bytes prefix) const {
    std::vector<std::string> found;
    for (const std::string& first : scans_)
      if (first.starts_with(prefix)) found.push_back(first);
    return found;
  }

 private:
  mutable std::size_t got_bytes_ = 0;
  mutable std::size_t visited_ = 0;
  mutable std::vector<std::string> scans_;
  std::size_t largest_batch_ = 0;
};

}  // namespace rdx::test
