// A tree as a schema again, in one fixed form: two blanks, one declaration a line. Parsing it gives the same tree.
#pragma once

#include <string>

#include "rdxc/source/file.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

std::string print(const Files& files, const tree::File& file);

std::string print(const tree::Type& type);
std::string print(const tree::Value& value);

}  // namespace rdxc
