#include <roaring/roaring.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "rdx/store/numbers.h"

namespace rdx {

// A bitmap with an owner. The highest number stands beside it, which takes long to tell it.
struct Numbers::Set {
  Set() : bitmap(roaring_bitmap_create()) {}
  Set(const Set& other) : bitmap(roaring_bitmap_copy(other.bitmap)), last(other.last) {}
  Set& operator=(const Set&) = delete;
  ~Set() { roaring_bitmap_free(bitmap); }

  void shrunk() { last = roaring_bitmap_is_empty(bitmap) ? 0 : roaring_bitmap_maximum(bitmap); }

  roaring_bitmap_t* bitmap;
  uint32_t last = 0;
};

namespace {

constexpr uint32_t kMost = std::numeric_limits<uint32_t>::max();

// The last number of the run at the iterator, which moves behind it. Some steps one by one, for short runs; then by
// ranks, doubling the step and halving it again. (0.2.66's roaring_bitmap_contains_range reads past its containers.)
uint32_t end_of_run(const roaring_bitmap_t* bitmap, roaring_uint32_iterator_t& next) {
  constexpr int kSingleSteps = 32;
  uint32_t last = next.current_value;
  for (int i = 0; i < kSingleSteps; ++i) {
    if (!roaring_advance_uint32_iterator(&next) || next.current_value != last + 1) return last;
    last = next.current_value;
  }
  const uint64_t base = last - roaring_bitmap_rank(bitmap, last);
  uint64_t step = 1;
  const auto reaches = [&](uint64_t to) {
    return to <= kMost && to - roaring_bitmap_rank(bitmap, static_cast<uint32_t>(to)) == base;
  };
  for (; reaches(last + step); step *= 2) last += static_cast<uint32_t>(step);
  for (; step > 0; step /= 2) {
    if (reaches(last + step)) last += static_cast<uint32_t>(step);
  }
  if (last == kMost)
    next.has_value = false;
  else
    roaring_move_uint32_iterator_equalorlarger(&next, last + 1);
  return last;
}

}  // namespace

Numbers::Numbers() : set_(std::make_unique<Set>()) {}
Numbers::Numbers(const Numbers& other) : set_(std::make_unique<Set>(*other.set_)) {}
Numbers::Numbers(Numbers&& other) noexcept = default;
Numbers& Numbers::operator=(Numbers other) noexcept { return std::swap(set_, other.set_), *this; }
Numbers::~Numbers() = default;

bool Numbers::contains(uint32_t number) const { return roaring_bitmap_contains(set_->bitmap, number); }

bool Numbers::contains_range(uint32_t first, uint32_t last) const {
  const uint64_t before = first == 0 ? 0 : roaring_bitmap_rank(set_->bitmap, first - 1);
  return roaring_bitmap_rank(set_->bitmap, last) - before == uint64_t{last} - first + 1;
}

void Numbers::add(uint32_t number) {
  constexpr uint32_t kContainer = 1U << 16;
  roaring_bitmap_add(set_->bitmap, number);
  set_->last = std::max(set_->last, number);
  if (number % kContainer == 0) roaring_bitmap_run_optimize(set_->bitmap);  // a full container becomes one run
}

void Numbers::add_range(uint32_t first, uint32_t last) {
  roaring_bitmap_add_range_closed(set_->bitmap, first, last);
  set_->last = std::max(set_->last, last);
}

void Numbers::add(const Numbers& other) {
  roaring_bitmap_or_inplace(set_->bitmap, other.set_->bitmap);
  set_->last = std::max(set_->last, other.set_->last);
}

void Numbers::remove_range(uint32_t first, uint32_t last) {
  roaring_bitmap_remove_range_closed(set_->bitmap, first, last);
  set_->shrunk();
}

void Numbers::remove(const Numbers& other) {
  roaring_bitmap_andnot_inplace(set_->bitmap, other.set_->bitmap);
  set_->shrunk();
}

bool Numbers::empty() const { return set_->last == 0; }
uint64_t Numbers::size() const { return roaring_bitmap_get_cardinality(set_->bitmap); }
uint32_t Numbers::last() const { return set_->last; }

bool Numbers::includes(const Numbers& other) const {
  return roaring_bitmap_is_subset(other.set_->bitmap, set_->bitmap);
}

bool Numbers::for_each_range(FunctionRef<bool(uint32_t, uint32_t)> visit) const {
  roaring_uint32_iterator_t next;
  roaring_init_iterator(set_->bitmap, &next);
  while (next.has_value) {
    const uint32_t first = next.current_value;
    if (!visit(first, end_of_run(set_->bitmap, next))) return false;
  }
  return true;
}

}  // namespace rdx
