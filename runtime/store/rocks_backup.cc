#include "rdx/store/rocks_backup.h"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/backup_engine.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "rdx/store/rocks_copies.h"

namespace rdx {
namespace {

namespace fs = std::filesystem;
using rocks::failed;

rocksdb::BackupEngineOptions backup_options(const std::string& folder, rocksdb::Env* environment) {
  rocksdb::BackupEngineOptions options(folder, environment);
  options.share_table_files = true;
  options.share_files_with_checksum = true;
  options.sync = true;
  return options;
}

Backup told(const rocksdb::BackupInfo& info) { return {info.backup_id, info.timestamp, info.size}; }

// One process at a time changes a folder of backups.
class FolderLock {
 public:
  static Result<FolderLock> take(const std::string& folder) {
    const int file = open((folder + "/rdx.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0)
      return Error{ErrorCode::input_output, "no right to write in the folder '" + folder + "', or it is not there"};
    FolderLock lock(file);
    if (flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
    return Error{ErrorCode::busy, "somebody makes or restores a backup in '" + folder + "'; wait for that"};
  }
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept { return std::swap(file_, other.file_), *this; }
  ~FolderLock() {
    if (file_ >= 0) close(file_);
  }

 private:
  explicit FolderLock(int file) : file_(file) {}

  int file_;
};

using Reader = std::unique_ptr<rocksdb::BackupEngineReadOnly>;

Result<Reader> open_reader(const std::string& folder, const RocksOptions& options) {
  std::error_code ignored;
  if (!fs::is_directory(folder + "/meta", ignored))
    return Error{ErrorCode::not_found, "there are no backups in '" + folder + "'"};
  rocksdb::Env* const environment = rocks::environment_of(options);
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  const auto status = rocksdb::BackupEngineReadOnly::Open(environment, backup_options(folder, environment), &opened);
  if (!status.ok()) return failed(folder, status);
  return Reader(opened);
}

std::vector<Backup> all_of(const rocksdb::BackupEngineReadOnly& reader) {
  std::vector<rocksdb::BackupInfo> infos;
  reader.GetBackupInfo(&infos);
  std::vector<Backup> all;
  all.reserve(infos.size());
  for (const rocksdb::BackupInfo& info : infos) all.push_back(told(info));
  return all;
}

Error damaged(const std::string& folder, uint32_t number, const rocksdb::Status& status) {
  return Error{ErrorCode::input_output, "backup " + std::to_string(number) + " in '" + folder +
                                            "' is damaged: " + status.ToString() + "; another may be whole"};
}

Result<uint32_t> chosen(const rocksdb::BackupEngineReadOnly& reader, const std::string& folder,
                        std::optional<uint32_t> number) {
  const std::vector<Backup> all = all_of(reader);
  if (all.empty()) return Error{ErrorCode::not_found, "there are no backups in '" + folder + "' that are whole"};
  std::string there;
  for (const Backup& each : all) {
    if (each.number == number.value_or(all.back().number)) return each.number;
    there += ' ' + std::to_string(each.number);
  }
  return Error{ErrorCode::not_found,
               "there is no backup " + std::to_string(*number) + " in '" + folder + "'; there are" + there};
}

Result<void> sync_path(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (!done) return Error{ErrorCode::input_output, "cannot make '" + path + "' durable"};
  return {};
}

// The folder and the files in it.
Result<void> sync_folder(const std::string& path) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(path, failure)) {
    if (auto done = sync_path(entry.path().string()); !done) return done;
  }
  if (failure) return Error{ErrorCode::input_output, "cannot read the folder '" + path + "': " + failure.message()};
  return sync_path(path);
}

// A database as it stands: nothing in it is folded. It may have values of types that nobody here knows, which are its
// own program's; to merge those without it would destroy them.
Result<std::unique_ptr<rocksdb::DB>> open_as_it_stands(const std::string& path, const RocksOptions& options) {
  RDX_TRY(rocksdb::Options settings, rocks::database_options(options, built_in_types()));
  settings.create_if_missing = false;
  settings.disable_auto_compactions = true;
  settings.avoid_flush_during_recovery = true;
  settings.avoid_flush_during_shutdown = true;
  settings.write_buffer_size = std::size_t{1} << 40;  // else a large log would be flushed while it is read
  settings.max_successive_merges = 0;
  rocksdb::DB* opened = nullptr;
  if (const auto status = rocksdb::DB::Open(settings, path, &opened); !status.ok())
    return rocks::not_opened(path, status);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (auto done = rocks::check_format(path, *database, false); !done) return std::move(done).error();
  return database;
}

// So that the next to open it goes on under a fresh source.
Result<void> mark_restored(const std::string& path, const RocksOptions& options) {
  RDX_TRY(const auto database, open_as_it_stands(path, options));
  const auto put =
      database->Put(rocks::synced_write(), rocks::slice(rocks::kUnsyncedKey), rocks::slice(rocks::kRestored));
  if (!put.ok()) return failed(path, put);
  if (const auto closed = database->Close(); !closed.ok()) return failed(path, closed);
  return {};
}

// At its end, where a shell writes one: what is made beside a folder must not be within it.
std::string without_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

Result<void> check_target(const std::string& to) {
  std::error_code ignored;
  if (!fs::exists(to, ignored) || (fs::is_directory(to, ignored) && fs::is_empty(to, ignored))) return {};
  return Error{ErrorCode::invalid, "'" + to + "' is there already and not empty; name another folder, or move it away"};
}

Result<void> put_in_place(const std::string& made, const std::string& to) {
  std::error_code failure;
  fs::remove(to, failure);  // an empty folder, or nothing
  fs::rename(made, to, failure);
  if (failure)
    return Error{ErrorCode::input_output, "cannot move '" + made + "' to '" + to + "': " + failure.message()};
  const fs::path parent = fs::path(to).parent_path();
  return sync_path(parent.empty() ? "." : parent.string());
}

}  // namespace

Result<Backup> rocks::make_backup(const std::string& path, rocksdb::DB& database, const std::string& folder,
                                  uint32_t keep, rocksdb::Env* environment, Flush flush) {
  if (keep == 0) return Error{ErrorCode::invalid, "keep at least one backup"};
  if (auto done = prepare_folder(folder); !done) return std::move(done).error();
  std::error_code ignored;
  if (fs::equivalent(path, folder, ignored))
    return Error{ErrorCode::invalid, "a database is not backed up into its own folder; name another"};
  RDX_TRY(const FolderLock lock, FolderLock::take(folder));
  rocksdb::BackupEngine* opened = nullptr;
  const auto status = rocksdb::BackupEngine::Open(environment, backup_options(folder, environment), &opened);
  if (!status.ok()) return failed(folder, status);
  const std::unique_ptr<rocksdb::BackupEngine> backups(opened);
  rocksdb::CreateBackupOptions create;
  create.flush_before_backup = flush == Flush::first;
  rocksdb::BackupID number = 0;
  if (const auto made = backups->CreateNewBackup(create, &database, &number); !made.ok()) return failed(folder, made);
  rocksdb::BackupInfo info;
  if (const auto found = backups->GetBackupInfo(number, &info); !found.ok()) return failed(folder, found);
  if (const auto purged = backups->PurgeOldBackups(keep); !purged.ok()) return failed(folder, purged);
  return told(info);
}

Result<std::vector<Backup>> list_backups(const std::string& folder, const RocksOptions& options) {
  RDX_TRY(const Reader reader, open_reader(folder, options));
  return all_of(*reader);
}

Result<void> verify_backup(const std::string& folder, uint32_t number, const RocksOptions& options) {
  RDX_TRY(const Reader reader, open_reader(folder, options));
  RDX_TRY(const uint32_t found, chosen(*reader, folder, number));
  if (const auto status = reader->VerifyBackup(found, true); !status.ok()) return damaged(folder, found, status);
  return {};
}

Result<Backup> backup_database(const std::string& path, const std::string& folder, uint32_t keep,
                               const RocksOptions& options) {
  RDX_TRY(const auto database, open_as_it_stands(path, options));
  return rocks::make_backup(path, *database, folder, keep, rocks::environment_of(options), rocks::Flush::never);
}

Result<uint32_t> restore_backup(const std::string& folder, const std::string& target, std::optional<uint32_t> number,
                                const RocksOptions& options) {
  const std::string to = without_slashes(target);
  if (auto done = check_target(to); !done) return std::move(done).error();
  RDX_TRY(const Reader reader, open_reader(folder, options));
  RDX_TRY(const FolderLock lock, FolderLock::take(folder));
  RDX_TRY(const uint32_t found, chosen(*reader, folder, number));
  if (const auto status = reader->VerifyBackup(found, true); !status.ok()) return damaged(folder, found, status);
  const std::string made = to + ".restoring";
  std::error_code failure;
  fs::remove_all(made, failure);  // of a run that was cut off
  if (auto done = rocks::prepare_folder(made); !done) return std::move(done).error();
  const auto status = reader->RestoreDBFromBackup(rocksdb::RestoreOptions(), found, made, made);
  Result<void> done;
  if (!status.ok()) done = damaged(folder, found, status);
  if (done) done = mark_restored(made, options);
  if (done) done = sync_folder(made);
  if (done) done = put_in_place(made, to);
  if (done) return found;
  fs::remove_all(made, failure);
  return std::move(done).error();
}

}  // namespace rdx
