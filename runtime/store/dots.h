// Dots: the numbers of packets, and sets of them.                                               FORMAT.md 7, 5 (ranges)
//
//   dot    := tiny pair(seq, src)                  a source numbers its packets 1, 2, 3, … without gaps
//   dots   := D( ranges )
//   ranges := (pair(src, n) (pair(skip, length)){n})+    sources ascend, ranges ascend, are maximal and apart, skip and
//             length >= 1; skip counts from the end of the range before, from 0 for the first; a pair is a tiny record
//
// A range that starts at number s after one that ended in front of e (0 for the first) has skip s - e. In memory a set
// is Numbers a source (numbers.h); its size is that of its ranges, so a million packets in a row cost a few bytes.
#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/base/function_ref.h"
#include "rdx/base/id.h"
#include "rdx/base/result.h"

namespace rdx {

struct Dot {
  uint32_t source = 0;
  uint32_t sequence = 0;

  friend constexpr auto operator<=>(const Dot&, const Dot&) = default;
};

/// `c187-3a62`, in lower-case hex.
std::string to_text(Dot dot);
void append_dot(std::string& to, Dot dot);
/// Cuts a dot off; nothing, and `from` unchanged, for any form or number that is not valid.
std::optional<Dot> take_dot(Bytes& from);
/// The packet that began the object of that id.
inline constexpr Dot dot_of(Id object) { return {object.source(), object.sequence()}; }

/// `D( ranges )` as it came, checked and not unpacked: a few bytes can name more packets than memory holds. A view.
class DotRanges {
 public:
  /// Reads all of `record`. Any bytes; an error says what is wrong with them.
  static Result<DotRanges> read(Bytes record);

  /// Every range of numbers in a row, by source and number, until the visit answers false.
  void for_each_range(FunctionRef<bool(uint32_t source, uint32_t first, uint32_t last)> visit) const;
  /// `D( ranges )`, as it was read.
  std::string record() const;

 private:
  explicit DotRanges(Bytes body) : body_(body) {}

  Bytes body_;
};

/// `D( ranges )` of what `all` names and `less` does not; takes memory for the ranges, not for the numbers.
std::string difference(const DotRanges& all, const DotRanges& less);
/// Whether every dot of `part` is in `all`.
bool is_included(const DotRanges& part, const DotRanges& all);

/// A set of dots. A plain value: copied freely, of no thread.
class DotSet {
 public:
  DotSet();
  DotSet(const DotSet& other);
  DotSet(DotSet&& other) noexcept;
  DotSet& operator=(const DotSet& other);
  DotSet& operator=(DotSet&& other) noexcept;
  ~DotSet();

  /// Reads `D( ranges )`, all of `record`. Any bytes; an error says what is wrong with them. The set's memory is
  /// bounded by the size of the record, whatever numbers it names.
  static Result<DotSet> read(Bytes record);
  std::string record() const;

  bool contains(Dot dot) const;
  void add(Dot dot);
  /// Numbers first to last, both in.
  void add_range(uint32_t source, uint32_t first, uint32_t last);
  void add(const DotSet& other);
  void remove(const DotSet& other);
  /// Takes memory for what the ranges name: only for those from where we wrote them ourselves.
  void add(const DotRanges& ranges);
  /// Takes no memory, whatever the ranges name.
  void remove(const DotRanges& ranges);

  bool empty() const;
  uint64_t size() const;
  /// The highest number of that source; 0 for none.
  uint32_t last(uint32_t source) const;
  /// How many numbers of that source.
  uint64_t size(uint32_t source) const;
  std::vector<uint32_t> sources() const;
  bool includes(const DotSet& other) const;
  bool includes(const DotRanges& ranges) const;
  /// All numbers first to last.
  bool contains_range(uint32_t source, uint32_t first, uint32_t last) const;
  /// Removes what the ranges do not name. Takes no memory for them.
  void keep(const DotRanges& ranges);
  /// Every dot, by source and number, until the visit answers false.
  void for_each(FunctionRef<bool(Dot)> visit) const;
  /// Every range of numbers in a row, by source and number.
  void for_each_range(FunctionRef<bool(uint32_t source, uint32_t first, uint32_t last)> visit) const;

  friend bool operator==(const DotSet& a, const DotSet& b) { return a.includes(b) && b.includes(a); }

 private:
  struct Sources;
  std::unique_ptr<Sources> sources_;
};

}  // namespace rdx
