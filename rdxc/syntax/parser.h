// Tokens to tree.
//
// Recovers at ';' and '}', and at a line that begins as a member or a declaration does. What a person would still read
// as a declaration counts as one, so that the fault is said where it is and nowhere else.
#pragma once

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

tree::File parse(const Files& files, FileId file, Diagnostics& diagnostics);

}  // namespace rdxc
