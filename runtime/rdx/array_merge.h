// The merge of arrays.                                                                                FORMAT.md 5, L
//
//   the larger head id goes first; all equal heads advance together; when an element with blocks waiting for it has
//   been written, those blocks join in
//
// Strands (an input's weave, or a block) are read run by run. Strands whose heads are one id form a front and advance
// as one, until the first of their runs ends: what cuts one input's runs costs the same however many inputs share
// them. Runs that concern one strand alone, or that several strands have in the same bytes, are copied as they stand.
#pragma once

#include "rdx/rdx/array_run.h"

namespace rdx {

std::string merge_arrays(std::span<const Bytes> bares);

}  // namespace rdx
