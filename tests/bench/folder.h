// What the benchmarks over stores have in common.
#pragma once

#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>

#include "rdx/base/result.h"

namespace rdx::bench {

/// The value of a Result; a benchmark that has none ends with the message.
template <class T>
T need(Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::abort();
  }
  return std::move(*result);
}
inline void need(Result<void> result) {
  if (result) return;
  std::cerr << result.error().message << '\n';
  std::abort();
}

/// A database's folder, on the disk that the working directory is on.
class Folder {
 public:
  Folder() {
    std::string name = std::filesystem::current_path() / "bench-XXXXXX";
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace rdx::bench
