// Content: a replica's packets as the simulator's books have them, to tell what a database must show after a fault.
#pragma once

#include <string>
#include <vector>

#include "rdx/replica/replica.h"
#include "tests/simulator/ledger.h"

namespace rdx::faults {

class Content {
 public:
  /// Saves and removes things, so many packets, and remembers them.
  void write(Replica& replica, simulator::Dice& dice, int packets);
  /// In order.
  const std::vector<Dot>& dots() const { return dots_; }

  struct Comparison {
    bool is_front = false;    // what was seen is a front of the row of packets
    std::size_t packets = 0;  // how long that is
    std::string wrong;        // an object that shows something else; empty for none
    std::size_t refused = 0;  // objects that could not be read, by an error
  };
  Comparison compare(Replica& replica) const;

 private:
  void note(Bytes ops);

  simulator::Ledger ledger_;
  std::vector<Dot> dots_;
  std::vector<Id> live_;
};

}  // namespace rdx::faults
