// History: the ring's World at work:
//
//   world.cc      the steps, and what holds after each
//   ways.cc       calls between writers and nodes
//   mishaps.cc    what happens to nodes, disks and the list of members
//   programs.cc   what the writers do
#pragma once

#include <map>
#include <memory>
#include <set>

#include "rdx/replica/replica.h"
#include "rdx/store/ring_node.h"
#include "rdx/store/ring_store.h"
#include "tests/ring/world.h"
#include "tests/simulator/disk.h"
#include "tests/simulator/ledger.h"

namespace rdx::ring_simulator {

using simulator::Counts;
using simulator::Dice;
using simulator::Ledger;
using simulator::Thing;
using simulator::View;

/// What is thrown, and caught where the history is run.
struct Failure {
  std::string what;
};
[[noreturn]] inline void fail(std::string what) { throw Failure{std::move(what)}; }
inline void demand(bool holds, const std::string& what) {
  if (!holds) fail(what);
}

class History;

// The way from somebody to a node.
class Way final : public RingPeer {
 public:
  Way(History& history, uint32_t from, uint32_t to) : history_(history), from_(from), to_(to) {}
  Result<std::string> call(Bytes call) override;

 private:
  History& history_;
  const uint32_t from_;
  const uint32_t to_;
};

class Ways final : public RingPeers {
 public:
  Ways(History& history, uint32_t from) : history_(history), from_(from) {}
  RingPeer* find(uint32_t member) override;

 private:
  History& history_;
  const uint32_t from_;
  std::map<uint32_t, Way> ways_;
};

struct Node {
  Node(History& history, uint32_t its_number);

  std::unique_ptr<simulator::SimulatedDisk> disk;
  std::unique_ptr<Engine> engine;  // also while the node is down
  std::unique_ptr<RingNode> node;  // none while it is down
  Ways ways;
  std::set<std::pair<uint16_t, Dot>> excused;  // what could not be brought to it while it was serving
};

struct Writer {
  Writer(History& history, uint32_t number) : ways(history, number) {}

  Ways ways;
  std::optional<Replica> replica;
};

struct Acknowledged {
  std::vector<uint16_t> slots;
  bool is_degraded = false;
};

class History {
 public:
  explicit History(const Settings& settings);

  Outcome run();

 private:
  friend class Way;
  friend struct Node;

  void step();
  // What holds after each.
  std::size_t disks_with(uint16_t slot, Dot dot) const;
  static bool is_on(const Node& node, uint16_t slot, Dot dot);
  void check_disks();
  void check_served();
  // What holds when all is repaired.
  void settle();
  void check_settled();
  void check_copies();
  void check_objects();
  DotSet all_seen() const;
  const Placement& placement();
  DotSet seen_in(uint16_t slot);
  bool is_orphaned(Dot dot, uint16_t slot, const DotSet& all);
  simulator::Fact what_is_there(Dot dot, const DotSet& all);

  // ways.cc
  Result<std::string> deliver(uint32_t from, uint32_t to, Bytes call);
  void overhear(Bytes call);
  void deliver_late();
  bool is_cut(uint32_t from, uint32_t to) const;
  void cut_ways();

  // mishaps.cc
  void start(uint32_t number);
  void kill(uint32_t number);
  void cut_power(uint32_t number);
  void lose_disk(uint32_t number);
  void fail_disk(uint32_t number);
  void bury_failed();
  void repair(uint32_t number);
  void add_member();
  void let_leave();
  void take_off();
  void raise(const RingView& view);
  void mishap();
  uint32_t some_node(bool is_up);
  bool is_known(uint32_t number) const;

  // programs.cc
  void write();
  void open(Writer& writer);
  Result<std::string> save_one(Writer& writer);
  Result<std::string> remove_one(Writer& writer);
  Result<std::string> transact(Writer& writer);
  Result<Thing> some_thing(Writer& writer);
  void check_found(Writer& writer, Id id, const Result<Thing>& loaded) const;
  void answered(Writer& writer, const Result<std::string>& ops, bool is_degraded);
  void acknowledge(const Packet& packet, bool is_degraded);

  void note(const std::string& what);
  RingStore& store_of(Writer& writer) { return static_cast<RingStore&>(writer.replica->store()); }

  const Settings settings_;
  Dice dice_;
  RingView view_;
  std::optional<Placement> placement_;  // of the view, once it was asked for
  std::map<uint32_t, std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Writer>> writers_;
  std::vector<std::pair<uint32_t, std::string>> late_;  // to whom, what
  std::set<std::pair<uint32_t, uint32_t>> cuts_;
  std::optional<std::size_t> calls_left_;  // of the writer at work, before it is killed
  uint32_t bad_weather_ = 0;               // of 100 calls so many go wrong
  bool has_lost_ = false;                  // something that is not repaired
  Ledger ledger_;
  std::map<Id, Counts> meant_;
  std::map<Dot, Acknowledged> acknowledged_;
  std::vector<Id> things_;
  uint32_t step_ = 0;
  Outcome outcome_;
};

inline constexpr uint32_t kFirstWriter = 100;

}  // namespace rdx::ring_simulator
