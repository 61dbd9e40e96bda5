// The commands that only look: rdxc check, ast and explain.
#pragma once

#include <string>

#include "rdxc/command/fix.h"
#include "rdxc/command/report.h"

namespace rdxc {

int check_schemas(const SchemaArguments& schemas, const FixArguments& fix);

// The model, as templates see it, as JSON.
int print_model(const SchemaArguments& schemas);

// The page of a diagnostic, "RDX0203".
int explain_code(const std::string& text);

}  // namespace rdxc
