// Envelopes: what the three sync calls hand over.                                                    DESIGN.md, Sync
//
//   request := Q( version source* own* closed* forgotten* peer* D( seen ) progress? )       seen: by the sender
//   diff    := H( version source* own* closed* forgotten* taker* ) part* Z( more )
//   part    := C( packet+ )               packets, in order of arrival at the sender, applied in one step
//            | S( piece )                 a piece of the sender's state                             (state_piece.h)
//            | T( packet* )               packets for the state that is being received
//   version := V( zip(2) )                source := N( tiny zip(src) key )     key := 8 bytes, little-endian
//   own     := O( zip(src) )              the sender writes under it, or did; none: it never writes
//   closed  := X( zip(src) )              its replica goes on under another one                            (peers.h)
//   forgotten:= F( zip(src) )             its replica was forgotten
//   taker   := A( zip(src) )              whom pieces are for: who asked writes under it, as far as the sender knows
//   peer    := E( tiny zip(src) lacks? )  known to the sender; once it had seen all of `seen` but lacks := D( ranges )
//   progress:= J( D( dots ) place? )      of the state that is being received: what it has, and where it goes on; no
//                                         place: only packets are missing
//   more    := zip(0) | zip(1)            1: the sender has more than this
//
// Where a diff is expected packets may stand by themselves, each a chunk: so the ops that a commit answers go through
// the same door. A diff may end anywhere; what is cut off is no error, what cannot be the start of a record is one.
#pragma once

#include <span>
#include <vector>

#include "rdx/store/packet.h"
#include "rdx/store/sources.h"

namespace rdx {

inline constexpr uint64_t kSyncVersion = 3;
/// The size that chunks grow to; one packet may take a chunk past it.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
/// Nobody sends a larger record: a head, or a chunk that one packet fills.
inline constexpr std::size_t kMaxEnvelopeBytes = kMaxPacketBytes + kChunkBytes + 64;

/// A request names peers and ranges; nobody has so many that it gets larger.
inline constexpr std::size_t kMaxRequestBytes = std::size_t{4} << 20;
/// The part of a key behind its letter: id field letter.
inline constexpr std::size_t kPlaceBytes = 10;

/// Who sends: the sources under which it writes or wrote, and those under which it knows that nobody does any more. All
/// ascend.
struct Sender {
  std::vector<SourceKey> sources;
  std::vector<uint32_t> own;
  std::vector<uint32_t> closed;  // without the forgotten ones
  std::vector<uint32_t> forgotten;
};

/// A peer that the sender of a request knows, and what of the sender's dots it lacked when it was last heard of; empty:
/// it was never heard of.
struct PeerEntry {
  uint32_t source = 0;
  std::string lacks;
};

struct Progress {
  std::string dots;  // D( ranges )
  std::optional<std::string> place;
};

struct DiffRequest {
  Sender sender;
  std::vector<PeerEntry> peers;
  DotRanges seen;  // a view of the request
  std::optional<Progress> progress;
};
std::string write_request(const Sender& sender, std::span<const PeerEntry> peers, const DotSet& seen,
                          const std::optional<Progress>& progress);
/// Any bytes; an error says what is wrong with them.
Result<DiffRequest> read_request(Bytes request);

/// Writes a diff: its head, packets gathered into chunks, its end.
class DiffWriter {
 public:
  /// Packets go into records of that letter, C or T. Pieces are for those who write under one of the takers.
  explicit DiffWriter(const Sender& sender, char letter = 'C', std::span<const uint32_t> takers = {});
  void add(Bytes packet);
  void add_piece(Bytes piece);
  std::size_t size_bytes() const { return diff_.size() + chunk_.size(); }
  /// How many packets it has.
  uint64_t count() const { return count_; }
  std::string finish(bool more);

 private:
  void close_chunk();

  const char letter_;
  bool has_records_ = false;  // of packets
  std::string diff_;
  std::string chunk_;
  uint64_t count_ = 0;
};

/// What stands in front of packets that are pushed as they come: who pushes them.
std::string write_push_head(std::span<const uint32_t> own);

struct DiffPart {
  enum class Kind { cut, head, chunk, piece, staged_chunk, end };

  Kind kind = Kind::cut;  // the bytes ended, within a record (is_within) or in front of one
  Sender sender;          // a head's, as what follows
  std::vector<uint32_t> takers;
  Bytes body;  // packets, or a piece; not looked at yet
  bool is_within = false;
  bool more = false;  // an end's
};

/// The packets of a chunk, each through the door; views of it. `limit` for several in more than kChunkBytes: what small
/// packets take while they are applied is a multiple of their bytes.
Result<std::vector<Packet>> read_chunk(Bytes chunk, const TypeTable& types);

/// Cuts the next part off a diff. Any bytes; on an error `diff` is unchanged.
Result<DiffPart> take_diff_part(Bytes& diff);

}  // namespace rdx
