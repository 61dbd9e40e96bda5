// The runtime of rdx: what a program includes beside the classes that rdxc wrote.
#pragma once

#include "rdx/base/id.h"
#include "rdx/base/result.h"
#include "rdx/rdx/value.h"
#include "rdx/rdx/version_vector.h"
#include "rdx/replica/replica.h"

namespace rdx {

/// A replica that keeps everything in memory and forgets it at its end.
Result<Replica> open_memory(const Options& options = {});

}  // namespace rdx
