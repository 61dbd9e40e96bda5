#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "rdx/store/numbers.h"

namespace rdx {

struct Numbers::Set {
  using Ranges = std::map<uint32_t, uint32_t>;  // first → last; maximal and apart

  // The range that begins at the number or in front of it.
  Ranges::const_iterator before(uint32_t number) const {
    const auto behind = ranges.upper_bound(number);
    return behind == ranges.begin() ? ranges.end() : std::prev(behind);
  }

  // What of the ranges lies within first..last goes; what lies beside it stays.
  void cut(uint32_t first, uint32_t last) {
    auto at = ranges.lower_bound(first);
    if (at != ranges.begin() && std::prev(at)->second >= first) {
      const auto left = std::prev(at);
      const uint32_t end = std::exchange(left->second, first - 1);
      if (end > last) at = ranges.emplace_hint(at, last + 1, end);
    }
    while (at != ranges.end() && at->first <= last) {
      const uint32_t end = at->second;
      at = ranges.erase(at);
      if (end > last) ranges.emplace_hint(at, last + 1, end);
    }
  }

  Ranges ranges;
};

Numbers::Numbers() : set_(std::make_unique<Set>()) {}
Numbers::Numbers(const Numbers& other) : set_(std::make_unique<Set>(*other.set_)) {}
Numbers::Numbers(Numbers&& other) noexcept = default;
Numbers& Numbers::operator=(Numbers other) noexcept { return std::swap(set_, other.set_), *this; }
Numbers::~Numbers() = default;

bool Numbers::contains(uint32_t number) const {
  const auto at = set_->before(number);
  return at != set_->ranges.end() && number <= at->second;
}

bool Numbers::contains_range(uint32_t first, uint32_t last) const {
  const auto at = set_->before(first);
  return at != set_->ranges.end() && last <= at->second;
}

void Numbers::add(uint32_t number) { add_range(number, number); }

void Numbers::add_range(uint32_t first, uint32_t last) {
  auto& ranges = set_->ranges;
  auto at = ranges.upper_bound(first);
  if (at != ranges.begin() && uint64_t{std::prev(at)->second} + 1 >= first) {
    --at;
    first = at->first;
  }
  while (at != ranges.end() && at->first <= uint64_t{last} + 1) {
    last = std::max(last, at->second);
    at = ranges.erase(at);
  }
  ranges.emplace_hint(at, first, last);
}

void Numbers::add(const Numbers& other) {
  if (this == &other) return;
  for (const auto& [first, last] : other.set_->ranges) add_range(first, last);
}

void Numbers::remove_range(uint32_t first, uint32_t last) { set_->cut(first, last); }

void Numbers::remove(const Numbers& other) {
  if (this == &other) return set_->ranges.clear();
  for (const auto& [first, last] : other.set_->ranges) set_->cut(first, last);
}

bool Numbers::empty() const { return set_->ranges.empty(); }

uint64_t Numbers::size() const {
  uint64_t count = 0;
  for (const auto& [first, last] : set_->ranges) count += uint64_t{last} - first + 1;
  return count;
}

uint32_t Numbers::last() const { return empty() ? 0 : std::prev(set_->ranges.end())->second; }

bool Numbers::includes(const Numbers& other) const {
  return std::all_of(other.set_->ranges.begin(), other.set_->ranges.end(), [this](const auto& range) {
    const auto at = set_->before(range.first);
    return at != set_->ranges.end() && range.second <= at->second;
  });
}

bool Numbers::for_each_range(FunctionRef<bool(uint32_t, uint32_t)> visit) const {
  return std::all_of(set_->ranges.begin(), set_->ranges.end(),
                     [&](const auto& range) { return visit(range.first, range.second); });
}

}  // namespace rdx
