// FORMAT.md's laws as properties over random histories, written once for every type.                    FORMAT.md 6
//
// A type plugs in with a driver:
//
//   struct SetDriver {
//     using Type = E;                                        // or a type of your own
//     // What the user of `source` wants next, near what they see; delta must be able to reach it.
//     static E::Native edit(Random& random, const E::Native& now, uint32_t source);
//     static constexpr bool kIdempotent = false;             // only where merge adds up (C); left out otherwise
//     static constexpr bool kSourcesMayClash = false;        // only where the laws need an id to be given once (L)
//     static constexpr bool kChangesBringRevisions = false;  // only where erasing gives no revision (L)
//   };
//   TEST(SetLaws, hold) { rdx::test::check_laws<SetDriver>(); }
//
// A history is a few replicas that edit and exchange. `check_laws` runs RDX_HISTORIES of them (a few hundred by
// default, 100,000 in the nightly setting), the i-th from seed RDX_SEED + i, and names the seed of one that fails.
#pragma once

#include <gtest/gtest.h>

#include <iostream>
#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/rdx/types.h"
#include "tests/rdx/random.h"

namespace rdx::test {

template <class Driver>
constexpr bool is_idempotent() {
  if constexpr (requires { Driver::kIdempotent; }) return Driver::kIdempotent;
  return true;
}

template <class Driver>
constexpr bool sources_may_clash() {
  if constexpr (requires { Driver::kSourcesMayClash; }) return Driver::kSourcesMayClash;
  return true;
}

template <class Driver>
constexpr bool changes_bring_revisions() {
  if constexpr (requires { Driver::kChangesBringRevisions; }) return Driver::kChangesBringRevisions;
  return true;
}

template <class T>
std::string merge_all(const std::vector<std::string>& values) {
  const std::vector<Bytes> bares(values.begin(), values.end());
  return T::merge(bares);
}

// ---- What one value, and any few values, must keep

template <class T>
void expect_value_laws(const std::string& bare) {
  ASSERT_TRUE(T::valid(bare)) << to_hex(bare);
  EXPECT_EQ(to_hex(merge_all<T>({T::zero(), bare})), to_hex(bare));
  EXPECT_EQ(to_hex(merge_all<T>({bare})), to_hex(bare));
  const std::string text = T::string(bare);
  const auto parsed = T::parse(text);
  ASSERT_TRUE(parsed.has_value()) << text << ": " << parsed.error().message;
  EXPECT_TRUE(T::valid(*parsed)) << text;
  EXPECT_EQ(T::string(*parsed), text);
  const std::string written = T::tlv(T::native(bare));
  EXPECT_TRUE(T::valid(written)) << text;
  EXPECT_EQ(T::string(written), text);
  EXPECT_EQ(to_hex(T::tlv(T::native(written))), to_hex(written));
  EXPECT_EQ(T::string(T::tlv(T::native(bare), {7, 3})), text);
  EXPECT_EQ(to_hex(T::gc(bare, T::zero())), to_hex(bare)) << "nothing is stable, nothing is forgotten";
}

/// The values merged in a random tree, each merge of two to five.
template <class T>
std::string merge_in_groups(Random& random, std::vector<std::string> values) {
  while (values.size() > 1) {
    random.shuffle(values);
    const std::size_t count = std::min(2 + random.below(4), values.size());
    const auto first = values.end() - static_cast<std::ptrdiff_t>(count);
    std::string merged = merge_all<T>({first, values.end()});
    EXPECT_TRUE(T::valid(merged)) << to_hex(merged);
    values.erase(first, values.end());
    values.push_back(std::move(merged));
  }
  return values.empty() ? T::zero() : values[0];
}

/// Any grouping and order; and repeated where the type bears that. Answers the merge.
template <class Driver>
std::string expect_join(Random& random, std::vector<std::string> values) {
  using T = typename Driver::Type;
  const std::string merged = merge_all<T>(values);
  random.shuffle(values);
  EXPECT_EQ(to_hex(merge_all<T>(values)), to_hex(merged)) << "in another order";
  EXPECT_EQ(to_hex(merge_in_groups<T>(random, values)), to_hex(merged)) << "in groups";
  if (!is_idempotent<Driver>() || values.empty()) return merged;
  const std::size_t size = values.size();
  for (std::size_t i = random.below(2 * size); i > 0; --i) values.push_back(values[random.below(size)]);
  if (random.one_in(2)) values.push_back(merged);
  EXPECT_EQ(to_hex(merge_all<T>(values)), to_hex(merged)) << "with repetitions";
  EXPECT_EQ(to_hex(merge_in_groups<T>(random, values)), to_hex(merged)) << "in groups, with repetitions";
  return merged;
}

// ---- Histories

/// What one replica brought: a packet's change.
struct Change {
  uint32_t source = 0;
  std::string bytes;
};

/// One replica: its value, and which changes are in it.
struct Peer {
  uint32_t source = 0;
  std::string state;
  std::vector<bool> seen;
};

template <class Driver>
class History {
 public:
  using T = typename Driver::Type;

