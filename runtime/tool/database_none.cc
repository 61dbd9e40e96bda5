#include "rdx/tool/dump.h"

namespace rdx::tool {

Result<std::unique_ptr<Engine>> open_database(const std::string& folder) {
  return Error{ErrorCode::not_found,
               folder + ": this rdx was built without RocksDB (RDX_ROCKSDB) and reads no databases"};
}

}  // namespace rdx::tool
