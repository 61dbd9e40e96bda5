// The model as JSON: what templates see, member by member.
#pragma once

#include <string>

#include "rdxc/emit/views.h"

namespace rdxc {

//   {"model": 1, "compiler": "…", "files": [file…]}      members as in shapes.cc; a view that is absent is null
std::string model_json(const Views& views, std::string_view compiler_version);

}  // namespace rdxc
