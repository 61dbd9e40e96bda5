// Backups of RocksDB databases: folders with copies, numbered from 1, which share the files that are the same.
//
// Replica::backup makes one while the replica runs; here is the rest. A backup is the database of one moment, whole
// packets. What is cut off, making one or restoring one, leaves nothing by half: a backup is there or not, and so is a
// restored database; leftovers go with the next one.
//
// A restored replica goes on under a fresh source from its first opening on, since the numbers that it gave after the
// backup are known to others; those packets come back from them. Subscribers' positions do not hold any more.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rdx/store/rocks_engine.h"

namespace rdx {

/// Those that are whole as far as their lists of files tell, oldest first; `not_found` where the folder has none.
Result<std::vector<Backup>> list_backups(const std::string& folder, const RocksOptions& options = {});
/// Reads all of it and compares sums.
Result<void> verify_backup(const std::string& folder, uint32_t number, const RocksOptions& options = {});
/// Of a database that nobody has open: `busy` otherwise, Replica::backup is for that.
Result<Backup> backup_database(const std::string& path, const std::string& folder, uint32_t keep,
                               const RocksOptions& options = {});
/// Makes the database in `to`, which must not be there or an empty folder, from that backup, or the last; it is
/// verified first. Answers which.
Result<uint32_t> restore_backup(const std::string& folder, const std::string& to,
                                std::optional<uint32_t> number = std::nullopt, const RocksOptions& options = {});

}  // namespace rdx
