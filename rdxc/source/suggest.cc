#include "rdxc/source/suggest.h"

#include <algorithm>
#include <vector>

namespace rdxc {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
  return out;
}

// The same letters in another order are one slip, however far they were thrown.
bool same_letters(std::string a, std::string b) {
  if (a.size() != b.size() || a.size() < 3) return false;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

// Short names are near to everything: a name of one or two letters is only mistaken in its case.
size_t tolerance(std::string_view wanted) { return wanted.size() < 3 ? 0 : std::max<size_t>(1, wanted.size() / 3); }

struct Nearest {
  std::string_view word;
  bool is_alone;  // no other is as near
};

std::optional<Nearest> find_nearest(std::string_view wanted, std::span<const std::string_view> candidates) {
  constexpr size_t kLongest = 128;  // nobody mistypes a name that long, and an attacker may
  if (wanted.size() > kLongest) return std::nullopt;
  const std::string plain = lower(wanted);
  const size_t most = tolerance(wanted);
  std::optional<Nearest> best;
  size_t best_distance = most;
  for (const std::string_view candidate : candidates) {
    const std::string other = lower(candidate);
    const size_t distance = same_letters(plain, other) && plain != other ? 1 : edit_distance(plain, other, most);
    if (distance > best_distance) continue;
    if (best && distance == best_distance) {
      best->is_alone &= best->word == candidate;
    } else {
      best = {candidate, true};
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

// Optimal string alignment, three rows.
size_t edit_distance(std::string_view a, std::string_view b, size_t most) {
  const size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > most) return most + 1;
  std::vector<size_t> before(b.size() + 1);
  std::vector<size_t> above(b.size() + 1);
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return std::min(above[b.size()], most + 1);
}

std::optional<std::string_view> nearest(std::string_view wanted, std::span<const std::string_view> candidates) {
  const auto found = find_nearest(wanted, candidates);
  return found ? std::optional(found->word) : std::nullopt;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string_view> candidates) {
  return suggest(wanted, candidates).help;
}

Suggestion suggest(std::string_view wanted, std::span<const std::string_view> candidates) {
  const auto found = find_nearest(wanted, candidates);
  if (!found) return {};
  const std::string word(found->word);
  return {"did you mean '" + word + "'?", found->is_alone ? std::optional(word) : std::nullopt};
}

}  // namespace rdxc
