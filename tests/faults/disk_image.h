// DiskImage: what a disk's files hold, and what of them a power cut leaves. Memory only; knows no file system's calls.
//
//   file       the bytes written, and the bytes that a sync made durable; it may have several names or none
//   directory  names of files; a change of a name (a file made, renamed, removed) is durable when the directory was
//              synced after it, and until then the changes stand in a journal
//
// A power cut leaves of each directory what was synced and some changes from the front of its journal, and of each file
// what was synced and some part of the rest. That is the least that POSIX promises, and more than ext4 does.
// Directories themselves are durable as soon as they are made: the tests make them beforehand.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rdx::faults {

struct DiskFile {
  std::string written;
  std::string synced;
  bool is_rewritten = false;  // what was synced is not the front of what was written
};
using DiskFilePtr = std::shared_ptr<DiskFile>;

void append(DiskFile& file, std::string_view bytes);
void write_at(DiskFile& file, std::size_t offset, std::string_view bytes);
void truncate(DiskFile& file, std::size_t size);
void sync(DiskFile& file);

enum class Loss {
  nothing,        // all that was written is there: what a kill leaves
  all_unsynced,   // not a byte more than was synced
  some_unsynced,  // by chance: nothing, everything, a torn front
  zeroes,         // by chance too a torn front with zeroes up to the full length: no journaling file system does that,
                  // and RocksDB refuses a MANIFEST of that kind by name
};

using Random = std::mt19937_64;
/// Path → bytes.
using Survivors = std::map<std::string, std::string>;

class DiskImage {
 public:
  /// Everything in `files` is durable.
  explicit DiskImage(const Survivors& files);
  DiskImage() = default;

  /// Nothing where there is no such file.
  DiskFilePtr find(std::string_view path) const;
  /// As open() with O_CREAT and O_TRUNC: a file that is there is emptied and stays itself.
  DiskFilePtr create(std::string_view path);
  /// A second name. All three do nothing where there is no such file.
  void link(std::string_view path, std::string_view name);
  void rename(std::string_view from, std::string_view to);
  void remove(std::string_view path);
  void sync_directory(std::string_view path);
  /// Files within, and how far they are durable, move at once.
  void rename_directory(std::string_view from, std::string_view to);

  /// The bytes in all files that have a name.
  std::size_t written_bytes() const;
  Survivors after_cut(Loss loss, Random& random) const;

 private:
  using Names = std::map<std::string, DiskFilePtr>;
  using Change = std::vector<std::pair<std::string, DiskFilePtr>>;  // name → file, or none; takes place in one step
  struct Directory {
    Names names;
    Names synced;
    std::vector<Change> journal;

    void change(Change change);
  };

  Directory& directory_of(std::string_view path);

  std::map<std::string, Directory, std::less<>> directories_;
};

/// One `/` between parts, none at the end.
std::string clean_path(std::string_view path);

}  // namespace rdx::faults
