// `rdx merge FOLDER… --into NEW`: a new store that has what the given ones have, by sync.
//
// The given ones are only read, as they are at the call, also beside processes that write them. The new one has no
// source of its own before a replica opens it.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "rdx/store/engine.h"

namespace rdx::tool {

struct Merged {
  uint64_t packets = 0;
  uint64_t left_out = 0;  // they name objects that no given store has seen begin
};

/// `source_taken` or `forked` where two of them wrote under one source.
Result<Merged> merge_stores(std::span<const std::unique_ptr<Engine>> from, Engine& into);

/// 1 where packets were left out. `into` must not be there; on an error it is not there afterwards.
int run_merge(const std::vector<std::string>& folders, const std::string& into, std::ostream& out,
              std::ostream& errors);

}  // namespace rdx::tool
