#include "rdx/store/rocks_engine.h"

#include <fcntl.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "rdx/store/free_space.h"
#include "rdx/store/group_sync.h"

namespace rdx {
namespace {

constexpr std::size_t kMostOperands = 32;
constexpr Bytes kFormatKey = "Mformat";
constexpr Bytes kFormat = "rdx 1";
constexpr Bytes kUnsyncedKey = "Munsynced";  // → the boot that wrote without syncing; there until it is closed

rocksdb::Slice slice(Bytes bytes) { return {bytes.data(), bytes.size()}; }
Bytes bytes_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

rocksdb::WriteOptions synced_write() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

// Total: the answer is always true, whatever the bytes are.
class ValueMerge final : public rocksdb::MergeOperator {
 public:
  explicit ValueMerge(const TypeTable& types) : types_(types) {}

  const char* Name() const override { return "rdx.merge.1"; }

  bool FullMergeV2(const MergeOperationInput& in, MergeOperationOutput* out) const noexcept override {
    std::vector<Bytes> values;
    values.reserve(in.operand_list.size() + 1);
    if (in.existing_value != nullptr) values.push_back(bytes_of(*in.existing_value));
    for (const rocksdb::Slice& operand : in.operand_list) values.push_back(bytes_of(operand));
    out->new_value = merged(in.key, values);
    return true;
  }

  bool PartialMergeMulti(const rocksdb::Slice& key, const std::deque<rocksdb::Slice>& operands, std::string* merge,
                         rocksdb::Logger* /*logger*/) const noexcept override {
    std::vector<Bytes> values;
    values.reserve(operands.size());
    for (const rocksdb::Slice& operand : operands) values.push_back(bytes_of(operand));
    *merge = merged(key, values);
    return true;
  }

 private:
  std::string merged(const rocksdb::Slice& key, const std::vector<Bytes>& values) const {
    if (values.size() == 1) return std::string(values[0]);
    return merge_by_letter(types_, key.empty() ? '\0' : key[key.size() - 1], values);
  }

