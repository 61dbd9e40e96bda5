// Tree to schema: every rule of the language, in one run.
//
// One fault is one diagnostic at its place. What hangs on a name that may stand in a missing import, or in a
// declaration that could not be read, is passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rdxc/check/letters.h"
#include "rdxc/check/schema.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/file.h"

namespace rdxc {

struct CheckOptions {
  std::vector<std::string> folders;                    // -I, in order
  std::string_view emitted_letters = kEmittedLetters;  // what the templates write
};

struct Checked {
  schema::Schema schema;
  std::vector<std::string> unreadable;  // "path: reason" for each root that could not be read
};

Checked check(Files& files, Disk& disk, const std::vector<std::string>& roots, const CheckOptions& options,
              Diagnostics& diagnostics);

}  // namespace rdxc
