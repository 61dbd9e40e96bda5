// A type against its model: a causal history of operations, evaluated naively.
//
//   struct SetModel {
//     using Type = E;
//     struct Op { … };                                       // one thing that one source did, at the time it did it
//     // What the user of `source` does next, who sees these operations; each entry of the answer a different place.
//     static std::vector<Op> edit(Random& random, const std::vector<Op>& seen, uint32_t source);
//     static E::Native native(const std::vector<Op>& seen);  // what they show
//     static std::string bytes(const std::vector<Op>& seen); // and as what bytes, from FORMAT.md's words alone
//   };
//
// A replica's value must be the bytes of the operations it has seen; its delta, the bytes of what was just done.
#pragma once

#include <gtest/gtest.h>

#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "tests/rdx/random.h"

namespace rdx::model {

using test::Random;

template <class Model>
class ModelHistory {
 public:
  using T = typename Model::Type;

  explicit ModelHistory(Random& random) : random_(random), replicas_(2 + random.below(3)) {}

  void run() {
    for (std::size_t step = 5 + random_.below(25); step > 0 && !testing::Test::HasFailure(); --step) {
      const std::size_t from = random_.below(replicas_.size());
      const std::size_t to = random_.below(replicas_.size());
      if (from == to)
        edit(replicas_[from], static_cast<uint32_t>(from + 1));
      else
        send(replicas_[from], replicas_[to]);
    }
    for (std::size_t i = 1; i < replicas_.size(); ++i) send(replicas_[i], replicas_[0]);
  }

 private:
  struct Replica {
    std::string value;
    std::set<std::size_t> seen;  // indexes of changes
  };
  struct Change {
    std::vector<typename Model::Op> ops;
    std::string bytes;
  };

  std::vector<typename Model::Op> ops_of(const Replica& replica) const {
    std::vector<typename Model::Op> ops;
    for (const std::size_t change : replica.seen)
      ops.insert(ops.end(), changes_[change].ops.begin(), changes_[change].ops.end());
    return ops;
  }

  void edit(Replica& replica, uint32_t source) {
    std::vector<typename Model::Op> seen = ops_of(replica);
    const std::vector<typename Model::Op> done = Model::edit(random_, seen, source);
    if (done.empty()) return;
    seen.insert(seen.end(), done.begin(), done.end());
    const auto delta = T::delta(replica.value, Model::native(seen), {source, 0});
    ASSERT_TRUE(delta.has_value()) << delta.error().message;
    EXPECT_EQ(to_hex(*delta), to_hex(Model::bytes(done))) << "the delta, on " << to_hex(replica.value);
    changes_.push_back({done, *delta});
    receive(replica, {changes_.size() - 1});
  }

  void send(const Replica& from, Replica& to) {
    std::vector<std::size_t> changes;
    for (const std::size_t change : from.seen)
      if (!to.seen.contains(change)) changes.push_back(change);
    random_.shuffle(changes);
    receive(to, changes);
  }

  // One by one or at once; the model does not care.
  void receive(Replica& replica, const std::vector<std::size_t>& changes) {
    replica.seen.insert(changes.begin(), changes.end());
    std::vector<Bytes> bares{replica.value};
    std::string merged = replica.value;
    const bool at_once = random_.one_in(2);
    for (const std::size_t change : changes) {
      bares.push_back(changes_[change].bytes);
      const Bytes two[] = {merged, changes_[change].bytes};
      if (!at_once) merged = T::merge(two);
    }
    replica.value = at_once ? T::merge(bares) : merged;
    EXPECT_EQ(to_hex(replica.value), to_hex(Model::bytes(ops_of(replica))));
  }

  Random& random_;
  std::vector<Replica> replicas_;
  std::vector<Change> changes_;
};

template <class Model>
void check_model(uint64_t histories_by_default = 1000) {
  const uint64_t histories = test::history_count(histories_by_default);
  const uint64_t first = test::first_seed();
  std::cout << Model::Type::kLetter << ": " << histories << " histories from seed " << first << '\n';
  for (uint64_t i = 0; i < histories && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("RDX_SEED=" + std::to_string(first + i) + " RDX_HISTORIES=1");
    Random random(first + i);
    ModelHistory<Model>(random).run();
  }
}

}  // namespace rdx::model
