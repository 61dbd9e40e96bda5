// Numbers: a set of numbers from 1 to 2^32-1, those of one source's packets; mostly long rows without gaps.
//
// Written twice, and a build has one of the two: numbers_roaring.cc holds it as a roaring bitmap, numbers_ranges.cc
// as ranges, for builds without CRoaring (RDX_ROARING=OFF): cross compiled and static programs, for which Debian has no
// library. Both pass the tests of dots.h, which stands on it. A plain value, of no thread.
#pragma once

#include <cstdint>
#include <memory>

#include "rdx/base/function_ref.h"

namespace rdx {

class Numbers {
 public:
  Numbers();
  Numbers(const Numbers& other);
  /// The other one may only be assigned to, or destroyed.
  Numbers(Numbers&& other) noexcept;
  Numbers& operator=(Numbers other) noexcept;
  ~Numbers();

  bool contains(uint32_t number) const;
  /// First to last, both in, all of them.
  bool contains_range(uint32_t first, uint32_t last) const;
  void add(uint32_t number);
  /// First to last, both in.
  void add_range(uint32_t first, uint32_t last);
  void add(const Numbers& other);
  void remove_range(uint32_t first, uint32_t last);
  void remove(const Numbers& other);

  bool empty() const;
  uint64_t size() const;
  /// The highest; 0 for none. Takes no time.
  uint32_t last() const;
  bool includes(const Numbers& other) const;
  /// Every longest row without a gap, ascending, until the visit answers false; whether it never did.
  bool for_each_range(FunctionRef<bool(uint32_t first, uint32_t last)> visit) const;

 private:
  struct Set;
  std::unique_ptr<Set> set_;
};

}  // namespace rdx
