// What the header of a generated file needs, and no more: it is included wherever a class is.
#pragma once

#include "rdx/replica/enum_text.h"
#include "rdx/replica/object.h"
#include "rdx/replica/ref.h"

/// Raised when files that an older rdxc wrote do not work with this runtime.
#define RDX_GENERATED_VERSION 1

namespace rdx {
class Replica;  // rdx/replica/replica.h
}
