// rdxc fmt: schemas in their one form (syntax/formatter.h).
#pragma once

#include <string>
#include <vector>

#include "rdxc/command/report.h"

namespace rdxc {

struct FmtArguments {
  bool check = false;  // name what would change, and write nothing
  bool diff = false;   // show what would change, and write nothing
};

// Each file in place, only where its bytes change, through links, with its mode kept; "-" reads standard input and
// prints. A file with a syntax error is left alone and named; the others are written, all or none. kFindings for
// such a file, and for one that would change where nothing is to be written.
int format_schemas(const SchemaArguments& schemas, const FmtArguments& arguments);

}  // namespace rdxc
