// `rdx ring`: how a running ring is, as its nodes say it themselves, over their links.
//
//   status := node* sum
//   node   := "node " number " at " address ": " (away | state)* NL
//   away   := "away: " reason
//   state  := "epoch " number ", members" (" " number)* (", leaving" (" " number)*)? "; " served " of " own " slots
//   served"
//             "; " number " hints in " number " slots" ("; packets of " number " slots that are not its own")?
//   sum    := "ring: epoch " number ", " number " slots served twice, " number " once, " number " by nobody; "
//             number " hints wait" NL fault*
//   fault  := "  " what an operator should look at NL
//
// A slot is served twice where both of its owners are there and have all of it. What a node says is as of the moment
// that it is asked. As JSON each node is a line, and the sum another:
// {"node":1,"address":"…","epoch":3,"members":[1,2],
// "leaving":[],"own":2731,"served":2731,"hints":0,"hinted_slots":0,"strange_slots":0}, {"node":2,"address":"…",
// "away":"…"}, {"epoch":3,"served_twice":4096,"served_once":0,"served_by_nobody":0,"hints":0,"faults":[]}.
#pragma once

#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rdx/store/ring_calls.h"

namespace rdx::tool {

/// Number → address.
using RingAddresses = std::map<uint32_t, std::string>;

/// `1=one.example:7001`, each; `invalid` where one is not that, or a number comes twice.
Result<RingAddresses> parse_ring_addresses(const std::vector<std::string>& texts);

/// Asks every node and prints; answers whether the ring is as it should be: all members there and of one mind, every
/// slot served by both of its owners, no hint waiting.
bool print_ring(RingPeers& peers, const RingAddresses& addresses, bool json, std::ostream& out);

struct RingFiles {
  std::string ca;
  std::string certificate;
  std::string key;
  std::string peer_name;
};
/// The way to the nodes; `not_found` where this rdx was built without links.
Result<std::unique_ptr<RingPeers>> reach_ring(const RingAddresses& addresses, const RingFiles& files);

/// `rdx ring NODE…`. Answers the exit status; what is wrong goes to `errors`.
int run_ring(const std::vector<std::string>& nodes, const RingFiles& files, bool json, std::ostream& out,
             std::ostream& errors);

}  // namespace rdx::tool
