// rdxc templates: those in the binary, as a list, as files, and beside a folder that stands in for them.
#pragma once

#include <string>

#include "rdxc/command/report.h"

namespace rdxc {

struct TemplatesArguments {
  std::string language;  // empty: list: all of them; else cpp
  std::string folder;
  bool force = false;  // dump: over files that differ, too
};

// A line a template: cpp/header.mustache, and what it writes.
int list_templates(const TemplatesArguments& arguments);

// Writes them into the folder; refuses to change a file that is there and differs.
int dump_templates(const TemplatesArguments& arguments);

// What the folder's files say otherwise, as diff -u: from ours to the folder's. A file of the folder that we do not
// have is all new; one that we have and the folder does not is no difference, since ours serves. kFindings where they
// differ.
int diff_templates(const TemplatesArguments& arguments);

}  // namespace rdxc
