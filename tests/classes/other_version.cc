// A runtime that no longer takes what this rdxc wrote: the compiler says so, and what to do.
#include <rdx/generated.h>

#undef RDX_GENERATED_VERSION
#define RDX_GENERATED_VERSION 0

#include "everything.rdx.h"
