// What a field reads as before anything was written.
#pragma once

#include <optional>

#include "rdxc/check/context.h"

namespace rdxc {

// The default that a field's `= value` stands for; nothing after a diagnostic.
std::optional<schema::Default> read_default(Context& context, const tree::Field& field, const schema::Type& type);

}  // namespace rdxc
