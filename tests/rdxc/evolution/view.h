// What a member of one type must show of what a member of another one shows, by FORMAT.md and the class's types alone.
#pragma once

#include <string>

#include "tests/rdxc/evolution/member.h"

namespace rdxc::evolution {

// The items that a member of `type` can hold, as it shows them.
Shown view(const Shown& shown, const Type& type);

// Those that it cannot hold, and must leave where they are.
Shown rest(const Shown& shown, const Type& type);

// A number of an enum that means one thing to the one model and another to the other; empty where there is none.
std::string find_other_meaning(const Shown& shown, const Model& model, const Type& type, const Model& other,
                               const Type& other_type);

}  // namespace rdxc::evolution
