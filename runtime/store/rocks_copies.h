// How a backup is made of an open database; rocks_backup.h is for everyone else.
#pragma once

#include "rdx/store/rocks_open.h"

namespace rdx::rocks {

enum class Flush { first, never };

/// `path` is the database's own folder, for messages and for refusing it. Without a flush the log is copied too.
Result<Backup> make_backup(const std::string& path, rocksdb::DB& database, const std::string& folder, uint32_t keep,
                           rocksdb::Env* environment, Flush flush = Flush::first);

}  // namespace rdx::rocks
