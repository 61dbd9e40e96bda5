// Ids in text and the stable ids of classes.                                                    FORMAT.md 3
//
//   id64 := src(20 bits) seq(32 bits) off(12 bits)     text: src-seq-off in lower-case hex without leading zeros
//   stable id of a class := src 0, and in seq and off the 44 bits h ^ (h >> 44), cut to 44, of
//                           h = FNV-1a 64 of the class's full name ("school.Student"); where those are 0, they are 1
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rdxc {

uint64_t stable_class_id(std::string_view full_name);

std::string id_text(uint64_t id);

// Nothing unless the text is three hex numbers that fit; leading zeros and capitals are taken.
std::optional<uint64_t> parse_id(std::string_view text);

}  // namespace rdxc
