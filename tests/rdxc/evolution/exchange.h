// Two builds at work on the same objects, each on a replica of its own: what either wrote, the other must find.
//
//   1  both write objects of their own and sync: the new build shows exactly what the old one wrote; the old build what
//      its types can hold of what the new one wrote; a field that nobody wrote shows its default; an enum's number
//      means what it meant; a reference can be followed
//   2  each changes the other's objects in turn: what it does not know stays as it was
//   3  both change the same objects at once and sync: the bytes of all objects are equal, and both show the same
#pragma once

#include <string>

#include "tests/rdxc/evolution/version.h"

namespace rdxc::evolution {

// Where the builds first do not find what they must; empty where they do.
std::string exchange(const Version& old, const Version& now, Random& random);

}  // namespace rdxc::evolution
