// Ledger: the simulator's own books, against which replicas are checked.
//
//   Ledger   every packet that any replica ever wrote, and what its program meant to count with it
//   View     what a replica that has certain packets must show: each packet once, in any order; an object that ended is
//            gone with all that ever comes for it
//
// A view merges with the table of types, which have tests of their own. Counters are kept a second time as plain sums:
// C of the packets that are there; U and N, where a source's change says how far that source has counted, of all that
// the source wrote up to the last change that is there.
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
  /// What the source's packets up to `last` meant to count in the object.
  Counts counted(Id object, Dot last) const;

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
    uint64_t credit = 0;
    std::map<uint32_t, uint32_t> last_visits, last_grown;  // source → number of its last change of U and N

    bool is_live() const { return !is_ended && is_begun; }
  };

  const std::set<Dot>& dots() const { return dots_; }
  bool has(Dot dot) const { return dots_.contains(dot); }
  void add(Dot dot, const Fact& fact);
  const std::map<Id, Shown>& objects() const { return objects_; }
  Counts counts(Id object, const Ledger& ledger) const;
  /// As a store gives it, without fields whose value is nothing.
  static std::string image(const Shown& shown);

 private:
  void apply(Dot dot, const Op& op);

  std::set<Dot> dots_;
  std::map<Id, Shown> objects_;
};

/// `1-1 1-2 5-1`
std::string dots_text(const View& view);
/// The objects that a packet names.
std::set<Id> objects_of(const Fact& fact);
/// The image without fields whose value is nothing, and without what a gc forgets. The floor that remembers what was
/// forgotten tells when it was, so it does not count.
std::string collected(Bytes image);

}  // namespace rdx::simulator
