// What a field's type stands for.
#pragma once

#include "rdxc/check/context.h"

namespace rdxc {

// A type without a letter after a diagnostic, or where the name may stand in what is missing.
schema::Type resolve_type(Context& context, const schema::File& file, const tree::Type& tree);

}  // namespace rdxc
