// rdxc init: a project that builds: CMakeLists.txt, a schema, main.cc, README.md, .gitignore.
#pragma once

#include <string>

namespace rdxc {

// Into a folder, which is made where it is not there; the package has its name, as far as that is one. All files or
// none: kFiles where one of them is there already.
int init_project(const std::string& folder);

}  // namespace rdxc
