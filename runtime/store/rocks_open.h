// What the parts that work on RocksDB's databases share: how one is opened, whose it is, how its errors are told.
//
// For those parts alone; RocksDB's own types are only named here.
#pragma once

#include <optional>
#include <string>

#include "rdx/store/rocks_engine.h"

namespace rocksdb {
class DB;
class Env;
class Slice;
class Status;
struct Options;
struct ReadOptions;
struct WriteOptions;
}  // namespace rocksdb

namespace rdx::rocks {

/// → the boot that wrote without syncing, or kRestored; there until the database is closed in order.
inline constexpr Bytes kUnsyncedKey = "Munsynced";
/// No boot is called so: whoever opens the database is told that writes may be lost.
inline constexpr Bytes kRestored = "restored";

/// Views, as RocksDB has them and as we have them.
rocksdb::Slice slice(Bytes bytes);
Bytes bytes_of(const rocksdb::Slice& slice);
/// Whether it is an arrival's, a packet's, a value's or a member's key, whole. RocksDB 7.8 must never be given one as
/// the start of a range to remove: it keeps the place of the last key of a row, and would take that for a place among
/// the ranges.
bool is_in_a_row(Bytes key);
/// A write that is on the disk when it is answered.
rocksdb::WriteOptions synced_write();
Error failed(const std::string& path, const rocksdb::Status& status);
/// Why a database could not be opened for writing.
Error not_opened(const std::string& path, const rocksdb::Status& status);
rocksdb::Env* environment_of(const RocksOptions& options);
/// Makes the folder where there is none, and sees that it can be written in.
Result<void> prepare_folder(const std::string& path);
Result<rocksdb::Options> database_options(const RocksOptions& rocks, const TypeTable& types);
/// Whose a database is stands in it from its first moment; `may_mark` an empty one.
Result<void> check_format(const std::string& path, rocksdb::DB& database, bool may_mark);

/// Engine's get and scan, of whichever way a database is open.
Result<std::optional<std::string>> get_from(const std::string& path, rocksdb::DB& database,
                                            const rocksdb::ReadOptions& options, Bytes key);
Result<void> scan_of(const std::string& path, rocksdb::DB& database, const rocksdb::ReadOptions& read, Bytes first,
                     Bytes end, VisitEntry visit);

}  // namespace rdx::rocks
