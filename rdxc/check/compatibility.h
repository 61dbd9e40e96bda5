// What replicas that were built from an older schema make of a newer one, and the other way round.
//
// Replicas change the same objects at once, so both directions count: what either build wrote, the other must find
// under the same class id, number and letter, as values that it can show. Bytes always converge; what breaks is who
// sees them.
//
//   wire     objects that are stored, and packets: ids, numbers, letters, elements, what a value means
//   json     besides, JSON documents: names of fields, values and classes; how a value is written
//   source   besides, programs against the generated code: member types, finders, enums
//
// A change that only widens what a field may hold is a warning: an old build keeps, and does not show, what it cannot
// hold. The rules are a table in rdxc/README.md; each has its code, 11xx in source/code.h.
#pragma once

#include <cstddef>

#include "rdxc/check/facts.h"
#include "rdxc/source/diagnostic.h"

namespace rdxc {

enum class Level { kWire, kJson, kSource };

// What a comparison found and, at its level, did not say.
struct Unsaid {
  size_t json = 0;
  size_t source = 0;
};

// Diagnoses each difference that breaks something at this level or the ones before it. The place is the newer one, the
// older one a note; what is gone is shown where it was.
Unsaid compare(const facts::Facts& old, const facts::Facts& now, Level level, Diagnostics& diagnostics);

}  // namespace rdxc
