// Envelopes: what the three sync calls hand over.                                                    DESIGN.md, Sync
//
//   request := Q( version source* D( ranges ) )        the sender has seen these dots
//   diff    := H( version source* ) chunk* Z( more )   in order of arrival at the sender
//   chunk   := C( packet+ )                            applied in one step
//   version := V( zip(1) )          source := N( tiny zip(src) key )     key := 8 bytes, little-endian
//   more    := zip(0) | zip(1)      1: the sender has more than this
//
// Where a diff is expected packets may stand by themselves, each a chunk: so the ops that a commit answers go through
// the same door. A diff may end anywhere; what is cut off is no error, what cannot be the start of a record is one.
#pragma once

#include <span>
#include <vector>

#include "rdx/store/packet.h"
#include "rdx/store/sources.h"

namespace rdx {

inline constexpr uint64_t kSyncVersion = 1;
/// The size that chunks grow to; one packet may take a chunk past it.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
/// Nobody sends a larger record: a head, or a chunk that one packet fills.
inline constexpr std::size_t kMaxEnvelopeBytes = kMaxPacketBytes + kChunkBytes + 64;

struct DiffRequest {
  std::vector<SourceKey> sources;
  DotRanges seen;  // a view of the request
};
std::string write_request(std::span<const SourceKey> sources, const DotSet& seen);
/// Any bytes; an error says what is wrong with them.
Result<DiffRequest> read_request(Bytes request);

/// Writes a diff: its head, packets gathered into chunks, its end.
class DiffWriter {
 public:
  explicit DiffWriter(std::span<const SourceKey> sources);
  void add(Bytes packet);
  std::size_t size_bytes() const { return diff_.size() + chunk_.size(); }
  /// How many packets it has.
  uint64_t count() const { return count_; }
  std::string finish(bool more);

 private:
  void close_chunk();

  std::string diff_;
  std::string chunk_;
  uint64_t count_ = 0;
};

struct DiffPart {
  enum class Kind { cut, head, chunk, end };

  Kind kind = Kind::cut;           // the bytes ended, within a record (is_within) or in front of one
  std::vector<SourceKey> sources;  // a head's
  Bytes packets;                   // a chunk's; not looked at yet
  bool is_within = false;
  bool more = false;  // an end's
};

/// Cuts the next part off a diff. Any bytes; on an error `diff` is unchanged.
Result<DiffPart> take_diff_part(Bytes& diff);

}  // namespace rdx
