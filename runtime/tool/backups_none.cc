#include <ostream>

#include "rdx/tool/backups.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

int no_databases(std::ostream& errors) {
  errors << "rdx: this rdx was built without RocksDB (RDX_ROCKSDB) and knows no databases\n";
  return kFiles;
}

}  // namespace

int run_backup(const std::string&, const std::string&, uint32_t, std::ostream&, std::ostream& errors) {
  return no_databases(errors);
}
int run_restore(const std::string&, const std::string&, std::optional<uint32_t>, std::ostream&, std::ostream& errors) {
  return no_databases(errors);
}
int run_backups(const std::string&, bool, std::ostream&, std::ostream& errors) { return no_databases(errors); }

}  // namespace rdx::tool
