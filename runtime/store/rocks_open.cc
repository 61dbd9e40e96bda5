#include "rdx/store/rocks_open.h"

#include <fcntl.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/merge_operator.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "rdx/store/engine.h"

namespace rdx::rocks {
namespace {

constexpr std::size_t kMostOperands = 32;
constexpr Bytes kFormatKey = "Mformat";
constexpr Bytes kFormat = "rdx 1";

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

// Where the store's letter stands in a key, behind the prefix of a ring's slot or of a state that is being received.
std::size_t letter_place(Bytes key) { return key.starts_with('s') ? 3 : key.starts_with('T') ? 1 : 0; }

// Keys that come in rows: the next is looked for where the last of its row went, which saves a third of a small commit.
class Rows final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "rdx.rows.1"; }
  bool InDomain(const rocksdb::Slice& key) const override { return is_in_a_row(bytes_of(key)); }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), letter_place(bytes_of(key)) + 4};  // the letter, and of a log record most of the source
  }
};

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

}  // namespace

rocksdb::Slice slice(Bytes bytes) { return {bytes.data(), bytes.size()}; }
Bytes bytes_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

rocksdb::WriteOptions synced_write() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

bool is_in_a_row(Bytes key) {
  const std::size_t place = letter_place(key);
  if (key.size() <= place) return false;
  const std::size_t size = key.size() - place;
  switch (key[place]) {
    case 'A':
    case 'P': return size == 1 + 8;
    case 'O': return size == 1 + 8 + 2;
    case 'K': return size == 1 + 8 + 8;
    default: return false;
  }
}

Error failed(const std::string& path, const rocksdb::Status& status) {
  if (status.IsNoSpace()) return Error{ErrorCode::no_space, "the disk of '" + path + "' is full; reading goes on"};
  if (status.IsCorruption())
    return Error{ErrorCode::input_output, "the database '" + path + "' is damaged: " + status.ToString() +
                                              "; restore a backup, or start anew and sync from a peer"};
  return Error{ErrorCode::input_output, "the database '" + path + "': " + status.ToString()};
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

rocksdb::Env* environment_of(const RocksOptions& options) {
  return options.environment != nullptr ? static_cast<rocksdb::Env*>(options.environment) : rocksdb::Env::Default();
}

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
  options.memtable_insert_with_hint_prefix_extractor = std::make_shared<Rows>();
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

Result<std::optional<std::string>> get_from(const std::string& path, rocksdb::DB& database,
                                            const rocksdb::ReadOptions& options, Bytes key) {
  std::string value;
  const auto status = database.Get(options, slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return failed(path, status);
  return std::optional<std::string>(std::move(value));
}

Result<void> scan_of(const std::string& path, rocksdb::DB& database, const rocksdb::ReadOptions& read, Bytes first,
                     Bytes end, VisitEntry visit) {
  rocksdb::ReadOptions options = read;
  const rocksdb::Slice upper = slice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> entry(database.NewIterator(options));
  for (entry->Seek(slice(first)); entry->Valid(); entry->Next()) {
    if (!visit(bytes_of(entry->key()), bytes_of(entry->value()))) return {};
  }
  if (!entry->status().ok()) return failed(path, entry->status());
  return {};
}

// Whose a database is stands in it from its first moment.
Result<void> check_format(const std::string& path, rocksdb::DB& database, bool may_mark) {
  std::string found;
  const auto status = database.Get(rocksdb::ReadOptions(), slice(kFormatKey), &found);
  if (status.ok() && found == kFormat) return {};
  if (status.ok())
    return Error{ErrorCode::format, "the database '" + path + "' has the format '" + found + "'; this program reads '" +
                                        std::string(kFormat) + "'"};
  if (!status.IsNotFound()) return failed(path, status);
  const std::unique_ptr<rocksdb::Iterator> entry(database.NewIterator(rocksdb::ReadOptions()));
  entry->SeekToFirst();
  if (entry->Valid() || !may_mark)
    return Error{ErrorCode::format, "the database '" + path + "' has data and no mark of a format; '" +
                                        std::string(kFormat) + "' was looked for under " + std::string(kFormatKey)};
  if (const auto put = database.Put(synced_write(), slice(kFormatKey), slice(kFormat)); !put.ok())
    return failed(path, put);
  return {};
}

}  // namespace rdx::rocks
