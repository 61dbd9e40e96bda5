#include "tests/faults/power_cut_file_system.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace rdx::faults {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string_view view(const Slice& slice) { return {slice.data(), slice.size()}; }

IOStatus no_space() { return IOStatus::NoSpace("the test's disk is full"); }

class CutWritableFile : public rocksdb::FSWritableFile {
 public:
  CutWritableFile(PowerCutFileSystem& system, DiskFilePtr file, std::unique_ptr<rocksdb::FSWritableFile> real)
      : system_(system), file_(std::move(file)), real_(std::move(real)) {
    system_.file_opened();
  }
  ~CutWritableFile() override { system_.file_closed(); }

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (!system_.has_room_for(data.size())) return no_space();
    system_.note([&](DiskImage&) { append(*file_, view(data)); });
    return real_->Append(data, options, debug);
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset, const IOOptions& options,
                            IODebugContext* debug) override {
    if (!system_.has_room_for(data.size())) return no_space();
    system_.note([&](DiskImage&) { write_at(*file_, offset, view(data)); });
    return real_->PositionedAppend(data, offset, options, debug);
  }
  IOStatus PositionedAppend(const Slice& data, uint64_t offset, const IOOptions& options,
                            const rocksdb::DataVerificationInfo&, IODebugContext* debug) override {
    return PositionedAppend(data, offset, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options, IODebugContext* debug) override {
    system_.note([&](DiskImage&) { truncate(*file_, size); });
    return real_->Truncate(size, options, debug);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override { return real_->Close(options, debug); }
  IOStatus Flush(const IOOptions& options, IODebugContext* debug) override { return real_->Flush(options, debug); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    system_.note([&](DiskImage&) { sync(*file_); });
    return IOStatus::OK();
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&, IODebugContext*) override { return IOStatus::OK(); }
  bool IsSyncThreadSafe() const override { return true; }
  uint64_t GetFileSize(const IOOptions& options, IODebugContext* debug) override {
    return real_->GetFileSize(options, debug);
  }

 private:
  PowerCutFileSystem& system_;
  DiskFilePtr file_;
  std::unique_ptr<rocksdb::FSWritableFile> real_;
};

class CutRandomRWFile : public rocksdb::FSRandomRWFile {
 public:
  CutRandomRWFile(PowerCutFileSystem& system, DiskFilePtr file, std::unique_ptr<rocksdb::FSRandomRWFile> real)
      : system_(system), file_(std::move(file)), real_(std::move(real)) {
    system_.file_opened();
  }
  ~CutRandomRWFile() override { system_.file_closed(); }

  IOStatus Write(uint64_t offset, const Slice& data, const IOOptions& options, IODebugContext* debug) override {
    if (!system_.has_room_for(data.size())) return no_space();
    system_.note([&](DiskImage&) { write_at(*file_, offset, view(data)); });
    return real_->Write(offset, data, options, debug);
  }
  IOStatus Read(uint64_t offset, std::size_t size, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* debug) const override {
    return real_->Read(offset, size, options, result, scratch, debug);
  }
  IOStatus Flush(const IOOptions& options, IODebugContext* debug) override { return real_->Flush(options, debug); }
  IOStatus Sync(const IOOptions&, IODebugContext*) override {
    system_.note([&](DiskImage&) { sync(*file_); });
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override { return real_->Close(options, debug); }

 private:
  PowerCutFileSystem& system_;
  DiskFilePtr file_;
  std::unique_ptr<rocksdb::FSRandomRWFile> real_;
};

class CutDirectory : public rocksdb::FSDirectory {
 public:
  CutDirectory(PowerCutFileSystem& system, std::string path, std::unique_ptr<rocksdb::FSDirectory> real)
      : system_(system), path_(std::move(path)), real_(std::move(real)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override {
    system_.note([&](DiskImage& image) { image.sync_directory(path_); });
    return IOStatus::OK();
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override { return real_->Close(options, debug); }

 private:
  PowerCutFileSystem& system_;
  std::string path_;
  std::unique_ptr<rocksdb::FSDirectory> real_;
};

}  // namespace

Survivors read_folder(const std::string& folder) {
  Survivors files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[clean_path(entry.path().string())] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  return files;
}

void write_folder(const std::string& folder, const Survivors& files) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) std::filesystem::remove_all(entry.path());
  for (const auto& [path, bytes] : files) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
  }
}

PowerCutFileSystem::PowerCutFileSystem(std::string folder)
    : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()),
      folder_(clean_path(folder)),
      image_(read_folder(folder_)) {}

bool PowerCutFileSystem::is_ours(const std::string& path) const {
  return clean_path(path).compare(0, folder_.size() + 1, folder_ + "/") == 0;
}

void PowerCutFileSystem::cut_locked(Loss loss, uint64_t seed) {
  if (is_off_) return;
  Random random(seed);
  survivors_ = image_.after_cut(loss, random);
  planned_.reset();
  is_off_ = true;
}

void PowerCutFileSystem::count_operation() {
  if (planned_ && operations_ >= planned_->at_operation) cut_locked(planned_->loss, planned_->seed);
  ++operations_;
}

void PowerCutFileSystem::cut(Loss loss, uint64_t seed) {
  const std::lock_guard lock(mutex_);
  cut_locked(loss, seed);
}

void PowerCutFileSystem::cut_after(uint64_t operations, Loss loss, uint64_t seed) {
  const std::lock_guard lock(mutex_);
  planned_ = PlannedCut{operations_ + operations, loss, seed};
}

