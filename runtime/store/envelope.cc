#include "rdx/store/envelope.h"

#include "rdx/tlv/record.h"

namespace rdx {
namespace {

void append_version(std::string& to) { append_record(to, 'V', zip(kSyncVersion)); }

void append_sources(std::string& to, std::span<const SourceKey> sources) {
  for (const auto& [source, key] : sources) {
    std::string body;
    append_tiny(body, 'N', zip(source));
    for (unsigned shift = 0; shift < 64; shift += 8) body.push_back(static_cast<char>(key >> shift & 0xff));
    append_record(to, 'N', body);
  }
}

Error malformed(const char* what) { return Error{ErrorCode::invalid, std::string("not canonical: ") + what}; }

Result<void> take_version(Bytes& from) {
  const auto record = take_record(from, 'V');
  const auto version = record ? unzip(record->body) : std::nullopt;
  if (!version) return malformed("no version at the front");
  if (*version == kSyncVersion) return {};
  return Error{ErrorCode::format, "the peer speaks version " + std::to_string(*version) +
                                      " of the sync; this replica " + std::to_string(kSyncVersion)};
}

std::optional<SourceKey> read_source(Bytes body) {
  const auto tiny = take_tiny(body, 'N');
  const auto source = tiny ? unzip(*tiny) : std::nullopt;
  if (!source || *source < 1 || *source > kMaxSource || body.size() != sizeof(uint64_t)) return std::nullopt;
  return SourceKey{static_cast<uint32_t>(*source), load_number(body.data(), body.size())};
}

// Sources ascend, each once.
Result<std::vector<SourceKey>> take_sources(Bytes& from) {
  std::vector<SourceKey> sources;
  while (const auto record = take_record(from, 'N')) {
    const auto source = read_source(record->body);
    if (!source || (!sources.empty() && sources.back().source >= source->source)) return malformed("a source");
    sources.push_back(*source);
  }
  return sources;
}

void append_numbers(std::string& to, char letter, std::span<const uint32_t> sources) {
  for (const uint32_t source : sources) append_record(to, letter, zip(source));
}

// A source that ascends, past `last`, which it becomes.
std::optional<uint32_t> read_next_source(Bytes zipped, uint32_t& last) {
  const auto source = unzip(zipped);
  if (!source || *source <= last || *source > kMaxSource) return std::nullopt;
  return last = static_cast<uint32_t>(*source);
}

Result<std::vector<uint32_t>> take_numbers(Bytes& from, char letter) {
  std::vector<uint32_t> sources;
  uint32_t last = 0;
  while (const auto record = take_record(from, letter)) {
    const auto source = read_next_source(record->body, last);
    if (!source) return malformed("a source's number");
    sources.push_back(*source);
  }
  return sources;
}

void append_sender(std::string& to, const Sender& sender) {
  append_version(to);
  append_sources(to, sender.sources);
  append_numbers(to, 'O', sender.own);
  append_numbers(to, 'X', sender.closed);
  append_numbers(to, 'F', sender.forgotten);
}

Result<Sender> take_sender(Bytes& from) {
  if (auto done = take_version(from); !done) return std::move(done).error();
  Sender sender;
  RDX_TRY(sender.sources, take_sources(from));
  RDX_TRY(sender.own, take_numbers(from, 'O'));
  RDX_TRY(sender.closed, take_numbers(from, 'X'));
  RDX_TRY(sender.forgotten, take_numbers(from, 'F'));
  return sender;
}

Result<std::vector<PeerEntry>> take_peers(Bytes& from) {
  std::vector<PeerEntry> peers;
  uint32_t last = 0;
  while (const auto record = take_record(from, 'E')) {
    Bytes body = record->body;
    const auto tiny = take_tiny(body, 'E');
    const auto source = tiny ? read_next_source(*tiny, last) : std::nullopt;
    if (!source) return malformed("a peer");
    if (!body.empty())
      if (auto lacks = DotRanges::read(body); !lacks) return std::move(lacks).error();
    peers.push_back({*source, std::string(body)});
  }
  return peers;
}

Result<std::optional<Progress>> read_progress(Bytes from) {
  if (from.empty()) return std::optional<Progress>();
  const auto record = take_record(from, 'J');
  if (!record || !from.empty()) return malformed("a request's end");
  Bytes body = record->body;
  const auto dots = take_record(body, 'D');
  if (!dots || (!body.empty() && body.size() != kPlaceBytes)) return malformed("a state's progress");
  if (auto ranges = DotRanges::read(dots->whole); !ranges) return std::move(ranges).error();
  Progress progress{std::string(dots->whole), {}};
  if (!body.empty()) progress.place = std::string(body);
  return std::optional(std::move(progress));
}

Result<DiffPart> read_head(Bytes body) {
  DiffPart part;
  part.kind = DiffPart::Kind::head;
  RDX_TRY(part.sender, take_sender(body));
  RDX_TRY(part.takers, take_numbers(body, 'A'));
  if (!body.empty()) return malformed("a diff's head");
  return part;
}

DiffPart part_of(DiffPart::Kind kind, Bytes body) {
  DiffPart part;
  part.kind = kind;
  part.body = body;
  return part;
}

Result<DiffPart> read_end(Bytes body) {
  const auto more = unzip(body);
  if (!more || *more > 1) return malformed("a diff's end");
  DiffPart part;
  part.kind = DiffPart::Kind::end;
  part.more = *more == 1;
  return part;
}

// Whether a record of a diff can start with these bytes, of which more may come.
Result<DiffPart> read_cut(Bytes rest) {
  const char first = rest[0];
  const bool is_long = first >= 'A' && first <= 'Z';
  const auto letter = is_long ? first : static_cast<char>(first - 'a' + 'A');
  if (Bytes("HCPSTZ").find(letter) == Bytes::npos) return malformed("a diff's record");
  if (is_long && rest.size() >= 5) {
    const uint64_t size = load_number(rest.data() + 1, 4);
    if (size <= kMaxShort || size > kMaxEnvelopeBytes) return malformed("the length of a diff's record");
  }
  DiffPart part;
  part.is_within = true;
  return part;
}

}  // namespace

std::string write_request(const Sender& sender, std::span<const PeerEntry> peers, const DotSet& seen,
                          const std::optional<Progress>& progress) {
  std::string body;
  append_sender(body, sender);
  for (const PeerEntry& peer : peers) {
    std::string entry;
    append_tiny(entry, 'E', zip(peer.source));
    append_record(body, 'E', entry.append(peer.lacks));
  }
  body.append(seen.record());
  if (progress) append_record(body, 'J', progress->dots + progress->place.value_or(std::string()));
  std::string request;
  append_record(request, 'Q', body);
  return request;
}

Result<DiffRequest> read_request(Bytes request) {
  if (request.size() > kMaxRequestBytes) return Error{ErrorCode::limit, "a request is larger than anybody sends"};
  const auto record = take_record(request, 'Q');
  if (!record || !request.empty()) return malformed("no request");
  Bytes body = record->body;
  RDX_TRY(Sender sender, take_sender(body));
  RDX_TRY(auto peers, take_peers(body));
  const auto dots = take_record(body, 'D');
  if (!dots) return malformed("no set of packet numbers in a request");
  RDX_TRY(const DotRanges seen, DotRanges::read(dots->whole));
  RDX_TRY(auto progress, read_progress(body));
  return DiffRequest{std::move(sender), std::move(peers), seen, std::move(progress)};
}

DiffWriter::DiffWriter(const Sender& sender, char letter, std::span<const uint32_t> takers) : letter_(letter) {
  std::string body;
  append_sender(body, sender);
  append_numbers(body, 'A', takers);
  append_record(diff_, 'H', body);
}

std::string write_push_head(std::span<const uint32_t> own) {
  Sender sender;
  sender.own.assign(own.begin(), own.end());
  std::string body;
  append_sender(body, sender);
  std::string head;
  append_record(head, 'H', body);
  return head;
}

void DiffWriter::add(Bytes packet) {
  if (!chunk_.empty() && chunk_.size() + packet.size() > kChunkBytes) close_chunk();
  chunk_.append(packet);
  ++count_;
}

void DiffWriter::add_piece(Bytes piece) { append_record(diff_, 'S', piece); }

void DiffWriter::close_chunk() {
  if (chunk_.empty()) return;
  append_record(diff_, letter_, chunk_);
  chunk_.clear();
  has_records_ = true;
}

std::string DiffWriter::finish(bool more) {
  close_chunk();
  if (letter_ == 'T' && !has_records_) append_record(diff_, 'T', {});
  append_record(diff_, 'Z', zip(more ? 1 : 0));
  return std::move(diff_);
}

Result<std::vector<Packet>> read_chunk(Bytes chunk, const TypeTable& types) {
  Bytes behind_first = chunk;
  const bool is_single = chunk.size() <= kChunkBytes || (take_packet(behind_first) && behind_first.empty());
  if (chunk.size() > kMaxEnvelopeBytes || !is_single)
    return Error{ErrorCode::limit, "a chunk is larger than anybody sends"};
  return read_packets(chunk, types);
}

Result<DiffPart> take_diff_part(Bytes& diff) {
  if (diff.empty()) return DiffPart();
  Bytes rest = diff;
  const auto record = take_record(rest);
  if (!record) return read_cut(diff);
  Result<DiffPart> part = malformed("a diff's record");
  switch (record->letter) {
    case 'H': part = read_head(record->body); break;
    case 'C': part = part_of(DiffPart::Kind::chunk, record->body); break;
    case 'P': part = part_of(DiffPart::Kind::chunk, record->whole); break;
    case 'S': part = part_of(DiffPart::Kind::piece, record->body); break;
    case 'T': part = part_of(DiffPart::Kind::staged_chunk, record->body); break;
    case 'Z': part = read_end(record->body); break;
    default: break;
  }
  if (part) diff = rest;
  return part;
}

}  // namespace rdx