  explicit History(Random& random) : random_(random) {
    const std::size_t count = 2 + random.below(3);
    const bool clash = sources_may_clash<Driver>() && random.one_in(8);
    for (std::size_t i = 0; i < count; ++i) {
      const auto source = static_cast<uint32_t>(clash && i == 1 ? 1 : i + 1);
      peers_.push_back({random.one_in(8) && !clash ? 0xfff00 + source : source, T::zero(), {}});
    }
    reports_.assign(count, std::vector<std::vector<bool>>(count));
  }

  Random& random() { return random_; }
  std::vector<Peer>& peers() { return peers_; }
  const std::vector<Change>& changes() const { return changes_; }
  std::size_t any_peer() { return random_.below(peers_.size()); }

  /// The bytes of all changes, or of those marked.
  std::vector<std::string> change_bytes() const { return change_bytes(std::vector<bool>(changes_.size(), true)); }
  std::vector<std::string> change_bytes(const std::vector<bool>& marked) const {
    std::vector<std::string> bytes;
    for (std::size_t i = 0; i < marked.size(); ++i)
      if (marked[i]) bytes.push_back(changes_[i].bytes);
    return bytes;
  }

  /// A user of one replica changes something. Checks what delta promises.
  void edit(Peer& peer) {
    const auto wanted = Driver::edit(random_, T::native(peer.state), peer.source);
    const Clock clock{peer.source, random_.one_in(4) ? random_.below(12) : 0};
    const auto delta = T::delta(peer.state, wanted, clock);
    ASSERT_TRUE(delta.has_value()) << delta.error().message << " for " << to_hex(peer.state);
    EXPECT_TRUE(T::valid(*delta)) << to_hex(*delta);
    EXPECT_TRUE(detail::may_bring<T>(*delta, clock.source)) << to_hex(*delta);
    const std::string reached = merge_all<T>({peer.state, *delta});
    EXPECT_EQ(to_hex(T::tlv(T::native(reached))), to_hex(T::tlv(wanted))) << to_hex(peer.state);
    EXPECT_EQ(delta->empty(), to_hex(T::tlv(T::native(peer.state))) == to_hex(T::tlv(wanted))) << to_hex(peer.state);
    EXPECT_TRUE(T::delta(reached, wanted, clock).value_or("?").empty());
    if constexpr (requires { T::highest_revision(peer.state); } && changes_bring_revisions<Driver>()) {
      EXPECT_GE(T::highest_revision(*delta), delta->empty() ? 0 : clock.least);
    }
    if (delta->empty()) return;
    changes_.push_back({peer.source, *delta});
    mark(peer, changes_.size() - 1);
    peer.state = reached;
  }

  /// One change comes in as a packet does: once.
  void apply(Peer& peer, std::size_t change) {
    if (has(peer, change)) return;
    mark(peer, change);
    peer.state = merge_all<T>({peer.state, changes_[change].bytes});
  }

  /// All that `from` has seen, packet by packet in any order; or some of it, and then it counts as no report.
  void send_packets(std::size_t from, std::size_t to, bool all) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < changes_.size(); ++i)
      if (has(peers_[from], i)) order.push_back(i);
    random_.shuffle(order);
    if (!all) order.resize(random_.below(order.size() + 1));
    for (const std::size_t change : order) apply(peers_[to], change);
    if (all) reports_[to][from] = peers_[from].seen;
  }

  /// The whole value, merged; possibly together with changes that are in it already.
  void send_state(std::size_t from, std::size_t to) {
    std::vector<std::string> values{peers_[to].state, peers_[from].state};
    for (std::size_t i = 0; i < changes_.size(); ++i)
      if (has(peers_[from], i) && random_.one_in(4)) values.push_back(changes_[i].bytes);
    for (std::size_t i = 0; i < changes_.size(); ++i)
      if (has(peers_[from], i)) mark(peers_[to], i);
    random_.shuffle(values);
    peers_[to].state = merge_all<T>(values);
  }

  /// What every replica has reported to `peer` that it includes, and `peer` too: causally stable, since with each
  /// report came everything that its replica had written until then.
  std::vector<bool> stable_for(std::size_t peer) const {
    std::vector<bool> stable = peers_[peer].seen;
    for (std::size_t other = 0; other < peers_.size(); ++other) {
      if (other == peer) continue;
      const std::vector<bool>& report = reports_[peer][other];
      for (std::size_t i = 0; i < stable.size(); ++i) stable[i] = stable[i] && i < report.size() && report[i];
    }
    return stable;
  }

  /// Everybody gets everything, each change once.
  void settle() {
    for (Peer& peer : peers_) {
      std::vector<std::size_t> order(changes_.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      random_.shuffle(order);
      for (const std::size_t change : order) apply(peer, change);
    }
  }

 private:
  static bool has(const Peer& peer, std::size_t change) { return change < peer.seen.size() && peer.seen[change]; }
  static void mark(Peer& peer, std::size_t change) {
    if (peer.seen.size() <= change) peer.seen.resize(change + 1);
    peer.seen[change] = true;
  }

  Random& random_;
  std::vector<Peer> peers_;
  std::vector<Change> changes_;
  std::vector<std::vector<std::vector<bool>>> reports_;  // [to][from]: what `from` had seen when it last sent all
};

