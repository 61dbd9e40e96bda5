// rdxc diff and rdxc lock: what a change of the schemas breaks, and the file that remembers what they ever said.
//
// A FILE may be a folder: all schemas below it, and imports are looked for in it too. No FILE: the folder of the lock,
// and for diff against anything else the current one.
#pragma once

#include <string>

#include "rdxc/check/compatibility.h"
#include "rdxc/command/fix.h"
#include "rdxc/command/report.h"

namespace rdxc {

struct DiffArguments {
  std::string against;  // a schema, a folder, a lock
  Level level = Level::kWire;
  FixArguments fix;  // of the newer schemas
};

int diff(const SchemaArguments& schemas, const DiffArguments& arguments);

struct LockArguments {
  std::string path = "rdx.lock";
  bool only_check = false;
  bool force = false;
  Level level = Level::kWire;  // what must not break
};

int lock(const SchemaArguments& schemas, const LockArguments& arguments);

}  // namespace rdxc
