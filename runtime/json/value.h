// One field's value between bytes and JSON.
#pragma once

#include <string>

#include "rdx/json/node.h"
#include "rdx/json/shape.h"
#include "rdx/rdx/types.h"

namespace rdx::json {

/// The value on one line. `own` is the user's type of that letter, nothing for a letter of ours.
void append_value(std::string& to, const Shape& shape, Bytes bare, const TypeFunctions* own);

/// The bare value, of no revision, that shows what the node says.
Result<std::string> read_value(const Shape& shape, const Node& node, const TypeFunctions* own, const Path& path);

}  // namespace rdx::json
