// The model as JSON: what templates see, member by member.
#pragma once

#include <string>

#include "rdxc/emit/views.h"

namespace rdxc {

//   {"model": 1, "compiler": "…", "files": [file…]}      members as in shapes.cc; a view that is absent is null
std::string model_json(const Views& views, std::string_view compiler_version);

// The same behind what a plugin is asked; see plugin.h.
std::string plugin_request(const Views& views, std::string_view compiler_version, const std::string& plugin,
                           const std::vector<std::string>& options);

}  // namespace rdxc
