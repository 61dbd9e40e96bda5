#include "rdxc/source/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace rdxc {
namespace {

std::string last_error() { return std::strerror(errno); }

// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }
  bool close() { return ::close(std::exchange(value_, -1)) == 0; }

 private:
  int value_;
};

// Reads until the end or one byte past the limit; devices and pipes have no size to ask for.
ReadResult read_all(int descriptor, size_t expected) {
  std::string text;
  text.resize(std::min(expected, kLongestFile) + 1);
  size_t size = 0;
  for (;;) {
    if (size == text.size()) text.resize(std::min(size * 2 + 4096, kLongestFile + 1));
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return {ReadStatus::kFailed, {}, last_error()};
    if (got == 0) break;
    size += static_cast<size_t>(got);
    if (size > kLongestFile) return {ReadStatus::kTooLarge, {}, {}};
  }
  text.resize(size);
  return {ReadStatus::kRead, std::move(text), {}};
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// What is not a regular file (/dev/null, /dev/full, a pipe) is written in place: renaming over it would remove it.
std::optional<std::string> write_in_place(const std::string& path, std::string_view text) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (file.get() < 0 || !write_all(file.get(), text) || !file.close()) return last_error();
  return std::nullopt;
}

std::string aside_of(const std::string& path) { return path + ".tmp" + std::to_string(::getpid()); }

std::optional<std::string> write_aside(const std::string& path, std::string_view text, std::optional<mode_t> mode) {
  Descriptor file(::open(aside_of(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (file.get() >= 0 && mode && ::fchmod(file.get(), *mode & 07777) != 0) return last_error();
  if (file.get() < 0 || !write_all(file.get(), text) || !file.close()) return last_error();
  return std::nullopt;
}

bool has_bytes(const std::string& path, const struct stat& status, std::string_view text) {
  if (static_cast<size_t>(status.st_size) != text.size()) return false;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string old(text.size(), '\0');
  size_t size = 0;
  while (file.get() >= 0 && size < old.size()) {
    const ssize_t got = ::read(file.get(), old.data() + size, old.size() - size);
    if (got <= 0) return false;
    size += static_cast<size_t>(got);
  }
  return file.get() >= 0 && old == text;
}

// Writes a file beside its place and says in `staged` that it is to be moved; or finds that nothing is to be done.
std::optional<std::string> stage(const NewFile& file, bool always, std::vector<std::string>& staged) {
  const auto folder = std::filesystem::path(file.path).parent_path();
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return error.message();
  struct stat status = {};
  const bool exists = ::stat(file.path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) return "it is a directory";
  if (exists && !S_ISREG(status.st_mode)) return write_in_place(file.path, file.text);
  if (exists && !always && has_bytes(file.path, status, file.text)) return std::nullopt;
  staged.push_back(file.path);
  return write_aside(file.path, file.text, exists ? std::optional(status.st_mode) : std::nullopt);
}

}  // namespace

std::string reason_of(const ReadResult& result) {
  switch (result.status) {
    case ReadStatus::kRead: return {};
    case ReadStatus::kMissing: return "there is no such file";
    case ReadStatus::kDirectory: return "it is a directory";
    case ReadStatus::kTooLarge: return "it is longer than 8 MiB, the most a schema may be";
    case ReadStatus::kFailed: return result.reason;
  }
  return {};
}

ReadResult RealDisk::read(const std::string& path) {
  struct stat status = {};
  if (::stat(path.c_str(), &status) != 0) {
    const bool missing = errno == ENOENT || errno == ENOTDIR;
    return {missing ? ReadStatus::kMissing : ReadStatus::kFailed, {}, last_error()};
  }
  if (S_ISDIR(status.st_mode)) return {ReadStatus::kDirectory, {}, {}};
  if (S_ISREG(status.st_mode) && static_cast<size_t>(status.st_size) > kLongestFile)
    return {ReadStatus::kTooLarge, {}, {}};
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return {ReadStatus::kFailed, {}, last_error()};
  return read_all(file.get(), static_cast<size_t>(status.st_size));
}

std::string RealDisk::identity(const std::string& path) {
  std::error_code error;
  const auto canonical = std::filesystem::canonical(path, error);
  return error ? std::string() : canonical.string();
}

std::optional<std::vector<std::string>> RealDisk::list(const std::string& folder, std::string_view suffix) {
  constexpr size_t kMost = 1000;
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator at(folder, error);
  if (error) return std::nullopt;
  for (; !error && at != std::filesystem::directory_iterator() && names.size() < kMost; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (name.ends_with(suffix)) names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> RealDisk::replace(const std::vector<NewFile>& files, bool always) {
  std::vector<std::string> staged;
  std::optional<std::string> fault;
  for (const NewFile& file : files) {
    if (fault) break;
    if (const auto reason = stage(file, always, staged)) fault = file.path + ": " + *reason;
  }
  for (const std::string& path : staged) {
    if (!fault && ::rename(aside_of(path).c_str(), path.c_str()) != 0) fault = path + ": " + last_error();
    if (fault) ::unlink(aside_of(path).c_str());
  }
  return fault;
}

}  // namespace rdxc
