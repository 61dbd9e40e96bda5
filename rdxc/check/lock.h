// rdx.lock: what the schemas of a project have ever said to replicas, one fact a line, in a fixed order, so that git
// merges it and a person reads its changes.
//
//   lock     := 'rdx.lock 1' line*
//   line     := class | field | reserved | enum | value | extern | '#' … | blank
//   class    := 'class' name id (':' name)? 'removed'?                                 its id, its parent
//   field    := 'field' name '@'n field_name type 'index'? ('unit' string)? ('=' value)? 'removed'?
//   reserved := 'reserved' name '@'n ('..@'n)?
//   enum     := 'enum' name 'removed'?
//   value    := 'value' name integer value_name 'removed'?
//   extern   := 'extern' letter cpp_name
//
// A name is a full name, a type has no blanks. The lines may stand in any order: two branches' lines merge by keeping
// both, and `rdxc lock` puts them in order. What is removed stays, so that a number is known long after it went.
#pragma once

#include <string>

#include "rdxc/check/facts.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

// What a lock remembers. A line that cannot be read, or that contradicts another, is a diagnostic.
facts::Facts read_lock(const Files& files, FileId file, Diagnostics& diagnostics);

std::string print_lock(const facts::Facts& facts);

// What a lock remembers after today's schemas: all that they say, and, as removed, what they say no more.
facts::Facts remember(const facts::Facts& lock, const facts::Facts& now);

// Diagnoses the first line of a lock that is not as `rdxc lock` would write it now.
void check_lock(const Files& files, FileId file, const facts::Facts& lock, const facts::Facts& now,
                Diagnostics& diagnostics);

}  // namespace rdxc
