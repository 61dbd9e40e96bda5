// The page about a running replica: the component rdx::watch.
#pragma once

#include "rdx/watch/watch.h"
