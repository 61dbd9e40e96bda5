// Ledger: the simulator's own books, against which replicas are checked.
//
//   Ledger   every packet that any replica ever wrote, and what its program meant to count with it
//   View     what a replica that has certain packets must show: each packet once, in any order; an object that ended is
//            gone with all that ever comes for it
//
// A view merges with the table of types, which have tests of their own. Counters are kept a second time as plain sums.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rdx/store/packet.h"
#include "tests/simulator/thing.h"

namespace rdx::simulator {

struct Fact {
  std::string packet;
  std::vector<Op> ops;  // views of the packet
  std::map<Id, Counts> counted;
};

class Ledger {
 public:
  /// Takes a packet that was written for the first time, or under a number that `may_replace` says nobody holds; false
  /// for a number that was given twice.
  bool write(const Packet& packet, const std::map<Id, Counts>& counted, bool may_replace);
  const Fact* find(Dot dot) const;

 private:
  std::map<Dot, Fact> facts_;
};

class View {
 public:
  struct Shown {
    Id class_id;
    bool is_begun = false;
    bool is_ended = false;
    std::map<std::pair<uint8_t, char>, std::string> fields;
    Counts counts;

    bool is_live() const { return !is_ended && is_begun; }
  };

  const std::set<Dot>& dots() const { return dots_; }
  bool has(Dot dot) const { return dots_.contains(dot); }
  void add(Dot dot, const Fact& fact);
  const std::map<Id, Shown>& objects() const { return objects_; }
  /// As a store gives it, without fields whose value is nothing.
  static std::string image(const Shown& shown);

 private:
  void apply(const Op& op);

  std::set<Dot> dots_;
  std::map<Id, Shown> objects_;
};

/// The objects that a packet names.
std::set<Id> objects_of(const Fact& fact);
/// The image without fields whose value is nothing.
std::string without_empty_fields(Bytes image);

}  // namespace rdx::simulator
