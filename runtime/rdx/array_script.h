// Edit scripts: what turns one sequence into another.
//
// Common ends are cut off first; what is left is compared with Myers' algorithm in linear space ("An O(ND) Difference
// Algorithm and Its Variations", 1986): near-linear where little differs. Where two stretches differ much, it stops
// looking for the shortest script after some steps and takes the furthest way that it has found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rdx {

/// [old_begin, old_end) goes, [new_begin, new_end) comes in its place. One of the two may be empty.
struct Hunk {
  std::size_t old_begin = 0;
  std::size_t old_end = 0;
  std::size_t new_begin = 0;
  std::size_t new_end = 0;

  friend bool operator==(const Hunk&, const Hunk&) = default;
};

/// Ascending, with at least one common element between any two.
std::vector<Hunk> edit_script(std::span<const uint32_t> before, std::span<const uint32_t> after);

}  // namespace rdx
