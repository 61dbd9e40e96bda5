// Did you mean: the name nearest to one that is none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rdx::json {

/// `; did you mean 'title'?`, or nothing where no name is near enough.
std::string did_you_mean(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace rdx::json
