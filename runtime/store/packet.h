// Packets: what a replica did in one step, as every other replica applies it.                           FORMAT.md 7
//
//   packet := P ( dot op+ )                     all of it is applied, exactly once, or none of it
//   op     := letter ( object field change )    one field's change, of that type
//           | O ( object class )                the object begins
//           | O ( object )                      the object ends
//   object := tiny zipped id64      field := tiny zip(1..127)      class := zipped id64      change := bare value
//
// The O ops come first, at most 4096; the k-th op, if it begins an object, begins src-seq-k. Beyond the grammar the
// door (`check_packet`) refuses a packet that can never be applied: a source or a number of 0, an object that no packet
// can begin, an end for an object of source 0, a change that begins with an object of this packet before it begins.
#pragma once

#include "rdx/rdx/types.h"
#include "rdx/store/dots.h"

namespace rdx {

inline constexpr std::size_t kMaxPacketBytes = std::size_t{16} << 20;
inline constexpr uint32_t kMaxObjectOps = 4096;
/// Nothing above it passes the door, so that no peer can use up what a counter of revisions has.
inline constexpr uint64_t kMaxDoorRevision = uint64_t{1} << 59;

/// One op as it stands in a packet's bytes.
struct Op {
  char letter = 0;  // 'O', or the type's
  Id object;
  uint8_t field = 0;  // 0 in an O op
  Id class_id;        // 0 but where an object begins
  Bytes change;

  bool begins() const { return letter == 'O' && class_id; }
  bool ends() const { return letter == 'O' && !class_id; }
};

/// A packet as a view of its bytes.
struct Packet {
  Dot dot;
  Bytes ops;
  Bytes whole;
};

/// Cuts the first op off. Nothing at the end, and, with `ops` unchanged, where there is none.
std::optional<Op> take_op(Bytes& ops);
/// Cuts a P record with a valid dot off the front; its ops are not looked at. Nothing, and `from` unchanged, without
/// one.
std::optional<Packet> take_packet(Bytes& from);

/// As take_op in a loop; ops of one object in a row have its id read once.
class OpReader {
 public:
  explicit OpReader(Bytes ops) : rest_(ops) {}

  /// Nothing at the end, and where there is no op.
  std::optional<Op> next();
  Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
  Bytes object_bytes_;
  Id object_;
};

/// The door: whether every byte of the packet keeps the grammar and every change is a valid value of a type of `types`
/// that this source may bring. The error names the fault and the op.
Result<void> check_packet(const Packet& packet, const TypeTable& types);
/// Packets one behind the other, all of the bytes, each through the door. Views of the bytes.
Result<std::vector<Packet>> read_packets(Bytes bytes, const TypeTable& types);
/// Whether a change may pass the door: a known letter, valid, brought by its own source, no revision above 2^59.
Result<void> check_change(char letter, Bytes change, uint32_t source, const TypeTable& types);

/// Builds one packet. Begins stand in the order of the calls, in front of ends, in front of changes.
class PacketBuilder {
 public:
  explicit PacketBuilder(Dot dot) : dot_(dot) {}

  /// The id that the object gets. At most kMaxObjectOps begins and ends.
  Id begin_object(Id class_id);
  void end_object(Id object);
  void change(char letter, Id object, uint8_t field, Bytes change);
  /// Room for that many bytes of changes.
  void reserve(std::size_t bytes) { changes_.reserve(bytes); }

  Dot dot() const { return dot_; }
  bool empty() const { return begins_.empty() && ends_.empty() && changes_.empty(); }
  uint32_t object_ops() const { return begun_ + ended_; }
  /// An upper bound of the packet's size.
  std::size_t size_bytes() const { return begins_.size() + ends_.size() + changes_.size() + 32; }
  /// The whole record. The builder stays as it is.
  std::string packet() const;

  /// An upper bound of what an op adds.
  static std::size_t op_size(std::size_t change) { return change + 32; }

 private:
  Dot dot_;
  uint32_t begun_ = 0;
  uint32_t ended_ = 0;
  std::string begins_;
  std::string ends_;
  std::string changes_;
};

}  // namespace rdx
