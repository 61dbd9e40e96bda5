// PowerCutFileSystem: a RocksDB file system that can lose its power, with everything that was not synced.
//
// Files stand in a real folder, so that everybody sees them; beside it a DiskImage knows what is durable. Nothing is
// ever really synced, which makes it fast. A cut notes what survives and answers on as if nothing had happened: what
// the database does from then on is lost. So a test may run to its end, asks `is_off` to know whether what it was just
// told counts, closes the database, and `power_on` leaves the folder as the cut left it.
//
// A cut may come at any write, sync, rename or removal: `cut_after`. A disk of a certain size: `set_capacity`.
#pragma once

#include <rocksdb/file_system.h>

#include <atomic>
#include <mutex>

#include "tests/faults/disk_image.h"

namespace rdx::faults {

class PowerCutFileSystem : public rocksdb::FileSystemWrapper {
 public:
  /// What is in `folder` is durable. Paths outside pass through.
  explicit PowerCutFileSystem(std::string folder);

  const char* Name() const override { return "PowerCutFileSystem"; }

  /// What survives is chosen by `seed`. At once, or before the `operations`-th operation that changes the disk from
  /// now.
  void cut(Loss loss, uint64_t seed);
  void cut_after(uint64_t operations, Loss loss, uint64_t seed);
  /// The power is off; what was answered before a call that says no is as durable as it was said to be.
  bool is_off() const { return is_off_; }
  /// What a cut would leave now.
  Survivors durable() const;
  /// How many operations changed the disk so far.
  uint64_t operations() const { return operations_; }
  std::size_t written_bytes() const;
  /// Puts the folder back to what survived, or to `files`; false, and nothing done, while a file is still open for
  /// writing.
  bool power_on();
  bool power_on(const Survivors& files);
  /// From now on the folder's files hold at most so many bytes; a write past that fails, and free space is what is
  /// left.
  void set_capacity(std::optional<std::size_t> bytes);

  // What FileSystem promises.
  using IOStatus = rocksdb::IOStatus;
  using FileOptions = rocksdb::FileOptions;
  using IOOptions = rocksdb::IOOptions;
  using Debug = rocksdb::IODebugContext;
  using WritableFile = std::unique_ptr<rocksdb::FSWritableFile>;

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options, WritableFile* file,
                           Debug* debug) override;
  IOStatus ReopenWritableFile(const std::string& path, const FileOptions& options, WritableFile* file,
                              Debug* debug) override;
  IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path, const FileOptions& options,
                             WritableFile* file, Debug* debug) override;
  IOStatus NewRandomRWFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<rocksdb::FSRandomRWFile>* file, Debug* debug) override;
  IOStatus NewMemoryMappedFileBuffer(const std::string& path,
                                     std::unique_ptr<rocksdb::MemoryMappedFileBuffer>* buffer) override;
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* directory, Debug* debug) override;
  IOStatus DeleteFile(const std::string& path, const IOOptions& options, Debug* debug) override;
  IOStatus Truncate(const std::string& path, std::size_t size, const IOOptions& options, Debug* debug) override;
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options, Debug* debug) override;
  IOStatus LinkFile(const std::string& path, const std::string& name, const IOOptions& options, Debug* debug) override;
  IOStatus GetFreeSpace(const std::string& path, const IOOptions& options, uint64_t* free, Debug* debug) override;

  // What the files that it opened tell it.
  bool has_room_for(std::size_t bytes) const;
  template <class Change>
  void note(Change&& change) {
    const std::lock_guard lock(mutex_);
    count_operation();
    change(image_);
  }
  void file_opened() { ++open_files_; }
  void file_closed() { --open_files_; }

 private:
  bool is_ours(const std::string& path) const;
  void count_operation();
  void cut_locked(Loss loss, uint64_t seed);
  IOStatus wrap_writable(const DiskFilePtr& file, WritableFile* opened);

  struct PlannedCut {
    uint64_t at_operation;
    Loss loss;
    uint64_t seed;
  };

  const std::string folder_;
  mutable std::mutex mutex_;
  DiskImage image_;
  std::optional<PlannedCut> planned_;
  std::optional<std::size_t> capacity_;
  Survivors survivors_;
  std::atomic<bool> is_off_ = false;
  std::atomic<uint64_t> operations_ = 0;
  std::atomic<int> open_files_ = 0;
};

/// Every file below `folder`, and the other way round: nothing else is left in it.
Survivors read_folder(const std::string& folder);
void write_folder(const std::string& folder, const Survivors& files);

}  // namespace rdx::faults
