// RingView: who the members of a ring are; Placement: which of them have which part of it.         DESIGN.md, The ring
//
//   view    := epoch count member* count number*        numbers as call_bytes.h has them; the first list are the
//                                                       members, the second those that are leaving; both ascend by
//                                                       number
//   member  := number seed
//   score   := mix(seed, slot)                          for each slot members are ranked by it, the highest first
//
// The first in rank is a slot's primary, the second its secondary. When a member comes or goes, a slot's other members
// keep their order, so nothing moves but what the one takes over or leaves behind.
//
// 4096 slots drawn at random would leave a member 1.6 % from its share (one standard deviation, of 4 members; 6 % of
// 32), and what moves as far from the ideal. So the seed of a new member is not any: of 512 candidates
// `with_member` takes the one that leaves the fullest member, also after any one member's loss, nearest to the mean. It
// is written into the view, and placement stays plain rendezvous hashing.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"
#include "rdx/store/slots.h"

namespace rdx {

struct RingMember {
  uint32_t number = 0;  // the operator's, from 1; a node keeps it, and another node never gets it
  uint32_t seed = 0;

  friend bool operator==(const RingMember&, const RingMember&) = default;
};

/// A plain value. The operator makes the next one out of the last, and hands it to the nodes; the higher epoch stands.
struct RingView {
  uint64_t epoch = 0;  // 0: no view yet
  std::vector<RingMember> members;
  /// Members no more, but there, until others have all that they have. Nothing is written to them.
  std::vector<uint32_t> leaving;

  bool has_member(uint32_t number) const;
  /// Members and those that leave, but `number`.
  std::vector<uint32_t> others_than(uint32_t number) const;

  friend bool operator==(const RingView&, const RingView&) = default;
};

inline constexpr std::size_t kMaxMembers = 256;

std::string write_view(const RingView& view);
/// Any bytes, all of them.
Result<RingView> read_view(Bytes bytes);

/// The next view, with one member more; one that was leaving may come back. `invalid` for a number that is a member's,
/// or 0; `limit` for one too many.
Result<RingView> with_member(const RingView& view, uint32_t number);
/// The next view, in which the member is leaving: it hands on what it has.
Result<RingView> with_leaving(const RingView& view, uint32_t number);
/// The next view, without the member, or without one that was leaving: it is lost, or has nothing left.
Result<RingView> without_member(const RingView& view, uint32_t number);

class Placement {
 public:
  explicit Placement(RingView view);

  const RingView& view() const { return view_; }
  /// Every member's number, by rank for the slot.
  std::span<const uint32_t> ranked(uint16_t slot) const;
  /// The slot's primary and its secondary; fewer where there are fewer members.
  std::span<const uint32_t> owners(uint16_t slot) const;
  bool owns(uint32_t member, uint16_t slot) const;
  SlotSet slots_of(uint32_t member) const;

 private:
  RingView view_;
  std::vector<uint32_t> ranked_;  // slot by slot
};

}  // namespace rdx
