// rdxc lint: warnings about schemas that are right (check/lint.h).
#pragma once

#include <string>
#include <vector>

#include "rdxc/command/fix.h"
#include "rdxc/command/report.h"

namespace rdxc {

struct LintArguments {
  std::vector<std::string> enable;   // rules by name, or "all"
  std::vector<std::string> disable;  // the same
  bool list = false;                 // say which rules there are
  bool warnings_are_errors = false;
  FixArguments fix;
};

// The rules of .rdxlint in the working folder, where it is, then those of the arguments. What has errors is said as
// rdxc check says it, and not looked at further.
int lint_schemas(const SchemaArguments& schemas, const LintArguments& arguments);

}  // namespace rdxc