Survivors PowerCutFileSystem::durable() const {
  const std::lock_guard lock(mutex_);
  Random random(1);
  return image_.after_cut(Loss::all_unsynced, random);
}

std::size_t PowerCutFileSystem::written_bytes() const {
  const std::lock_guard lock(mutex_);
  return image_.written_bytes();
}

bool PowerCutFileSystem::power_on() { return !is_off_ || power_on(survivors_); }

bool PowerCutFileSystem::power_on(const Survivors& files) {
  const std::lock_guard lock(mutex_);
  if (open_files_ != 0) return false;
  write_folder(folder_, files);
  image_ = DiskImage(files);
  planned_.reset();
  is_off_ = false;
  return true;
}

void PowerCutFileSystem::set_capacity(std::optional<std::size_t> bytes) {
  const std::lock_guard lock(mutex_);
  capacity_ = bytes;
}

bool PowerCutFileSystem::has_room_for(std::size_t bytes) const {
  const std::lock_guard lock(mutex_);
  return !capacity_ || image_.written_bytes() + bytes <= *capacity_;
}

IOStatus PowerCutFileSystem::wrap_writable(const DiskFilePtr& file, WritableFile* opened) {
  *opened = std::make_unique<CutWritableFile>(*this, file, std::move(*opened));
  return IOStatus::OK();
}

IOStatus PowerCutFileSystem::NewWritableFile(const std::string& path, const FileOptions& options, WritableFile* file,
                                             Debug* debug) {
  IOStatus status = target()->NewWritableFile(path, options, file, debug);
  if (!status.ok() || !is_ours(path)) return status;
  DiskFilePtr created;
  note([&](DiskImage& image) { created = image.create(path); });
  return wrap_writable(created, file);
}

IOStatus PowerCutFileSystem::ReopenWritableFile(const std::string& path, const FileOptions& options, WritableFile* file,
                                                Debug* debug) {
  IOStatus status = target()->ReopenWritableFile(path, options, file, debug);
  if (!status.ok() || !is_ours(path)) return status;
  DiskFilePtr opened;
  note([&](DiskImage& image) {
    opened = image.find(path);
    if (!opened) opened = image.create(path);
  });
  return wrap_writable(opened, file);
}

IOStatus PowerCutFileSystem::ReuseWritableFile(const std::string& path, const std::string& old_path,
                                               const FileOptions& options, WritableFile* file, Debug* debug) {
  return FileSystem::ReuseWritableFile(path, old_path, options, file, debug);
}

IOStatus PowerCutFileSystem::NewRandomRWFile(const std::string& path, const FileOptions& options,
                                             std::unique_ptr<rocksdb::FSRandomRWFile>* file, Debug* debug) {
  IOStatus status = target()->NewRandomRWFile(path, options, file, debug);
  if (!status.ok() || !is_ours(path)) return status;
  DiskFilePtr opened;
  note([&](DiskImage& image) {
    opened = image.find(path);
    if (!opened) opened = image.create(path);
  });
  *file = std::make_unique<CutRandomRWFile>(*this, opened, std::move(*file));
  return status;
}

IOStatus PowerCutFileSystem::NewMemoryMappedFileBuffer(const std::string&,
                                                       std::unique_ptr<rocksdb::MemoryMappedFileBuffer>*) {
  return IOStatus::NotSupported("what is written to mapped memory would not be seen here");
}

IOStatus PowerCutFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                          std::unique_ptr<rocksdb::FSDirectory>* directory, Debug* debug) {
  IOStatus status = target()->NewDirectory(path, options, directory, debug);
  if (!status.ok() || (!is_ours(path) && clean_path(path) != folder_)) return status;
  *directory = std::make_unique<CutDirectory>(*this, path, std::move(*directory));
  return status;
}

IOStatus PowerCutFileSystem::DeleteFile(const std::string& path, const IOOptions& options, Debug* debug) {
  IOStatus status = target()->DeleteFile(path, options, debug);
  if (status.ok() && is_ours(path)) note([&](DiskImage& image) { image.remove(path); });
  return status;
}

IOStatus PowerCutFileSystem::Truncate(const std::string& path, std::size_t size, const IOOptions& options,
                                      Debug* debug) {
  IOStatus status = target()->Truncate(path, size, options, debug);
  if (status.ok() && is_ours(path)) {
    note([&](DiskImage& image) {
      if (const DiskFilePtr file = image.find(path)) truncate(*file, size);
    });
  }
  return status;
}

IOStatus PowerCutFileSystem::RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                                        Debug* debug) {
  const bool is_directory = std::filesystem::is_directory(from);
  IOStatus status = target()->RenameFile(from, to, options, debug);
  if (!status.ok() || !is_ours(from)) return status;
  note([&](DiskImage& image) {
    if (is_directory) {
      image.rename_directory(from, to);
    } else {
      image.rename(from, to);
    }
  });
  return status;
}

IOStatus PowerCutFileSystem::LinkFile(const std::string& path, const std::string& name, const IOOptions& options,
                                      Debug* debug) {
  IOStatus status = target()->LinkFile(path, name, options, debug);
  if (status.ok() && is_ours(name)) note([&](DiskImage& image) { image.link(path, name); });
  return status;
}

IOStatus PowerCutFileSystem::GetFreeSpace(const std::string& path, const IOOptions& options, uint64_t* free,
                                          Debug* debug) {
  const std::lock_guard lock(mutex_);
  if (!capacity_) return target()->GetFreeSpace(path, options, free, debug);
  const std::size_t used = image_.written_bytes();
  *free = *capacity_ > used ? *capacity_ - used : 0;
  return IOStatus::OK();
}

}  // namespace rdx::faults
