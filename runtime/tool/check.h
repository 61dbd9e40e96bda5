// `rdx check`: whether what a store holds agrees with itself.
//
//   findings := ("wrong: " text NL)* summary
//   summary  := number " packets, " number " objects: " (fine | wrong) NL
//
//   log      every packet passes the door, stands at its arrival, and each arrival has its packet; dots name them all
//   fields   every value is valid, every object has a class and stands among its members, every index has what it
//            has to
//   replay   the log, applied to an empty store, gives the same objects; only where nothing of the log has been cut
//            off
//
// Of a ring's node each slot's store is checked so, and that the hints are packets; a packet of several slots is
// counted in each. The store is only read, so a process may be writing it. The replay takes memory for all of it.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "rdx/store/engine.h"

namespace rdx::tool {

struct CheckReport {
  uint64_t packets = 0;
  uint64_t objects = 0;
  bool is_replayed = false;  // the whole log is there
  uint64_t wrong = 0;
  std::vector<std::string> findings;  // the first hundred
};

/// An error where the engine itself failed, or the store cannot be opened at all.
Result<CheckReport> check(Engine& engine, const TypeTable& types = built_in_types());

/// `rdx check FOLDER`: 1 where something is wrong.
int run_check(const std::string& folder, std::ostream& out, std::ostream& errors);

}  // namespace rdx::tool
