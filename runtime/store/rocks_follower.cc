// A database as its writer goes on: RocksDB's secondary instance, which reads the writer's files as they grow.
#include <rocksdb/db.h>

#include "rdx/store/rocks_open.h"

namespace rdx {
namespace {

using rocks::failed;
using rocks::get_from;
using rocks::scan_of;

// Its writer may remove a file between the list of files and its opening.
constexpr int kAttempts = 10;

// A database that is only read has nothing to log, and no folder to do it in.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*arguments*/) override {}
};

Result<std::unique_ptr<rocksdb::DB>> open_secondary(const std::string& path, const rocksdb::Options& settings) {
  rocksdb::DB* opened = nullptr;
  rocksdb::Status status;
  for (int attempt = 0; opened == nullptr && attempt < kAttempts; ++attempt)
    status = rocksdb::DB::OpenAsSecondary(settings, path, path, &opened);
  if (!status.ok()) return failed(path, status);
  return std::unique_ptr<rocksdb::DB>(opened);
}

class RocksFollower final : public FollowingEngine {
 public:
  RocksFollower(std::string path, rocksdb::Options settings, std::unique_ptr<rocksdb::DB> database)
      : path_(std::move(path)), settings_(std::move(settings)), database_(std::move(database)) {}

  // What it cannot follow step by step it opens anew.
  Result<void> catch_up() override {
    if (database_->TryCatchUpWithPrimary().ok()) return {};
    RDX_TRY(auto opened, open_secondary(path_, settings_));
    database_ = std::move(opened);
    return {};
  }
  Result<void> write(const WriteBatch& /*batch*/) override { return for_reading_only(); }
  Result<void> sync() override { return {}; }
  Result<std::optional<std::string>> get(Bytes key, const Snapshot* /*at*/) const override {
    return get_from(path_, *database_, {}, key);
  }
  Result<void> scan(Bytes first, Bytes end, VisitEntry visit, const Snapshot* /*at*/) const override {
    return scan_of(path_, *database_, {}, first, end, visit);
  }
  std::shared_ptr<const Snapshot> snapshot() const override { return std::make_shared<Still>(); }
  Result<void> compact() override { return for_reading_only(); }

 private:
  class Still final : public Snapshot {};

  Error for_reading_only() const {
    return Error{ErrorCode::invalid, "the database '" + path_ + "' was opened for reading only"};
  }

  const std::string path_;
  const rocksdb::Options settings_;
  std::unique_ptr<rocksdb::DB> database_;
};

}  // namespace

Result<std::unique_ptr<FollowingEngine>> open_rocks_follower(const std::string& path, const RocksOptions& options,
                                                             const TypeTable& types) {
  RDX_TRY(rocksdb::Options settings, rocks::database_options(options, types));
  settings.create_if_missing = false;
  settings.max_open_files = -1;  // all are open, so that the writer may remove them
  settings.info_log = std::make_shared<NoLog>();
  RDX_TRY(auto database, open_secondary(path, settings));
  if (auto done = rocks::check_format(path, *database, false); !done) return std::move(done).error();
  return std::unique_ptr<FollowingEngine>(
      std::make_unique<RocksFollower>(path, std::move(settings), std::move(database)));
}

}  // namespace rdx
