// Replicas and engines of every kind, for tests that run over all of them.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "rdx/rdx.h"
#include "rdx/rocksdb.h"
#include "rdx/store/memory_engine.h"

namespace rdx::test {

/// The value of a Result; a test that needs it and has none ends with the message.
template <class T>
T need(Result<T> result) {
  if (!result) {
    ADD_FAILURE() << error_code_name(result.error().code) << ": " << result.error().message;
    std::abort();
  }
  return std::move(*result);
}
inline void need(Result<void> result) {
  if (result) return;
  ADD_FAILURE() << error_code_name(result.error().code) << ": " << result.error().message;
  std::abort();
}

/// A folder that is there as long as this is.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    // In memory where that is, since most tests are not about the disk.
    const bool has_memory = access("/dev/shm", W_OK) == 0;
    std::string name = (has_memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/rdx-test-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Each opens as many replicas and engines as a test wants; `again` opens what was closed, where that can be.
struct InMemory {
  static constexpr bool kReopens = false;
  Replica open(const Options& options) { return need(open_memory(options)); }
  std::unique_ptr<Engine> engine(const TypeTable& types = built_in_types()) { return make_memory_engine(types); }
};

struct InRocks {
  static constexpr bool kReopens = true;
  Replica open(const Options& options) { return need(open_rocksdb(next(), options, rocks_)); }
  std::unique_ptr<Engine> engine(const TypeTable& types = built_in_types()) {
    return need(open_rocks_engine(next(), rocks_, types));
  }

 private:
  std::string next() { return folder_ / std::to_string(count_++); }

  TemporaryFolder folder_;
  int count_ = 0;
  RocksOptions rocks_{.durability = Durability::written, .least_free_bytes = 0};
};

using ReplicaKinds = ::testing::Types<InMemory, InRocks>;

}  // namespace rdx::test
