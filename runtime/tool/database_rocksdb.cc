#include <filesystem>

#include "rdx/store/rocks_engine.h"
#include "rdx/tool/dump.h"

namespace rdx::tool {

namespace {

Result<void> check_there(const std::string& folder) {
  std::error_code fault;
  if (std::filesystem::exists(folder + "/CURRENT", fault)) return {};
  return Error{ErrorCode::not_found, folder + ": there is no database in this folder"};
}

}  // namespace

Result<std::unique_ptr<Engine>> open_database(const std::string& folder) {
  if (auto there = check_there(folder); !there) return std::move(there).error();
  return open_rocks_reader(folder);
}

Result<std::unique_ptr<FollowingEngine>> open_database_to_follow(const std::string& folder) {
  if (auto there = check_there(folder); !there) return std::move(there).error();
  return open_rocks_follower(folder);
}

Result<std::unique_ptr<Engine>> open_database_to_write(const std::string& folder) {
  if (auto there = check_there(folder); !there) return std::move(there).error();
  return open_rocks_engine(folder);
}

Result<std::unique_ptr<Engine>> make_database(const std::string& folder) { return open_rocks_engine(folder); }

}  // namespace rdx::tool
