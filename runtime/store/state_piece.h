// State pieces: what stands in a store, in the order of its keys, for a peer that packets cannot help any more.
//                                                                                            DESIGN.md, The horizon
//   piece := D( horizon ) D( dots ) K( from to? ) entry*           all that stands from `from` up to, without, `to`,
//                                                                  as of dots
//   entry := O( object class ) | letter( object field bare )       ascending; that of a class in front of an object's
//                                                                  first
//   from, to := place := id field letter, 10 bytes, as in a key; no `to`: the end
//
// `horizon` is the sender's: packets past it are what it can send.
#pragma once

#include <optional>
#include <string>

#include "rdx/rdx/types.h"
#include "rdx/store/envelope.h"
#include "rdx/store/packet.h"

namespace rdx {

/// The first place.
inline std::string first_place() { return std::string(kPlaceBytes, '\0'); }
std::string place_of(Id object, uint8_t field, char letter);
inline std::string place_of(const Op& op) { return place_of(op.object, op.field, op.letter); }

/// A piece as a view of its bytes.
struct StatePiece {
  DotRanges horizon;
  DotRanges dots;
  Bytes from;
  std::optional<Bytes> to;
  Bytes entries;  // as ops

  /// An entry of `from`'s object may stand without its class, which came with an earlier piece.
  bool continues(Id object) const;
};

/// Any bytes; an error says what is wrong. Entries are in their order, within the piece, and valid values.
Result<StatePiece> read_piece(Bytes bytes, const TypeTable& types);

class PieceWriter {
 public:
  PieceWriter(const std::string& horizon, const std::string& dots, Bytes from) : head_(horizon + dots), from_(from) {}

  /// What stands under a place: a value, or for field 0 the zipped id of the class.
  void add(Bytes place, Bytes value);
  std::size_t size_bytes() const { return entries_.size(); }
  std::string finish(std::optional<Bytes> to) const;

 private:
  std::string head_;
  std::string from_;
  std::string entries_;
};

}  // namespace rdx
