// History: a World at work; what it consists of stands in five files:
//
//   world.cc      the steps, and the end
//   programs.cc   what the programs on the replicas do
//   traffic.cc    what goes over the network
//   mishaps.cc    what happens to replicas and their disks
//   horizon.cc    collecting, forgetting peers, and coming back
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulator/network.h"
#include "tests/simulator/node.h"
#include "tests/simulator/world.h"

namespace rdx::simulator {

class History {
 public:
  explicit History(const Settings& settings);

  Outcome run();

 private:
  void step();
  void edit_somewhere(Node& node);
  void fault_somewhere(Node& node);

  // What programs do.
  void create(Node& node);
  void change(Node& node);
  void change_out_of_date(Node& node);
  void remove(Node& node);
  void transact(Node& node);
  void collide(Node& node);
  Result<std::string> change_beside(Node& node, Id object);
  Result<std::string> run_transaction(Node& node);
  void save(Node& node, Thing thing, bool is_fresh);
  void committed(Node& node, const Result<std::string>& ops);
  void refused(Node& node, const Error& error);
  bool lost_its_disk(Node& node);
  void follow(Node& node);
  Id some_object(const Node& node, bool live);
  void keep_handle(Node& node, const Thing& thing);

  // What the network does.
  void ask(Node& node, Node& peer);
  void deliver();
  void answer(Node& node, const Message& message);
  void integrate(Node& node, const Message& message);
  void push(Node& node, Bytes ops);
  bool waits_for_closed(Node& node, Dot dot) const;
  void check_ready(Node& node, const Integrated& integrated);
  void take_news(Node& node, const Integrated& integrated);
  void adopt(Node& node, const std::vector<Dot>& news);

  // What the world does to them.
  void restart(Node& node);
  void cut_power(Node& node);
  void lose_disk(Node& node);
  void restore(Node& node);
  void vanish(Dot dot);
  void come_back(Node& node, const std::set<Dot>& had, bool meets_all = true);

  // Below the horizon.
  void collect(Node& node);
  bool knows_everyone(Node& node) const;
  void forget_a_peer(Node& node);
  void come_back_forgotten(Node& node);
  void mend_all();
  void report_to(Node& node);
  bool is_saved(Node& node, Thing& thing);
  void write_across_a_gc(Node& node);
  void forget_behind_a_back(Node& node);
  void edit_much(Node& node, Id object);
  bool is_somebody(uint32_t source) const;
  void collect_everything();

  void meet_all(Node& node);
  void be_met_by_all(Node& node);
  void start_anew(Node& node);
  void pull(Node& node, Node& peer);
  bool has_converged() const;
  void settle();

  std::unique_ptr<Disk> make_disk();
  void on_write(const WriteBatch& batch);
  void on_packet(const Packet& packet);
  bool is_held(Dot dot) const;
  Node& other_than(const Node& node);
  void note(const Node& node, const std::string& what);

  const Settings settings_;
  Dice dice_;
  const Habits habits_;
  Network network_;
  Ledger ledger_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::set<Dot> acknowledged_;
  std::set<Dot> vanished_;           // acknowledged, and gone with the only disk that had it
  std::optional<std::size_t> away_;  // a replica that was forgotten and has not come back
  Node* writer_ = nullptr;
  std::map<Id, Counts> meant_;
  uint32_t next_source_ = 1;
  uint32_t step_ = 0;
  Outcome outcome_;
};

}  // namespace rdx::simulator
