#include "rdx/store/rocks_engine.h"

#include <rocksdb/db.h>
#include <rocksdb/listener.h>

#include <atomic>
#include <fstream>
#include <mutex>

#include "rdx/store/free_space.h"
#include "rdx/store/group_sync.h"
#include "rdx/store/rocks_copies.h"
#include "rdx/store/rocks_open.h"

namespace rdx {
namespace {

using rocks::failed;
using rocks::get_from;
using rocks::kUnsyncedKey;
using rocks::scan_of;
using rocks::slice;
using rocks::synced_write;

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

void add_range(rocksdb::WriteBatch& to, Bytes first, Bytes end) {
  if (!rocks::is_in_a_row(first)) {
    to.DeleteRange(slice(first), slice(end));
    return;
  }
  if (first >= end) return;
  to.Delete(slice(first));
  const std::string next = std::string(first) + '\0';
  to.DeleteRange(next, slice(end));
}

void add_entry(rocksdb::WriteBatch& to, const WriteBatch::Entry& entry) {
  switch (entry.kind) {
    case WriteBatch::Kind::put: to.Put(slice(entry.key), slice(entry.value)); break;
    case WriteBatch::Kind::merge: to.Merge(slice(entry.key), slice(entry.value)); break;
    case WriteBatch::Kind::remove: to.Delete(slice(entry.key)); break;
    case WriteBatch::Kind::remove_range: add_range(to, entry.key, entry.value); break;
  }
}

// kUnsyncedKey, as a database was found or marked.
struct UnsyncedMark {
  bool is_there = false;
  bool tells_of_loss = false;
};

// Syncs a write-ahead log before anything is written to the next: else a power cut could take the end of the one and
// leave the start of the other, and what is found afterwards would not be the front of what was written. Called in the
// writer's turn, once a memtable.
class LogOrder final : public rocksdb::EventListener {
 public:
  void watch(rocksdb::DB* database) { database_ = database; }
  void OnMemTableSealed(const rocksdb::MemTableInfo& /*info*/) override {
    if (rocksdb::DB* database = database_) database->SyncWAL();  // where it fails, the next sync says so
  }

 private:
  std::atomic<rocksdb::DB*> database_ = nullptr;
};

class RocksEngine final : public Engine {
 public:
  RocksEngine(std::string path, const RocksOptions& options, UnsyncedMark mark, std::unique_ptr<rocksdb::DB> database)
      : path_(std::move(path)),
        durability_(options.durability),
        unsynced_mark_(mark),
        free_space_(path_, options.least_free_bytes, [this] { return free_bytes(); }),
        environment_(rocks::environment_of(options)),
        database_(std::move(database)) {}

  RocksEngine(const RocksEngine&) = delete;
  RocksEngine& operator=(const RocksEngine&) = delete;
  ~RocksEngine() override {
    if (sync() && unsynced_mark_.is_there && (are_losses_met_ || !unsynced_mark_.tells_of_loss))
      database_->Delete(synced_write(), slice(kUnsyncedKey));
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
  void losses_are_met() override { are_losses_met_ = true; }

  Result<std::optional<std::string>> get(Bytes key, const Snapshot* at) const override {
    return get_from(path_, *database_, read_options(at), key);
  }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* at) const override {
    return scan_of(path_, *database_, read_options(at), first, end, visit);
  }

  std::shared_ptr<const Snapshot> snapshot() const override { return std::make_shared<RocksSnapshot>(*database_); }

  Result<Backup> backup(const std::string& folder, uint32_t keep) override {
    const std::lock_guard lock(backup_mutex_);
    return rocks::make_backup(path_, *database_, folder, keep, environment_);
  }

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
  std::atomic<bool> are_losses_met_ = false;
  FreeSpace free_space_;
  GroupSync group_;
  rocksdb::Env* const environment_;
  std::mutex backup_mutex_;  // one at a time
  const std::unique_ptr<rocksdb::DB> database_;
};

std::string boot_of(const RocksOptions& options) {
  if (!options.boot.empty()) return options.boot;
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string boot;
  std::getline(file, boot);
  return boot.empty() ? "unknown" : boot;
}

// Whether a run before this one answered without syncing and ended with its machine. In the same mode, says so for the
// runs to come. What was lost is told until its replica has a fresh source, and the database is closed in order.
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
  if (auto done = rocks::prepare_folder(path); !done) return std::move(done).error();
  RDX_TRY(rocksdb::Options settings, rocks::database_options(options, types));
  const auto log_order = std::make_shared<LogOrder>();
  settings.listeners.push_back(log_order);
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(settings, path, &opened);
  if (!status.ok()) return rocks::not_opened(path, status);
  log_order->watch(opened);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (auto done = rocks::check_format(path, *database, true); !done) return std::move(done).error();
  RDX_TRY(const UnsyncedMark mark, check_lost_writes(path, options, *database));
  return std::unique_ptr<Engine>(std::make_unique<RocksEngine>(path, options, mark, std::move(database)));
}

}  // namespace rdx
