// --fix of rdxc check, lint and diff: what they find is mended where one remedy is right (source/fix_all.h).
#pragma once

#include <functional>

#include "rdxc/command/report.h"

namespace rdxc {

struct FixArguments {
  bool fix = false;
  bool diff = false;  // show what would change, and write nothing
};

// Fills the schemas' diagnostics; called anew for each look.
using Find = std::function<void(Schemas&)>;

// Says what `find` finds. With `fix`, the files among the arguments are mended first, as rdxc fmt writes them, all or
// none, and what is left is said; kFindings where something is left, and with `diff` where something would change.
int find_and_fix(const SchemaArguments& schemas, const FixArguments& arguments, const Find& find);

}  // namespace rdxc
