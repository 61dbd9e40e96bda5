#include "rdx/rocksdb.h"

namespace rdx {

Result<Replica> open_rocksdb(const std::string& path, const Options& options, const RocksOptions& rocks) {
  const TypeTable& types = options.types != nullptr ? *options.types : built_in_types();
  RDX_TRY(auto engine, open_rocks_engine(path, rocks, types));
  return Replica::over(std::move(engine), options);
}

}  // namespace rdx
