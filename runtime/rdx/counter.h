// The three counters: C, exactly once; U (and Z, its later name), unkillable; N, only growing.
#pragma once

#include "rdx/rdx/causal_counter.h"
#include "rdx/rdx/growing_counter.h"
#include "rdx/rdx/unkillable_counter.h"
