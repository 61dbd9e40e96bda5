// The compiler's one view of files, so that tests can give it others.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rdxc {

// The longest schema that is read.
inline constexpr size_t kLongestFile = 8u << 20;

enum class ReadStatus { kRead, kMissing, kDirectory, kTooLarge, kFailed };

struct ReadResult {
  ReadStatus status = ReadStatus::kFailed;
  std::string text;    // kRead
  std::string reason;  // kFailed: what the system said
};

// Why there is no text, as a message ends.
std::string reason_of(const ReadResult& result);

struct NewFile {
  std::string path;
  std::string text;
};

class Disk {
 public:
  virtual ~Disk() = default;

  // Never reads more than `kLongestFile` bytes, whatever stands behind the path.
  virtual ReadResult read(const std::string& path) = 0;

  // The same text for two paths of one file; empty if there is none.
  virtual std::string identity(const std::string& path) = 0;

  // The names in a folder that end so, sorted, a thousand at most; nothing if there is no such folder.
  virtual std::optional<std::vector<std::string>> list(const std::string& folder, std::string_view suffix) = 0;

  // Puts whole files in place, all or none as far as the system lets us: everything is written beside its place before
  // the first is moved. Creates folders. A file that has these bytes already is left alone unless `always`; one that is
  // replaced keeps its mode. "path: reason" for what went wrong, or nothing.
  virtual std::optional<std::string> replace(const std::vector<NewFile>& files, bool always) = 0;
};

// The machine's files.
class RealDisk final : public Disk {
 public:
  ReadResult read(const std::string& path) override;
  std::string identity(const std::string& path) override;
  std::optional<std::vector<std::string>> list(const std::string& folder, std::string_view suffix) override;
  std::optional<std::string> replace(const std::vector<NewFile>& files, bool always) override;
};

}  // namespace rdxc
