// MemoryEngine: an engine that keeps everything in memory and forgets it at its end. For tests and small replicas.
//
// A tree whose nodes are shared with snapshots and copied when they change, so that a snapshot costs nothing to take.
#pragma once

#include <memory>

#include "rdx/rdx/types.h"
#include "rdx/store/engine.h"

namespace rdx {

/// `types` must outlive the engine.
std::unique_ptr<Engine> make_memory_engine(const TypeTable& types = built_in_types());

}  // namespace rdx
