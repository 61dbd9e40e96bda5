// RingFolder: what the database of a ring's node says of itself, read beside the node. (ring_keys.h)
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "rdx/store/engine.h"
#include "rdx/store/keys.h"
#include "rdx/store/ring_view.h"

namespace rdx::tool {

struct RingFolder {
  uint64_t number = 0;
  RingView view;
};

/// Nothing where the database is no node's; an error where it is one and cannot be read.
Result<std::optional<RingFolder>> read_ring_folder(const Engine& engine);
/// The slots that have any key.
Result<SlotSet> slots_present(const Engine& engine);
Keys keys_of_slot(uint16_t slot);

/// A replica's database, for reading: `invalid` where it is that of a ring's node, whose slots are no store.
Result<std::unique_ptr<Engine>> open_replica_database(const std::string& folder);
/// Whether that is so of an open one.
Result<void> check_replica_database(const Engine& engine, const std::string& folder);

}  // namespace rdx::tool
