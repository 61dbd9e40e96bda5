// A page for each diagnostic: what it means, the smallest schema that has the fault, and one that has not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/code.h"

namespace rdxc {

// `bad` and `good` are schemas (for RDX10xx: templates). A line "--- name.rdx" begins another file, which the first may
// import; "--- name/" is a folder. For RDX11xx they are pairs: "--- old.rdx" or "--- rdx.lock", then "--- new.rdx".
// For RDX12xx they are as rdxc lint --enable all sees them, for RDX13xx plugins, as shell scripts.
struct Page {
  Code code;
  std::string_view name;  // the enumerator in code.h
  std::string_view title;
  std::string_view meaning;
  std::string_view bad;
  std::string_view good;
};

// All pages, by code.
std::vector<Page> catalogue();

std::optional<Page> find_page(Code code);

// "RDX0203", "rdx203", "203"
std::optional<Code> parse_code(std::string_view text);

// The page as a person reads it.
std::string explain(const Page& page);

}  // namespace rdxc