// ---- The laws

/// Replicas that exchange states and changes in any way end up with the same bytes: the merge of all changes.
template <class Driver>
void expect_convergence(Random& random) {
  using T = typename Driver::Type;
  History<Driver> history(random);
  for (std::size_t step = 5 + random.below(25); step > 0; --step) {
    const std::size_t from = history.any_peer();
    const std::size_t to = history.any_peer();
    if (from == to || random.one_in(2))
      history.edit(history.peers()[from]);
    else if (is_idempotent<Driver>() && random.one_in(2))
      history.send_state(from, to);
    else
      history.send_packets(from, to, random.one_in(2));
    if (testing::Test::HasFatalFailure()) return;
  }
  std::vector<std::string> values = history.change_bytes();
  const std::string merged = expect_join<Driver>(random, values);
  for (const Peer& peer : history.peers()) {
    expect_value_laws<T>(peer.state);
    if (is_idempotent<Driver>()) values.push_back(peer.state);
  }
  EXPECT_EQ(to_hex(expect_join<Driver>(random, values)), to_hex(merged)) << "states among the changes";
  history.settle();
  for (const Peer& peer : history.peers()) EXPECT_EQ(to_hex(peer.state), to_hex(merged)) << "source " << peer.source;
}

/// From `old`, replicas whose sources are named go on among themselves: merge(old, diff(new, versions)) == new.
template <class Driver>
void expect_diff(Random& random, const std::string& old) {
  using T = typename Driver::Type;
  History<Driver> history(random);
  std::vector<std::string> states;
  VersionVector versions;
  for (Peer& peer : history.peers()) {
    if (random.one_in(2)) continue;
    versions.raise(peer.source, -1);
    peer.state = old;
    for (std::size_t edits = random.below(6); edits > 0; --edits) history.edit(peer);
    states.push_back(peer.state);
  }
  if (testing::Test::HasFatalFailure()) return;
  states.push_back(old);
  const std::string now = merge_all<T>(states);
  if (random.one_in(2)) versions.raise(0x77777, -1);
  const std::string diff = T::diff(now, versions);
  EXPECT_TRUE(T::valid(diff)) << to_hex(diff);
  EXPECT_EQ(to_hex(merge_all<T>({old, diff})), to_hex(now)) << "from " << to_hex(old) << " by " << to_hex(diff);
}

/// Replicas forget what is stable for them, at different times, while packets go on, old ones among them. In the end
/// they show what one shows that never forgot anything.
template <class Driver>
void expect_gc(Random& random) {
  using T = typename Driver::Type;
  History<Driver> history(random);
  for (std::size_t step = 10 + random.below(30); step > 0; --step) {
    const std::size_t from = history.any_peer();
    const std::size_t to = history.any_peer();
    Peer& peer = history.peers()[from];
    if (from != to) {
      history.send_packets(from, to, !random.one_in(3));
    } else if (random.one_in(2)) {
      history.edit(peer);
    } else {
      const std::string stable = merge_all<T>(history.change_bytes(history.stable_for(from)));
      const std::string kept = T::gc(peer.state, stable);
      expect_value_laws<T>(kept);
      EXPECT_EQ(T::string(kept), T::string(peer.state)) << "gc shows";
      EXPECT_EQ(to_hex(T::gc(kept, stable)), to_hex(kept)) << "gc twice";
      peer.state = kept;
    }
    if (testing::Test::HasFatalFailure()) return;
  }
  history.settle();
  const std::string merged = merge_all<T>(history.change_bytes());
  std::vector<std::string> states;
  for (const Peer& peer : history.peers()) {
    EXPECT_EQ(T::string(peer.state), T::string(merged)) << "source " << peer.source << " " << to_hex(peer.state);
    states.push_back(peer.state);
  }
  if (!is_idempotent<Driver>()) return;
  EXPECT_EQ(T::string(expect_join<Driver>(random, states)), T::string(merged)) << "the states together";
  expect_diff<Driver>(random, random.pick(states));
}

template <class Driver>
void expect_laws(uint64_t seed) {
  SCOPED_TRACE("RDX_SEED=" + std::to_string(seed) + " RDX_HISTORIES=1");
  Random random(seed);
  expect_convergence<Driver>(random);
  if (!testing::Test::HasFatalFailure()) expect_gc<Driver>(random);
}

/// Every law over every history; stops at the first that fails.
template <class Driver>
void check_laws(uint64_t histories_by_default = 1000) {
  const uint64_t histories = history_count(histories_by_default);
  const uint64_t first = first_seed();
  std::cout << Driver::Type::kLetter << ": " << histories << " histories from seed " << first << '\n';
  expect_value_laws<typename Driver::Type>(Driver::Type::zero());
  for (uint64_t i = 0; i < histories && !testing::Test::HasFailure(); ++i) expect_laws<Driver>(first + i);
}

}  // namespace rdx::test
