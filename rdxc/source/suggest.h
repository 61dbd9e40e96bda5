// Did you mean …: the nearest of a list of names.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rdxc {

// Letters to drop, add, change or swap with their neighbour to turn one into the other; more than `most` is `most` + 1.
size_t edit_distance(std::string_view a, std::string_view b, size_t most);

// The candidate that `wanted` most likely stands for: equal but for case, else within a third of its length in edits
// (the same letters in any order are one), the first of the nearest. A view into the candidates.
std::optional<std::string_view> nearest(std::string_view wanted, std::span<const std::string_view> candidates);

// "did you mean 'x'?" or nothing.
std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> candidates);

// The same, and the word itself where no other is as near: then it may be written unasked.
struct Suggestion {
  std::string help;
  std::optional<std::string> only;
};
Suggestion suggest(std::string_view wanted, std::span<const std::string_view> candidates);

}  // namespace rdxc
