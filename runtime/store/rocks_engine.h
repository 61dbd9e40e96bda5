// RocksEngine: an engine in a RocksDB database on disk.
//
// The merge operator is total: it never fails and never throws, whatever the operands are, since one refusal makes
// RocksDB read-only. Not more than 32 operands wait for a key before they are folded.
#pragma once

#include <memory>
#include <string>

#include "rdx/rdx/types.h"
#include "rdx/store/engine.h"

namespace rdx {

/// When a commit is answered.
enum class Durability {
  synced,   // when it is on the disk: it survives a power cut. Commits that meet share one fsync
  written,  // when the system has it: it survives the end of the process, a power cut takes the last moments, and the
            // replica goes on under a fresh source then, since it may have given numbers that it does not know of
};

struct RocksOptions {
  Durability durability = Durability::synced;
  /// With less than this free on the disk nothing is written any more (`no_space`); reading goes on. Keep it above what
  /// RocksDB's own flushes and compactions take.
  uint64_t least_free_bytes = uint64_t{256} << 20;
  /// RocksDB's own options, as it writes them: `write_buffer_size=16777216;max_background_jobs=4`. They stand over
  /// ours, but for the merge and what it needs.
  std::string settings = {};
  /// What tells one start of the machine from the next. Empty: what the system says. For tests.
  std::string boot = {};
  /// The disk: a rocksdb::Env, which must outlive the engine. None: the system's. For tests, whose disks fail.
  void* environment = nullptr;
};

/// Opens or makes the database in the folder `path`. `types` must outlive the engine.
Result<std::unique_ptr<Engine>> open_rocks_engine(const std::string& path, const RocksOptions& options = {},
                                                  const TypeTable& types = built_in_types());
/// Reads the database as it is now, also beside the process that writes it: what is written later is not seen, and
/// every write answers `invalid`.
Result<std::unique_ptr<Engine>> open_rocks_reader(const std::string& path, const RocksOptions& options = {},
                                                  const TypeTable& types = built_in_types());

/// A reader that can be brought up to now, for whoever follows a database beside the process that writes it. What it
/// has stands still between two calls of `catch_up`. What the writer moves from its log to a file meanwhile may be in
/// neither until the next call, though what was written behind it is there. A power cut of the writer's machine may
/// take back the last of it, what was not synced.
class FollowingEngine : public Engine {
 public:
  /// On an error it still has what it had.
  virtual Result<void> catch_up() = 0;
};
Result<std::unique_ptr<FollowingEngine>> open_rocks_follower(const std::string& path, const RocksOptions& options = {},
                                                             const TypeTable& types = built_in_types());

}  // namespace rdx
