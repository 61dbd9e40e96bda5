// A replica in a RocksDB database: the component rdx::rocksdb.
#pragma once

#include "rdx/replica/replica.h"
#include "rdx/store/rocks_backup.h"
#include "rdx/store/rocks_engine.h"

namespace rdx {

/// Opens the database in the folder `path`, made where there is none. One process at a time writes a database: `busy`
/// where another has it. `format` where it is not one of ours, `input_output` where the folder cannot be used.
Result<Replica> open_rocksdb(const std::string& path, const Options& options = {}, const RocksOptions& rocks = {});

}  // namespace rdx
