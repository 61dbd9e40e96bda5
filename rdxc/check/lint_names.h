// Names as they are usually written: a name that is so already comes back as it is.
#pragma once

#include <string>
#include <string_view>

namespace rdxc {

std::string type_form(std::string_view name);     // Student, HttpServer, ISO8601
std::string member_form(std::string_view name);   // first_name
std::string package_form(std::string_view name);  // school.everything

}  // namespace rdxc
