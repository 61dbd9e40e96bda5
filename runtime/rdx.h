// The runtime of rdx: what a program includes beside the classes that rdxc wrote.
#pragma once

#include "rdx/base/id.h"
#include "rdx/base/result.h"
#include "rdx/rdx/value.h"
#include "rdx/rdx/version_vector.h"
