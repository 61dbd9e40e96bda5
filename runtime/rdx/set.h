// E, the set: values that are put in and taken out, each by itself.                                     FORMAT.md 5
//
//   bare     := floor? element*       elements F I R S in value order, each value once
//   merge    := per value the higher rank; the higher floor
//   put in   := a new value gets revision 1, one that is put back |revision| + 1, both above the floor
//   take out := -(|revision| + 1)
//
// What is taken out keeps its place, with a negative revision, until gc forgets it and remembers the floor instead.
#pragma once

#include <set>

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/element.h"

namespace rdx {

/// An element as it stands, live or erased. The view lives as long as the bytes it was cut from.
struct SetElement {
  char letter = 0;
  Bytes value;
  Stamp stamp;  // the revision still zig-zag coded

  bool is_live() const { return !is_erased(stamp); }
};

/// Reads a set's elements in value order, live and erased, without the floor. On bytes that are no set it stops early.
class SetReader {
 public:
  explicit SetReader(Bytes bare) : rest_(bare), floor_(take_floor(rest_)) {}

  std::optional<SetElement> next();
  uint64_t floor() const { return floor_; }

 private:
  Bytes rest_;
  uint64_t floor_;
};

/// A value that shall be in the set, or not.
struct SetChange {
  char letter = 0;
  Bytes value;
  bool present = true;
};

struct E {
  using Native = std::set<Value>;
  static constexpr char kLetter = 'E';

  static bool valid(Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  /// Values in any order; one that stands twice counts once.
  static Result<std::string> parse(std::string_view text);
  /// Null in the set, or a string that is not UTF-8, gives bytes that are not valid; `delta` refuses them.
  static std::string tlv(const Native& native, Stamp stamp = {});
  static Native native(Bytes bare);
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares);
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes stable);

  /// The delta that carries out only these changes, which are in value order, each value once.
  static Result<std::string> delta_changes(Bytes bare, std::span<const SetChange> changes, Clock clock);
  static uint64_t highest_revision(Bytes bare);
};

static_assert(Crdt<E>);

}  // namespace rdx
