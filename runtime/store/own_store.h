// OwnStore: a Store with a source number of its own to write under: what a Replica stands on.
//
//   LocalStore   over an engine: the number is the database's
//   RingStore    over a ring: the number is the writer's, who has no database
#pragma once

#include <optional>
#include <string>

#include "rdx/store/stage.h"
#include "rdx/store/store.h"

namespace rdx {

/// What a writer demands: the object's image as it read it, nothing where it was not there.
struct Unchanged {
  Id object;
  std::optional<std::string> image;
};

class OwnStore : public Store {
 public:
  /// The number that it writes under; 0 where it has none.
  virtual uint32_t source() const = 0;
  /// Those that it writes under, or did since it last took a state as one that was forgotten; ascending.
  virtual std::vector<uint32_t> present_sources() const = 0;
  /// The number that the next packet of its own gets. `limit` where the source has no more.
  virtual Result<Dot> next_dot() const = 0;
  /// Goes on under a fresh source.
  virtual Result<void> renew_source() = 0;
  /// Writes packets of its own, the next numbers in a row; visible when it answers, durable after `acknowledge`.
  /// `conflict` where the source or its next number is another one by now; nothing is written.
  /// What the writer knows of the packets' changes, in their order, holds where `known_at` is the number of arrivals
  /// still.
  virtual Result<void> commit(std::span<const Packet> packets, std::span<const KnownChange> known = {},
                              uint64_t known_at = 0) = 0;
  /// As commit, if all that is demanded holds, as of the write itself; `conflict` where something does not. It was read
  /// when `read_at` packets had arrived, or later. `invalid` for any demand where other writers cannot be kept out.
  virtual Result<void> commit_if(std::span<const Unchanged> demanded, uint64_t read_at, std::span<const Packet> packets,
                                 std::span<const KnownChange> known, uint64_t known_at);
  /// What a commit waits for. Then those who read the log are told.
  virtual Result<void> acknowledge() = 0;
  /// As load, of these fields at least: pairs of number and letter, ascending.
  virtual Result<StoredObject> load_fields(Id object, std::span<const std::pair<uint8_t, char>> fields) const = 0;
  virtual bool is_a(Id class_id, Id ancestor) const = 0;
  /// How many packets have arrived, where the store counts them.
  virtual uint64_t arrivals() const = 0;

 protected:
  OwnStore() = default;
  OwnStore(const OwnStore&) = default;
  OwnStore& operator=(const OwnStore&) = default;
};

}  // namespace rdx
