// Id: the 64-bit name of an object, a class, an operation.                                              FORMAT.md 3
//
//   id64 := src(20 bits) seq(32 bits) off(12 bits)      text: src-seq-off in lower-case hex, all three: c187-3a62-12
//
// A number, not a time. The number order is (src, seq, off) order, so eight big-endian bytes sort the same way.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rdx {

inline constexpr uint32_t kMaxSource = (1U << 20) - 1;
inline constexpr uint64_t kMaxSequence = 0xffffffff;
inline constexpr uint32_t kMaxOffset = (1U << 12) - 1;

class Id {
 public:
  constexpr Id() = default;  // 0-0-0: nobody's, "no object"
  constexpr explicit Id(uint64_t number) : number_(number) {}
  /// Each part within its bits; more is cut off.
  constexpr Id(uint32_t source, uint32_t sequence, uint32_t offset)
      : number_(uint64_t{source & kMaxSource} << 44 | uint64_t{sequence} << 12 | (offset & kMaxOffset)) {}

  constexpr uint64_t number() const { return number_; }
  constexpr uint32_t source() const { return static_cast<uint32_t>(number_ >> 44); }
  constexpr uint32_t sequence() const { return static_cast<uint32_t>(number_ >> 12 & kMaxSequence); }
  constexpr uint32_t offset() const { return static_cast<uint32_t>(number_ & kMaxOffset); }
  /// seq << 12 | off, as the zipped form has it.
  constexpr uint64_t sequence_and_offset() const { return number_ & ((uint64_t{1} << 44) - 1); }
  constexpr explicit operator bool() const { return number_ != 0; }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  uint64_t number_ = 0;
};

/// `c187-3a62-12`.
std::string to_text(Id id);

/// All three parts in lower-case hex without leading zeroes, nothing around them; nothing for any other text.
std::optional<Id> parse_id(std::string_view text);

}  // namespace rdx

template <>
struct std::hash<rdx::Id> {
  std::size_t operator()(rdx::Id id) const noexcept { return std::hash<uint64_t>{}(id.number() * 0x9e3779b97f4a7c15); }
};
