// Files and their imports, read and parsed, each once.
//
// An import is looked for in the folders of -I, in their order, then in the folder of the file that imports it. A
// missing one is said once and hides nothing else.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/disk.h"
#include "rdxc/source/file.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

struct Loaded {
  FileId id = kNoFile;
  std::string name;             // as schema::File::name
  std::vector<size_t> imports;  // into Program::files; without those that are missing
  bool misses_import = false;
  bool is_root = false;
  tree::File tree;
};

struct Program {
  std::deque<Loaded> files;
  std::vector<std::string> unreadable;  // "path: reason" for each root that could not be read
};

Program load(Files& files, Disk& disk, const std::vector<std::string>& roots, const std::vector<std::string>& folders,
             Diagnostics& diagnostics);

}  // namespace rdxc
