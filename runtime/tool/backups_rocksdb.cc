#include <ctime>
#include <ostream>

#include "rdx/store/rocks_backup.h"
#include "rdx/tool/backups.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

int fault(const Error& error, std::ostream& errors) {
  errors << "rdx: " << error.message << '\n';
  return kFiles;
}

// 2026-11-20 15:04:05 UTC
std::string date_text(int64_t unix_seconds) {
  const std::time_t time = unix_seconds;
  std::tm parts{};
  char text[64] = {};
  gmtime_r(&time, &parts);
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return text;
}

void print(const Backup& backup, std::ostream& out) {
  out << "backup " << backup.number << ", " << date_text(backup.unix_seconds) << ", " << backup.bytes << " bytes";
}

}  // namespace

int run_backup(const std::string& database, const std::string& backups, uint32_t keep, std::ostream& out,
               std::ostream& errors) {
  const auto made = backup_database(database, backups, keep);
  if (!made && made.error().code == ErrorCode::busy)
    return fault({ErrorCode::busy, made.error().message + "; or have it make the backup, replica.backup(folder, keep)"},
                 errors);
  if (!made) return fault(made.error(), errors);
  print(*made, out);
  out << '\n';
  return out.flush() ? kFine : kFiles;
}

int run_restore(const std::string& backups, const std::string& database, std::optional<uint32_t> number,
                std::ostream& out, std::ostream& errors) {
  const auto restored = restore_backup(backups, database, number);
  if (!restored) return fault(restored.error(), errors);
  out << "backup " << *restored << " is restored; the replica goes on under a fresh source\n";
  return out.flush() ? kFine : kFiles;
}

int run_backups(const std::string& backups, bool verify, std::ostream& out, std::ostream& errors) {
  const auto all = list_backups(backups);
  if (!all) return fault(all.error(), errors);
  bool are_whole = true;
  for (const Backup& each : *all) {
    print(each, out);
    const auto verified = verify ? verify_backup(backups, each.number) : Result<void>();
    if (!verified) out << " damaged: " << verified.error().message;
    are_whole = are_whole && verified;
    out << '\n';
  }
  if (!out.flush()) return kFiles;
  return are_whole ? kFine : kFindings;
}

}  // namespace rdx::tool
