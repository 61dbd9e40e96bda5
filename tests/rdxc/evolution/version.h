// A model as rdxc sees it.
#pragma once

#include "rdxc/check/check.h"
#include "rdxc/check/facts.h"
#include "rdxc/source/diagnostic.h"
#include "tests/rdxc/evolution/model.h"

namespace rdxc::evolution {

// A schema of one moment, checked.
struct Version {
  explicit Version(Model of);

  Model model;
  Files files;
  Diagnostics diagnostics;
  Checked checked;
  facts::Facts facts;  // empty where the schema has a fault
};

}  // namespace rdxc::evolution
