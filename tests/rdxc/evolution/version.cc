#include "tests/rdxc/evolution/version.h"

#include <utility>

#include "tests/rdxc/memory_disk.h"

namespace rdxc::evolution {

Version::Version(Model of) : model(std::move(of)) {
  MemoryDisk disk;
  disk.files["main.rdx"] = print(model);
  checked = check(files, disk, {"main.rdx"}, {}, diagnostics);
  if (!diagnostics.failed()) facts = facts::facts_of(checked.schema);
}

}  // namespace rdxc::evolution
