// `rdx slots`: what a node of a ring has, slot by slot, read beside the node.
//
//   slots := node slot* sum
//   node  := "node " number ", epoch " number ", members" (" " number)* (", leaving" (" " number)*)? NL
//   slot  := "slot " number ": owners" (" " number)* ", " amount (", " number " hints")? (", not its own")? NL
//            ("  dots " source ":" (" " first (".." last)?)* NL)*                              where dots are asked for
//   amount := number " objects, " number " packets, " number " keys, " number " bytes"
//   sum   := "in all: " number " slots of its own, " number " as the first; " number " with something: " amount
//            ", " number " hints" (", " number " slots not its own")? NL
//
// Slots that nothing is there of are left out. The first owner is the slot's primary. Packets are those in the log, and
// a packet of several slots is counted in each. A hint is a packet that is kept for an owner who could not be reached.
// As JSON each line is an object: {"node":2,"epoch":3,"members":[1,2,3],"leaving":[]}, {"slot":17,"owners":[2,3],
// "own":true,"objects":4,"packets":5,"keys":31,"bytes":2210,"hints":0,"dots":{"a1":[[1,5]]}}; there is no sum.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "rdx/store/engine.h"

namespace rdx::tool {

struct SlotsOptions {
  bool dots = false;
  bool json = false;
  std::optional<uint16_t> slot = {};  // that one alone
};

/// `invalid` where the database is no node's.
Result<void> print_slots(Engine& engine, const SlotsOptions& options, std::ostream& out);

/// `rdx slots FOLDER`. Answers the exit status; what is wrong goes to `errors`.
int run_slots(const std::string& folder, const SlotsOptions& options, std::ostream& out, std::ostream& errors);

}  // namespace rdx::tool
