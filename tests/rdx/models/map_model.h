// M from FORMAT.md's words: "the incarnation (|rev|, erased) decides; the higher takes key and value whole. In the same
// incarnation the key's source is the higher one and the value is the higher (rev, letter, bytes, source). A new value
// for a live key raises the value's revision alone; … the value of a new or put-back key starts at rev 1."
#pragma once

#include <map>
#include <tuple>

#include "rdx/rdx/map.h"
#include "tests/rdx/models/model_history.h"
#include "tests/rdx/models/value_model.h"

namespace rdx::model {

struct MapModel {
  using Type = M;

  struct Op {
    ModelValue key;
    int64_t revision = 0;
    uint32_t source = 0;
    ModelValue value{Value()};  // counts where the key is live
    int64_t value_revision = 0;
    uint32_t value_source = 0;
  };

  static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source) {
    std::map<ModelValue, Op> done;
    for (std::size_t i = random.below(4); i > 0; --i) {
      const ModelValue key(test::random_value(random));
      const ModelValue value(random.one_in(5) ? Value() : test::random_value(random));
      const Op now = evaluate(seen, key);
      const bool is_live = now.revision > 0;
      if (is_live && random.one_in(3))
        done.insert({key, {key, -(now.revision + 1), source}});
      else if (is_live && !(now.value == value))
        done.insert({key, {key, now.revision, now.source, value, now.value_revision + 1, source}});
      else if (!is_live)
        done.insert({key, {key, -now.revision + 1, source, value, 1, source}});
    }
    std::vector<Op> ops;
    for (const auto& [key, op] : done) ops.push_back(op);
    return ops;
  }

  static M::Native native(const std::vector<Op>& seen) {
    M::Native pairs;
    for (const Op& op : evaluate(seen))
      if (op.revision > 0) pairs[op.key.value] = op.value.value;
    return pairs;
  }

  static std::string bytes(const std::vector<Op>& seen) {
    std::string bare;
    for (const Op& op : evaluate(seen)) {
      bare += record(op.key.letter, signed_stamp(op.revision, op.source) + op.key.bytes);
      if (op.revision > 0)
        bare += record(op.value.letter, signed_stamp(op.value_revision, op.value_source) + op.value.bytes);
    }
    return bare;
  }

 private:
  static std::vector<Op> evaluate(const std::vector<Op>& seen) {
    std::map<ModelValue, Op> keys;
    for (const Op& op : seen) keys.insert({op.key, op});
    std::vector<Op> entries;
    for (const auto& [key, op] : keys) entries.push_back(evaluate(seen, key));
    return entries;
  }

  static std::pair<int64_t, bool> incarnation(const Op& op) {
    return {op.revision < 0 ? -op.revision : op.revision, op.revision < 0};
  }

  static auto value_order(const Op& op) {
    return std::tuple(op.value_revision, op.value.letter, op.value.bytes, op.value_source);
  }

  static Op evaluate(const std::vector<Op>& seen, const ModelValue& key) {
    Op best{key};
    for (const Op& op : seen)
      if (op.key == key && incarnation(op) > incarnation(best)) best = op;
    for (const Op& op : seen) {
      if (!(op.key == key) || incarnation(op) != incarnation(best)) continue;
      best.source = std::max(best.source, op.source);
      if (value_order(op) > value_order(best)) {
        best.value = op.value;
        best.value_revision = op.value_revision;
        best.value_source = op.value_source;
      }
    }
    return best;
  }
};

}  // namespace rdx::model
