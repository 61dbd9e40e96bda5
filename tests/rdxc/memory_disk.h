// Files in memory: what the compiler sees in tests.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/disk.h"

namespace rdxc {

class MemoryDisk final : public Disk {
 public:
  MemoryDisk() = default;

  // "text of main.rdx\n--- other.rdx\ntext of other\n--- folder/\n"
  static MemoryDisk split(std::string_view text, const std::string& first) {
    MemoryDisk disk;
    std::string name = first;
    for (;;) {
      const size_t next = text.starts_with("--- ") ? 0 : text.find("\n--- ");
      const bool last = next == std::string_view::npos;
      disk.files[name] = std::string(text.substr(0, last ? text.size() : next + (next == 0 ? 0 : 1)));
      if (last) return disk;
      text.remove_prefix(next + (next == 0 ? 4 : 5));
      name = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(text.size(), name.size() + 1));
    }
  }

  // The schemas below a folder of the machine, as their importers name them.
  static MemoryDisk load(const std::filesystem::path& folder) {
    MemoryDisk disk;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.path().extension() != ".rdx") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      disk.files[entry.path().lexically_relative(folder).string()].assign(std::istreambuf_iterator<char>(file), {});
    }
    return disk;
  }

  ReadResult read(const std::string& path) override {
    if (files.count(path + '/') != 0) return {ReadStatus::kDirectory, {}, {}};
    const auto found = files.find(path);
    if (found == files.end()) return {ReadStatus::kMissing, {}, {}};
    return {ReadStatus::kRead, found->second, {}};
  }

  std::string identity(const std::string& path) override { return files.count(path) != 0 ? path : std::string(); }

  std::optional<std::vector<std::string>> list(const std::string& folder, std::string_view suffix) override {
    std::vector<std::string> names;
    const std::string prefix = folder == "." ? std::string() : folder + '/';
    for (const auto& [path, text] : files) {
      const std::string name = path.starts_with(prefix) ? path.substr(prefix.size()) : std::string();
      if (name.ends_with(suffix) && name.find('/') == std::string::npos) names.push_back(name);
    }
    return names;
  }

  std::optional<std::string> replace(const std::vector<NewFile>& all, bool) override {
    for (const NewFile& file : all) files[file.path] = file.text;
    return std::nullopt;
  }

  std::map<std::string, std::string> files;  // a path that ends with '/' is a folder
};

}  // namespace rdxc
