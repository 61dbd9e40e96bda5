// Elements: the values that E and M hold, each under a stamp that says how often it was put in and taken out.
//                                                                                              FORMAT.md 3, 4, 5
//   element := F I R S ( stamp value )          value order: by letter, then by the value's bytes
//   stamp   := pair(zigzag(revision), source)   negative: erased
//   floor   := T ( stamp(zigzag(floor), 0) )    floor >= 1; the first record of a value that has forgotten something
//
// A revision up to the floor may have been given before, to something that is forgotten; new ones start above.
#pragma once

#include <algorithm>
#include <span>

#include "rdx/rdx/value.h"
#include "rdx/tlv/stamp.h"

namespace rdx {

inline constexpr bool is_erased(Stamp zigzagged) { return (zigzagged.revision & 1) != 0; }
inline constexpr Rank rank_of(Stamp zigzagged) { return {incarnation_of(zigzagged.revision), zigzagged.source}; }

/// An element as it stands in somebody's bytes.
struct Element {
  char letter = 0;
  Stamp stamp;  // the revision still zig-zag coded
  Bytes value;
  Bytes whole;
};

/// Cuts off a record with a stamp, of whatever letter, its value not looked at; nothing, and `from` unchanged, for
/// anything else.
std::optional<Element> take_element(Bytes& from);

/// Appends an element; `zigzagged` is the revision as it is written.
void append_element(std::string& to, char letter, Bytes value, Stamp zigzagged);

/// Cuts the floor off; 0, and `from` unchanged, where there is none.
uint64_t take_floor(Bytes& from);
void append_floor(std::string& to, uint64_t floor);
/// The highest floor of all; each is looked for at its value's front.
uint64_t highest_floor(std::span<const Bytes> bares);

/// Whether a value can be an element at all: F I R S, canonical, no larger than a record.
Result<void> check_element(char letter, Bytes value);

/// The live revision, as written, of a value that is new, where `previous` is its erased stamp's or 0.
Result<uint64_t> revive(uint64_t previous, uint64_t floor, Clock clock);
/// The erased revision, as written, that follows a live one.
Result<uint64_t> erase(uint64_t previous, Clock clock);

}  // namespace rdx
