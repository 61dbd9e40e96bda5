// The twenty classes, as the new build has them.
#pragma once

#include "pairs.rdx.h"
#include "tests/rdxc/evolution/pairs/in_both.h"

#define RDX_PAIRS(X) RDX_PAIRS_IN_BOTH(X) X(Renamed) X(OtherName)
