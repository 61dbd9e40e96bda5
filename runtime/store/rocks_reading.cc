// Databases that are only read, beside the process that writes them: as one stands at a moment, and as its writer goes
// on, by RocksDB's secondary instance, which reads the writer's files as they grow.
#include <rocksdb/db.h>

#include <functional>

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

// What both open with.
Result<rocksdb::Options> reading_options(const RocksOptions& options, const TypeTable& types) {
  RDX_TRY(rocksdb::Options settings, rocks::database_options(options, types));
  settings.create_if_missing = false;
  settings.max_open_files = -1;  // all are opened now, so that the writer may remove them
  return settings;
}

using Open = std::function<rocksdb::Status(rocksdb::DB** opened)>;
Result<std::unique_ptr<rocksdb::DB>> open_beside_writer(const std::string& path, const Open& open) {
  rocksdb::DB* opened = nullptr;
  rocksdb::Status status;
  for (int attempt = 0; opened == nullptr && attempt < kAttempts; ++attempt) status = open(&opened);
  if (!status.ok()) return failed(path, status);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (auto done = rocks::check_format(path, *database, false); !done) return std::move(done).error();
  return database;
}
Result<std::unique_ptr<rocksdb::DB>> open_secondary(const std::string& path, const rocksdb::Options& settings) {
  return open_beside_writer(
      path, [&](rocksdb::DB** opened) { return rocksdb::DB::OpenAsSecondary(settings, path, path, opened); });
}

// It stands still between two calls that move it, so a snapshot is all of it.
template <class Base>
class RocksReading : public Base {
 public:
  RocksReading(std::string path, std::unique_ptr<rocksdb::DB> database)
      : path_(std::move(path)), database_(std::move(database)) {}

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

 protected:
  const std::string path_;
  std::unique_ptr<rocksdb::DB> database_;

 private:
  class Still final : public Snapshot {};

  Error for_reading_only() const {
    return Error{ErrorCode::invalid, "the database '" + path_ + "' was opened for reading only"};
  }
};

class RocksFollower final : public RocksReading<FollowingEngine> {
 public:
  RocksFollower(const std::string& path, rocksdb::Options settings, std::unique_ptr<rocksdb::DB> database)
      : RocksReading(path, std::move(database)), settings_(std::move(settings)) {}

  // What it cannot follow step by step it opens anew.
  Result<void> catch_up() override {
    if (database_->TryCatchUpWithPrimary().ok()) return {};
    RDX_TRY(auto opened, open_secondary(path_, settings_));
    database_ = std::move(opened);
    return {};
  }

 private:
  const rocksdb::Options settings_;
};

}  // namespace

Result<std::unique_ptr<Engine>> open_rocks_reader(const std::string& path, const RocksOptions& options,
                                                  const TypeTable& types) {
  RDX_TRY(const rocksdb::Options settings, reading_options(options, types));
  RDX_TRY(auto database, open_beside_writer(path, [&](rocksdb::DB** opened) {
            return rocksdb::DB::OpenForReadOnly(settings, path, opened);
          }));
  return std::unique_ptr<Engine>(std::make_unique<RocksReading<Engine>>(path, std::move(database)));
}

Result<std::unique_ptr<FollowingEngine>> open_rocks_follower(const std::string& path, const RocksOptions& options,
                                                             const TypeTable& types) {
  RDX_TRY(rocksdb::Options settings, reading_options(options, types));
  settings.info_log = std::make_shared<NoLog>();
  RDX_TRY(auto database, open_secondary(path, settings));
  return std::unique_ptr<FollowingEngine>(
      std::make_unique<RocksFollower>(path, std::move(settings), std::move(database)));
}

}  // namespace rdx
