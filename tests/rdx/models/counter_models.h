// C U N and V from FORMAT.md's words.
#pragma once

#include <map>
#include <tuple>

#include "rdx/rdx/counter.h"
#include "rdx/rdx/versions.h"
#include "tests/rdx/drivers.h"
#include "tests/rdx/models/model_history.h"
#include "tests/rdx/models/naive_bytes.h"

namespace rdx::model {

/// "zip(zigzag(sum)). Merge: addition modulo 2^64."
struct CausalCounterModel {
  using Type = C;
  using Op = uint64_t;  // what was added

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t /*source*/) {
    const int64_t now = native(seen);
    const auto step = static_cast<uint64_t>(test::moved(random, now)) - static_cast<uint64_t>(now);
    return step == 0 ? std::vector<Op>() : std::vector<Op>{step};
  }
  static int64_t native(const std::vector<Op>& seen) {
    uint64_t sum = 0;
    for (const Op op : seen) sum += op;
    return static_cast<int64_t>(sum);
  }
  static std::string bytes(const std::vector<Op>& seen) { return zip_int(native(seen)); }
};

/// "One I( stamp value ) per source, ascending by source. Merge: per source the higher (rev, value bytes)."
struct UnkillableCounterModel {
  using Type = U;

  struct Op {
    uint32_t source = 0;
    uint64_t revision = 0;
    int64_t number = 0;
  };

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    const int64_t now = native(seen);
    const auto step = static_cast<uint64_t>(test::moved(random, now)) - static_cast<uint64_t>(now);
    if (step == 0) return {};
    const Op own = evaluate(seen)[source];
    return {{source, own.revision + 1, static_cast<int64_t>(static_cast<uint64_t>(own.number) + step)}};
  }
  static int64_t native(const std::vector<Op>& seen) {
    uint64_t sum = 0;
    for (const auto& [source, op] : evaluate(seen)) sum += static_cast<uint64_t>(op.number);
    return static_cast<int64_t>(sum);
  }
  static std::string bytes(const std::vector<Op>& seen) {
    std::string bare;
    for (const auto& [source, op] : evaluate(seen))
      bare += record('I', stamp(op.revision, source) + zip_int(op.number));
    return bare;
  }

 private:
  static std::map<uint32_t, Op> evaluate(const std::vector<Op>& seen) {
    std::map<uint32_t, Op> best;
    for (const Op& op : seen) {
      Op& at = best[op.source];
      if (op.revision > at.revision) at = op;
    }
    return best;
  }
};

/// "Per source the maximum": N as U( pair(value, src) ), V as V( pair(seq, src) ).
struct MaximumModel {
  struct Op {
    uint32_t source = 0;
    uint64_t number = 0;
  };

  static std::map<uint32_t, uint64_t> evaluate(const std::vector<Op>& seen) {
    std::map<uint32_t, uint64_t> highest;
    for (const Op& op : seen) highest[op.source] = std::max(highest[op.source], op.number);
    return highest;
  }
  static std::string records(char letter, const std::vector<Op>& seen) {
    std::string bare;
    for (const auto& [source, number] : evaluate(seen)) bare += record(letter, pair(number, source));
    return bare;
  }
};

struct GrowingCounterModel : MaximumModel {
  using Type = N;

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    const uint64_t step = test::GrowingCounterDriver::edit(random, 0, source);
    if (step == 0) return {};
    return {{source, evaluate(seen)[source] + step}};
  }
  static uint64_t native(const std::vector<Op>& seen) {
    uint64_t sum = 0;
    for (const auto& [source, number] : evaluate(seen)) sum += number;
    return sum;
  }
  static std::string bytes(const std::vector<Op>& seen) { return records('U', seen); }
};

struct VersionsModel : MaximumModel {
  using Type = V;

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    const std::map<uint32_t, uint64_t> now = evaluate(seen);
    const auto own = now.find(source);
    return {{source, (own == now.end() ? 0 : own->second + 1) + random.below(3)}};
  }
  static VersionVector native(const std::vector<Op>& seen) {
    VersionVector versions;
    for (const auto& [source, number] : evaluate(seen)) versions.raise(source, static_cast<int64_t>(number));
    return versions;
  }
  static std::string bytes(const std::vector<Op>& seen) { return records('V', seen); }
};

}  // namespace rdx::model
