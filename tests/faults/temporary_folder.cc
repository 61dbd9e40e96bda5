#include "tests/faults/temporary_folder.h"

#include <stdlib.h>

#include <filesystem>
#include <system_error>

namespace rdx::faults {

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  const bool has_memory = std::filesystem::is_directory("/dev/shm", error);
  path_ = (has_memory ? "/dev/shm" : std::filesystem::temp_directory_path(error).string()) + "/rdx-faults-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) path_.clear();
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  if (!path_.empty()) std::filesystem::remove_all(path_, error);
}

}  // namespace rdx::faults
