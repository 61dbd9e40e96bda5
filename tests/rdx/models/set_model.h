// E from FORMAT.md's words: "Merge: per value the higher rank. A new value takes rev 1; taking out sets -(|rev|+1);
// putting back sets |rev|+1."
#pragma once

#include <map>

#include "rdx/rdx/set.h"
#include "tests/rdx/models/model_history.h"
#include "tests/rdx/models/value_model.h"

namespace rdx::model {

struct SetModel {
  using Type = E;

  struct Op {
    ModelValue value;
    int64_t revision = 0;
    uint32_t source = 0;
  };

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    const std::map<ModelValue, Op> now = evaluate(seen);
    std::map<ModelValue, Op> done;
    for (std::size_t i = random.below(4); i > 0; --i) {
      const ModelValue value(test::random_value(random));
      const auto found = now.find(value);
      const int64_t before = found == now.end() ? 0 : found->second.revision;
      done.insert({value, {value, before > 0 ? -(before + 1) : -before + 1, source}});
    }
    std::vector<Op> ops;
    for (const auto& [value, op] : done) ops.push_back(op);
    return ops;
  }

  static E::Native native(const std::vector<Op>& seen) {
    E::Native values;
    for (const auto& [value, op] : evaluate(seen))
      if (op.revision > 0) values.insert(value.value);
    return values;
  }

  static std::string bytes(const std::vector<Op>& seen) {
    std::string bare;
    for (const auto& [value, op] : evaluate(seen))
      bare += record(value.letter, signed_stamp(op.revision, op.source) + value.bytes);
    return bare;
  }

 private:
  static std::map<ModelValue, Op> evaluate(const std::vector<Op>& seen) {
    std::map<ModelValue, Op> best;
    for (const Op& op : seen) {
      const auto [at, is_new] = best.insert({op.value, op});
      if (!is_new && ModelRank(at->second.revision, at->second.source) < ModelRank(op.revision, op.source))
        at->second = op;
    }
    return best;
  }
};

}  // namespace rdx::model
