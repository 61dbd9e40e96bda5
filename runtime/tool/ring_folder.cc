#include "rdx/tool/ring_folder.h"

#include "rdx/store/call_bytes.h"
#include "rdx/store/ring_keys.h"
#include "rdx/tool/dump.h"

namespace rdx::tool {

Keys keys_of_slot(uint16_t slot) { return Keys(prefix_of_slot(slot)); }

Result<std::optional<RingFolder>> read_ring_folder(const Engine& engine) {
  const Keys keys{std::string(kNodePrefix)};
  RDX_TRY(const auto stored, engine.get(keys.about(kNodeNumberName)));
  if (!stored) return std::optional<RingFolder>();
  Bytes rest = *stored;
  const auto number = take_number(rest);
  if (!number) return Error{ErrorCode::input_output, "the node's number cannot be read"};
  RingFolder folder;
  folder.number = *number;
  RDX_TRY(const auto view, engine.get(keys.about(kNodeViewName)));
  if (view) {
    RDX_TRY(folder.view, read_view(*view));
  }
  return std::optional(std::move(folder));
}

// One look a slot.
Result<SlotSet> slots_present(const Engine& engine) {
  SlotSet present;
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    const std::string prefix = prefix_of_slot(static_cast<uint16_t>(slot));
    const auto any = [&](Bytes, Bytes) { return present.set(slot), false; };
    if (auto done = engine.scan(prefix, end_of_prefix(prefix), any); !done) return std::move(done).error();
  }
  return present;
}

Result<void> check_replica_database(const Engine& engine, const std::string& folder) {
  RDX_TRY(const auto ring, read_ring_folder(engine));
  if (!ring) return {};
  return Error{ErrorCode::invalid, folder + ": this is the database of node " + std::to_string(ring->number) +
                                       " of a ring, no replica's; slots, dump and check read it"};
}

Result<std::unique_ptr<Engine>> open_replica_database(const std::string& folder) {
  RDX_TRY(auto engine, open_database(folder));
  if (auto done = check_replica_database(*engine, folder); !done) return std::move(done).error();
  return engine;
}

}  // namespace rdx::tool
