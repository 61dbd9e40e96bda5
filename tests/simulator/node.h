// Node: one replica of the simulator, with its disk, the program's objects, and what the books say of it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "rdx/replica/replica.h"
#include "rdx/store/local_store.h"
#include "tests/simulator/disk.h"
#include "tests/simulator/follower.h"
#include "tests/simulator/ledger.h"

namespace rdx::simulator {

/// What is thrown, and caught where the history is run.
struct Failure {
  std::string what;
};
[[noreturn]] inline void fail(std::string what) { throw Failure{std::move(what)}; }
inline void demand(bool holds, const char* what) {
  if (!holds) fail(what);
}

struct Node {
  Node(std::size_t its_index, std::unique_ptr<Disk> its_disk, uint64_t seed)
      : index(its_index), disk_owner(std::move(its_disk)), disk(*disk_owner), random(seed) {}

  /// Opens the replica over what the disk holds. `source`: of a new disk.
  void open(std::optional<uint32_t> source);
  /// What the replica draws sources and keys from.
  uint64_t draw();
  /// The program ends, and the replica with it.
  void close();
  /// Takes what the replica says that it has seen for the view, all of which the ledger must know.
  void read_view(const Ledger& ledger);
  /// The dots that the replica has and the view has not.
  std::vector<Dot> news() const;

  LocalStore& store() { return static_cast<LocalStore&>(replica->store()); }
  bool writes_under(uint32_t source);
  /// Every object, as its bytes are with all forgotten that can be.
  std::map<Id, std::string> images();

  // Compares with the view.
  void check_dots();
  void check_object(Id object, const Ledger& ledger);
  void check_everything(const Ledger& ledger);
  /// An object that ended has left no key behind, and the indexes hold what is there and nothing else.
  void check_keys();

  std::size_t index;
  std::unique_ptr<Disk> disk_owner;
  Disk& disk;
  Dice random;
  Engine* engine = nullptr;  // the replica's own
  std::optional<Replica> replica;
  View view;
  std::set<Dot> promised;  // survives whatever does not take the disk
  std::vector<Thing> handles;
  Follower follower;
  struct Backup {
    std::any disk;
    std::set<Dot> dots;
  };
  std::optional<Backup> backup;
  uint64_t losses = 0;
  uint64_t opened = 0;  // how often
  uint64_t draws = 0;
  uint64_t clock_reads = 0;
  uint64_t states_taken = 0;  // since it was opened
};

}  // namespace rdx::simulator
