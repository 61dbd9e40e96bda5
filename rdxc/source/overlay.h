// Texts over the files of a disk: what a run would write, read before it is written.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/disk.h"

namespace rdxc {

// Keeps `base`, which must outlive it. What is put in place stays in memory.
class Overlay final : public Disk {
 public:
  explicit Overlay(Disk& base) : base_(base) {}

  ReadResult read(const std::string& path) override {
    const auto found = texts_.find(base_.identity(path));
    return found == texts_.end() ? base_.read(path) : ReadResult{ReadStatus::kRead, found->second, {}};
  }

  std::string identity(const std::string& path) override { return base_.identity(path); }

  std::optional<std::vector<std::string>> list(const std::string& folder, std::string_view suffix) override {
    return base_.list(folder, suffix);
  }

  // Of files that are there; by their identities.
  std::optional<std::string> replace(const std::vector<NewFile>& files, bool) override {
    for (const NewFile& file : files) texts_[file.path] = file.text;
    return std::nullopt;
  }

  const std::map<std::string, std::string>& texts() const { return texts_; }
  void put_back(std::map<std::string, std::string> texts) { texts_ = std::move(texts); }

 private:
  Disk& base_;
  std::map<std::string, std::string> texts_;  // by identity
};

}  // namespace rdxc
