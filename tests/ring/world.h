// The ring's simulator: nodes on virtual disks, writers, an operator, and the ways between them, through one random
// history.
//
// Every step is chosen by the seed: writers create, edit, remove and transact; nodes repair; calls are lost, their
// answers are lost, they come twice or long after the caller gave up; ways are cut; writers are killed between two
// calls; nodes are killed, lose their power or their disk, fail in the middle of a write; the operator adds members,
// lets them leave, and takes those off the list that are down. After every step:
//
//   nothing acknowledged is lost    what was answered for is on two disks, of which one may be lost
//   a node serves what there is     what it serves has all that was acknowledged, but what could not be brought to it
//                                   while it was serving
//
// and when all has been repaired: both copies of a slot are equal byte for byte, a packet stands in every slot that it
// names, but where it changes what was lost with the one disk that had it, as was said, and every object shows each
// packet once. The operator of this world keeps one rule: a disk is not lost, nor a
// node that is down taken off the list, before the loss of the last one is repaired.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rdx::ring_simulator {

struct Settings {
  uint64_t seed = 1;
  uint32_t steps = 60;
};

struct Outcome {
  /// What was wrong, and at which step; nothing where all was well.
  std::optional<std::string> failure;
  std::vector<std::string> trace;
  uint64_t writes = 0;    // answered
  uint64_t degraded = 0;  // with one disk alone
  uint64_t in_doubt = 0;  // writers that ended
  uint64_t kills = 0;
  uint64_t losses = 0;    // of a disk
  uint64_t orphaned = 0;  // changes to what was lost, as was said, with the one disk that had it
  uint64_t views = 0;
};

Outcome run_history(const Settings& settings);

}  // namespace rdx::ring_simulator
