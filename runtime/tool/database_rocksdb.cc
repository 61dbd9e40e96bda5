#include <filesystem>

#include "rdx/store/rocks_engine.h"
#include "rdx/tool/dump.h"

namespace rdx::tool {

Result<std::unique_ptr<Engine>> open_database(const std::string& folder) {
  std::error_code fault;
  if (!std::filesystem::exists(folder + "/CURRENT", fault))
    return Error{ErrorCode::not_found, folder + ": there is no database in this folder"};
  return open_rocks_engine(folder);
}

}  // namespace rdx::tool
