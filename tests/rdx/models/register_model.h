// I S F R from FORMAT.md's words: "the higher revision, then the higher value bytes, then the higher source."
#pragma once

#include <algorithm>
#include <tuple>

#include "rdx/rdx/register.h"
#include "tests/rdx/drivers.h"
#include "tests/rdx/models/model_history.h"
#include "tests/rdx/models/value_model.h"

namespace rdx::model {

template <class Driver>
struct RegisterModel {
  using Type = typename Driver::Type;
  using Native = typename Type::Native;

  struct Op {
    uint64_t revision = 0;
    std::string value;
    uint32_t source = 0;
    Native native{};
  };

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    const Op now = evaluate(seen);
    const Native wanted = Driver::edit(random, now.native, source);
    const std::string value = ModelValue(Value(wanted)).bytes;
    if (value == now.value) return {};
    return {{now.revision + 1, value, source, wanted}};
  }

  static Native native(const std::vector<Op>& seen) { return evaluate(seen).native; }

  static std::string bytes(const std::vector<Op>& seen) {
    if (seen.empty()) return {};
    const Op best = evaluate(seen);
    return stamp(best.revision, best.source) + best.value;
  }

 private:
  static Op evaluate(const std::vector<Op>& seen) {
    Op best;
    const auto order = [](const Op& op) { return std::tie(op.revision, op.value, op.source); };
    for (const Op& op : seen)
      if (order(op) > order(best)) best = op;
    return best;
  }
};

}  // namespace rdx::model
