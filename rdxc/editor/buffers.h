// What an editor has open, over the disk: the compiler reads a buffer where there is one. And the editor's names of
// files, as file:///a%20b.rdx.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/disk.h"

namespace rdxc {

// A name that is no file's, as untitled:1, is its own path.
std::string path_of_uri(std::string_view uri);
std::string uri_of_path(const std::string& path);

struct Buffer {
  std::string uri;  // as the editor wrote it
  std::string path;
  std::string text;
  int64_t version = 0;
};

// Keeps `base`, which must outlive it. Nothing is written through it.
class Buffers final : public Disk {
 public:
  explicit Buffers(Disk& base) : base_(base) {}

  Buffer& open(const std::string& uri);
  void close(const std::string& uri) { open_.erase(key_of(path_of_uri(uri))); }
  Buffer* find(const std::string& uri) { return find_path(path_of_uri(uri)); }
  Buffer* find_path(const std::string& path);
  const std::map<std::string, Buffer>& all() const { return open_; }

  // The name that the editor knows a file by.
  std::string uri_of(const std::string& path);

  // The same text for two paths of one file, whether it is there or not.
  std::string key_of(const std::string& path);

  ReadResult read(const std::string& path) override;
  std::string identity(const std::string& path) override;
  std::optional<std::vector<std::string>> list(const std::string& folder, std::string_view suffix) override;
  std::optional<std::string> replace(const std::vector<NewFile>& files, bool always) override;

 private:
  Disk& base_;
  std::map<std::string, Buffer> open_;
};

}  // namespace rdxc
