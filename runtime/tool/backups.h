// `rdx backup`, `rdx restore`, `rdx backups`: copies of a database, numbered, in a folder of their own.
//
//   backups := ("backup " number ", " date ", " number " bytes" (" damaged: " reason)? NL)*      oldest first
//
// A backup of a database that a replica has open is that replica's to make (Replica::backup): `rdx backup` answers that
// it is busy. Each answers the exit status; what is wrong goes to `errors`.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace rdx::tool {

int run_backup(const std::string& database, const std::string& backups, uint32_t keep, std::ostream& out,
               std::ostream& errors);
/// The last one, where no number is given.
int run_restore(const std::string& backups, const std::string& database, std::optional<uint32_t> number,
                std::ostream& out, std::ostream& errors);
/// `verify`: reads all of each; 1 where one is damaged.
int run_backups(const std::string& backups, bool verify, std::ostream& out, std::ostream& errors);

}  // namespace rdx::tool
