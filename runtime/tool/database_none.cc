#include "rdx/tool/dump.h"

namespace rdx::tool {

Result<std::unique_ptr<Engine>> open_database(const std::string& folder) {
  return Error{ErrorCode::not_found,
               folder + ": this rdx was built without RocksDB (RDX_ROCKSDB) and reads no databases"};
}
Result<std::unique_ptr<FollowingEngine>> open_database_to_follow(const std::string& folder) {
  return open_database(folder).error();
}
Result<std::unique_ptr<Engine>> open_database_to_write(const std::string& folder) { return open_database(folder); }
Result<std::unique_ptr<Engine>> make_database(const std::string& folder) { return open_database(folder); }

}  // namespace rdx::tool
