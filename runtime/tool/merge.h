// `rdx merge FOLDER… --into NEW`: a new store that has what the given ones have, by sync.
//
// The given ones are only read, as they are at the call, also beside processes that write them. One whose log has been
// cut gives its state, and the packets past it, as it would to a peer. The new one has no source of its own before a
// replica opens it.
//
// Nothing goes missing unsaid: two that were cut each below what the other has are `behind`, and packets that are left
// out are counted. They are left out where nobody has seen their objects begin, and where the others have forgotten the
// replica that has them.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "rdx/store/engine.h"

namespace rdx::tool {

struct GivenStore {
  std::string name;                // for messages
  const Engine* engine = nullptr;  // whose it stays
};

struct LeftOut {
  std::string name;  // the store that has them
  uint64_t packets = 0;
  bool is_forgotten = false;  // its replica was forgotten by another; else their objects were seen to begin by none
};

struct Merged {
  uint64_t packets = 0;  // that the new store has seen
  std::vector<LeftOut> left_out;
};

/// `source_taken` or `forked` where two of them wrote under one source; `behind` where two cannot be joined any more;
/// `busy` where one is just taking over a state.
Result<Merged> merge_stores(std::span<const GivenStore> from, Engine& into);

/// 1 where packets were left out. `into` must not be there; on an error it is not there afterwards.
int run_merge(const std::vector<std::string>& folders, const std::string& into, std::ostream& out,
              std::ostream& errors);

}  // namespace rdx::tool
