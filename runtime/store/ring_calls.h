// What is said to a node of a ring, and what it answers.                                           DESIGN.md, The ring
//
//   call := name epoch arguments         one byte, a number; a call under another epoch than the node's is answered
//                                        `wrong_view`, but for V and E
//
//   name arguments             answer
//   W    packet+               outcome*       applies each in the slots that it names and that are the node's, durably
//   H    (slot packet)+        nothing        keeps them for the owners of the slots, durably
//   L    id source count       id image       load: class, fields; `busy` while the slot is not served, `behind`
//                                             where it has fewer packets of that source
//   R    id*                   id*            which of them no packet seen here began
//   I    slots id id           slots id*      ids of a class past one; the slots that are not served here, and so
//                                             many ids
//   F    slots id field value  slots id*      find
//   T    id                    id*            class_and_descendants
//   K    id id field*          nothing        declare_class: class, parent, fields that are indexed
//   M                          class*         what was declared; class := id id count field*
//   C    source number         source         the source is the one's who has that key, else `source_taken`; answers
//                                             the lowest that anybody ever claimed here
//   S    slots                 slots seen     what is seen in slots; those that are not served here
//   P    slots limit request   slots diff     packets of slots, each once; those that are not served here
//   D                          digest*        every slot that the node has anything of
//   Q    slot                  request        the three calls of sync, of one slot
//   B    slot limit request    diff
//   G    slot diff             integrated
//   N    slot                  diff           the hints of a slot
//   V                          view
//   E    view                  nothing        the view, if it is a later one
//
//   outcome := number slot what               the packet's place in the call; 0 applied, 1 known, 2 left out,
//                                             3 orphaned
//   digest  := slot hash flags                8 bytes of the set of dots; 1 packets, 2 hints
//   slots   := 512 bytes, slot 0 the lowest bit of the first          slot, limit, source, count := number
//   seen    := D( ranges )
//
// Readers take any bytes.
#pragma once

#include "rdx/store/call_bytes.h"
#include "rdx/store/ring_view.h"

namespace rdx {

/// What is pulled from a node in one call, about.
inline constexpr std::size_t kRingPullBytes = std::size_t{1} << 20;

/// One node, as others reach it: in this process, or over a link. A call that fails may have been done all the same,
/// also later; every call can be made again. Threads may share a peer.
class RingPeer {
 public:
  virtual ~RingPeer() = default;
  virtual Result<std::string> call(Bytes call) = 0;

 protected:
  RingPeer() = default;
  RingPeer(const RingPeer&) = default;
  RingPeer& operator=(const RingPeer&) = default;
};

/// Where the nodes are.
class RingPeers {
 public:
  virtual ~RingPeers() = default;
  /// None where nobody knows it. It lives as long as this.
  virtual RingPeer* find(uint32_t member) = 0;

 protected:
  RingPeers() = default;
  RingPeers(const RingPeers&) = default;
  RingPeers& operator=(const RingPeers&) = default;
};

struct SlotOutcome {
  /// Orphaned is left out for what nobody in the ring has any more: it was lost with the one disk that had it.
  enum class What : uint8_t { applied, known, left_out, orphaned };

  uint32_t packet = 0;
  uint16_t slot = 0;
  What what = What::left_out;
};

struct SlotHint {
  uint16_t slot = 0;
  Bytes packet;
};

struct SlotDigest {
  uint16_t slot = 0;
  uint64_t hash = 0;
  bool has_packets = false;
  bool has_hints = false;
};

struct SlotIds {
  SlotSet refused;
  std::vector<Id> ids;
};

struct DeclaredClass {
  Id class_id;
  Id parent;
  std::vector<uint8_t> indexed_fields;
};

struct SlotDots {
  SlotSet refused;
  DotSet seen;
};

struct SlotPackets {
  SlotSet refused;
  std::string diff;
};

/// How many ids one answer to I has at most; fewer are the last.
inline constexpr std::size_t kRingIdsPage = 4096;

std::string ring_call(char name, uint64_t epoch);
std::string write_slots(const SlotSet& slots);
std::optional<SlotSet> take_slots(Bytes& from);
std::optional<uint16_t> take_slot(Bytes& from);
std::string write_outcomes(std::span<const SlotOutcome> outcomes);
std::string write_declared(std::span<const DeclaredClass> classes);
std::string write_digests(std::span<const SlotDigest> digests);

/// The calls to one node. Each answers the node's error, or that of the way to it.
class RingCaller {
 public:
  /// The peer must outlive it.
  RingCaller(RingPeer& peer, uint64_t epoch) : peer_(peer), epoch_(epoch) {}

  Result<std::vector<SlotOutcome>> write(std::span<const Packet> packets) const;
  Result<void> keep_hints(std::span<const SlotHint> hints) const;
  Result<StoredObject> load(Id object, uint32_t source, uint64_t count) const;
  Result<std::vector<Id>> not_begun(std::span<const Id> objects) const;
  Result<SlotIds> ids(const SlotSet& slots, Id class_id, Id after) const;
  Result<SlotIds> find(const SlotSet& slots, Id class_id, uint8_t field, Bytes value) const;
  Result<std::vector<Id>> class_and_descendants(Id class_id) const;
  Result<void> declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) const;
  Result<std::vector<DeclaredClass>> declared_classes() const;
  /// Answers the lowest source that was ever claimed there.
  Result<uint32_t> claim(uint32_t source, uint64_t key) const;
  Result<SlotDots> seen(const SlotSet& slots) const;
  /// Of the slots, what the request lacks; one slot after the other, each in its order of arrival.
  Result<SlotPackets> packets(const SlotSet& slots, Bytes request, std::size_t limit) const;
  Result<std::vector<SlotDigest>> digests() const;
  Result<std::string> slot_request(uint16_t slot) const;
  Result<std::string> slot_diff(uint16_t slot, Bytes request, std::size_t limit) const;
  Result<Integrated> slot_integrate(uint16_t slot, Bytes diff) const;
  Result<std::string> hints(uint16_t slot) const;
  Result<RingView> view() const;
  Result<void> set_view(const RingView& view) const;

 private:
  Result<void> tell(const std::string& call) const;

  RingPeer& peer_;
  const uint64_t epoch_;
};

}  // namespace rdx