  const TypeTable& types_;
};

Error failed(const std::string& path, const rocksdb::Status& status) {
  if (status.IsNoSpace()) return Error{ErrorCode::no_space, "the disk of '" + path + "' is full; reading goes on"};
  if (status.IsCorruption())
    return Error{ErrorCode::input_output, "the database '" + path + "' is damaged: " + status.ToString() +
                                              "; restore a backup, or start anew and sync from a peer"};
  return Error{ErrorCode::input_output, "the database '" + path + "': " + status.ToString()};
}

// Who holds the lock of a database; 0 where nobody tells. Not for a database that this process has open.
pid_t lock_holder(const std::string& path) {
  const int file = open((path + "/LOCK").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return 0;
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool known = fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(file);
  return known ? lock.l_pid : 0;
}

Error not_opened(const std::string& path, const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (text.find("lock hold by current process") != std::string::npos)
    return Error{ErrorCode::busy, "the database '" + path + "' is open in this process already; use that replica"};
  if (text.find("While lock file") != std::string::npos && text.find("Permission denied") == std::string::npos) {
    const pid_t holder = lock_holder(path);
    return Error{ErrorCode::busy, "the database '" + path + "' is open in another process" +
                                      (holder > 0 ? " (" + std::to_string(holder) + ")" : std::string()) +
                                      "; one process writes a database at a time: end that one, or sync with it"};
  }
  if (status.IsInvalidArgument())
    return Error{ErrorCode::format, "the database '" + path + "' is not one of rdx: " + text};
  return failed(path, status);
}

class RocksSnapshot final : public Snapshot {
 public:
  explicit RocksSnapshot(rocksdb::DB& database) : database_(database), snapshot_(database.GetSnapshot()) {}
  RocksSnapshot(const RocksSnapshot&) = delete;
  RocksSnapshot& operator=(const RocksSnapshot&) = delete;
  ~RocksSnapshot() override { database_.ReleaseSnapshot(snapshot_); }
  const rocksdb::Snapshot* get() const { return snapshot_; }

 private:
  rocksdb::DB& database_;
  const rocksdb::Snapshot* snapshot_;
};

rocksdb::ReadOptions read_options(const Snapshot* at) {
  rocksdb::ReadOptions options;
  if (at != nullptr) options.snapshot = static_cast<const RocksSnapshot*>(at)->get();
  return options;
}

void add_entry(rocksdb::WriteBatch& to, const WriteBatch::Entry& entry) {
  switch (entry.kind) {
    case WriteBatch::Kind::put: to.Put(slice(entry.key), slice(entry.value)); break;
    case WriteBatch::Kind::merge: to.Merge(slice(entry.key), slice(entry.value)); break;
    case WriteBatch::Kind::remove: to.Delete(slice(entry.key)); break;
    case WriteBatch::Kind::remove_range: to.DeleteRange(slice(entry.key), slice(entry.value)); break;
  }
}

rocksdb::Env* environment_of(const RocksOptions& options) {
  return options.environment != nullptr ? static_cast<rocksdb::Env*>(options.environment) : rocksdb::Env::Default();
}

// kUnsyncedKey, as a database was found or marked.
struct UnsyncedMark {
  bool is_there = false;
  bool tells_of_loss = false;
};

class RocksEngine final : public Engine {
 public:
  RocksEngine(std::string path, const RocksOptions& options, UnsyncedMark mark, std::unique_ptr<rocksdb::DB> database)
      : path_(std::move(path)),
        durability_(options.durability),
        unsynced_mark_(mark),
        free_space_(path_, options.least_free_bytes, [this] { return free_bytes(); }),
        database_(std::move(database)) {}

  RocksEngine(const RocksEngine&) = delete;
  RocksEngine& operator=(const RocksEngine&) = delete;
  ~RocksEngine() override {
    if (sync() && unsynced_mark_.is_there) database_->Delete(synced_write(), slice(kUnsyncedKey));
    database_->Close();
  }

  Result<void> write(const WriteBatch& batch) override {
    if (auto failure = group_.failure()) return *std::move(failure);
    if (auto room = free_space_.check(batch.size_bytes()); !room) return room;
    rocksdb::WriteBatch entries(batch.size_bytes() + batch.size() * 8 + 16);
    batch.for_each([&](const WriteBatch::Entry& entry) { add_entry(entries, entry); });
    auto status = database_->Write(rocksdb::WriteOptions(), &entries);
    if (status.IsNoSpace() && database_->Resume().ok())  // it was full, and is not any more
      status = database_->Write(rocksdb::WriteOptions(), &entries);
    if (!status.ok()) return failed(path_, status);
    group_.written();
    return {};
  }

  Result<void> sync() override {
    return group_.wait([&]() -> Result<void> {
      if (const auto status = database_->SyncWAL(); !status.ok()) return failed(path_, status);
      return {};
    });
  }

  Result<void> acknowledge() override {
    if (durability_ == Durability::written) return {};
    return sync();
  }

  bool may_have_lost_writes() const override { return unsynced_mark_.tells_of_loss; }

  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    std::string value;
    const auto status = database_->Get(read_options(at), slice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return failed(path_, status);
    return std::optional<std::string>(std::move(value));
  }

  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    auto options = read_options(at);
    const rocksdb::Slice upper = slice(end);
    if (!end.empty()) options.iterate_upper_bound = &upper;
    const std::unique_ptr<rocksdb::Iterator> entry(database_->NewIterator(options));
    for (entry->Seek(slice(first)); entry->Valid(); entry->Next()) {
      if (!visit(bytes_of(entry->key()), bytes_of(entry->value()))) return {};
    }
    if (!entry->status().ok()) return failed(path_, entry->status());
    return {};
  }

  std::shared_ptr<const Snapshot> snapshot() const override { return std::make_shared<RocksSnapshot>(*database_); }

  Result<void> compact() override {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
    if (const auto status = database_->Flush(rocksdb::FlushOptions()); !status.ok()) return failed(path_, status);
    if (const auto status = database_->CompactRange(options, nullptr, nullptr); !status.ok())
      return failed(path_, status);
    return {};
  }

 private:
  Result<uint64_t> free_bytes() const {
    uint64_t free = 0;
    if (const auto status = database_->GetEnv()->GetFreeSpace(path_, &free); !status.ok()) return failed(path_, status);
    return free;
  }

  const std::string path_;
  const Durability durability_;
  const UnsyncedMark unsynced_mark_;
  FreeSpace free_space_;
  GroupSync group_;
  const std::unique_ptr<rocksdb::DB> database_;
};

Result<void> prepare_folder(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (std::filesystem::exists(status) && !std::filesystem::is_directory(status))
    return Error{ErrorCode::input_output, "'" + path + "' is no folder; a database is one"};
  std::filesystem::create_directories(path, failure);
  if (failure) return Error{ErrorCode::input_output, "cannot make the folder '" + path + "': " + failure.message()};
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0)
    return Error{ErrorCode::input_output,
                 "no right to write in the folder '" + path + "'; its owner, or chmod, can give it"};
  return {};
}

Result<rocksdb::Options> database_options(const RocksOptions& rocks, const TypeTable& types) {
  rocksdb::Options options;
  options.keep_log_file_num = 2;
  options.info_log_level = rocksdb::WARN_LEVEL;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  if (!rocks.settings.empty()) {
    const rocksdb::Options ours = options;
    const auto status = rocksdb::GetOptionsFromString(rocksdb::ConfigOptions(), ours, rocks.settings, &options);
    if (!status.ok())
      return Error{ErrorCode::invalid,
                   "RocksDB does not take the settings '" + rocks.settings + "': " + status.ToString()};
  }
  options.env = environment_of(rocks);
  options.create_if_missing = true;
  options.merge_operator = std::make_shared<ValueMerge>(types);
  options.max_successive_merges = kMostOperands;
  return options;
}

// Whose a database is stands in it from its first moment.
Result<void> check_format(const std::string& path, rocksdb::DB& database) {
  std::string found;
  const auto status = database.Get(rocksdb::ReadOptions(), slice(kFormatKey), &found);
  if (status.ok() && found == kFormat) return {};
  if (status.ok())
    return Error{ErrorCode::format, "the database '" + path + "' has the format '" + found + "'; this program reads '" +
                                        std::string(kFormat) + "'"};
  if (!status.IsNotFound()) return failed(path, status);
  const std::unique_ptr<rocksdb::Iterator> entry(database.NewIterator(rocksdb::ReadOptions()));
  entry->SeekToFirst();
  if (entry->Valid())
    return Error{ErrorCode::format, "the database '" + path + "' has data and no mark of a format; '" +
                                        std::string(kFormat) + "' was looked for under " + std::string(kFormatKey)};
  if (const auto put = database.Put(synced_write(), slice(kFormatKey), slice(kFormat)); !put.ok())
    return failed(path, put);
  return {};
}

std::string boot_of(const RocksOptions& options) {
  if (!options.boot.empty()) return options.boot;
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string boot;
  std::getline(file, boot);
  return boot.empty() ? "unknown" : boot;
}

// Whether a run before this one answered without syncing and ended with its machine. In the same mode, says so for the
// runs to come. What was lost is told until the database is closed in order: by then its replica has a fresh source.
Result<UnsyncedMark> check_lost_writes(const std::string& path, const RocksOptions& options, rocksdb::DB& database) {
  const std::string boot = boot_of(options);
  std::string before;
  const auto status = database.Get(rocksdb::ReadOptions(), slice(kUnsyncedKey), &before);
  if (!status.ok() && !status.IsNotFound()) return failed(path, status);
  UnsyncedMark mark;
  mark.is_there = status.ok();
  mark.tells_of_loss = mark.is_there && (before != boot || boot == "unknown");
  if (options.durability == Durability::written && !mark.tells_of_loss) {
    mark.is_there = true;
    if (const auto put = database.Put(synced_write(), slice(kUnsyncedKey), slice(boot)); !put.ok())
      return failed(path, put);
  }
  return mark;
}

}  // namespace

Result<std::unique_ptr<Engine>> open_rocks_engine(const std::string& path, const RocksOptions& options,
                                                  const TypeTable& types) {
  if (auto done = prepare_folder(path); !done) return std::move(done).error();
  RDX_TRY(const rocksdb::Options settings, database_options(options, types));
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(settings, path, &opened);
  if (!status.ok()) return not_opened(path, status);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (auto done = check_format(path, *database); !done) return std::move(done).error();
  RDX_TRY(const UnsyncedMark mark, check_lost_writes(path, options, *database));
  return std::unique_ptr<Engine>(std::make_unique<RocksEngine>(path, options, mark, std::move(database)));
}

}  // namespace rdx
