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

Result<DiffPart> read_head(Bytes body) {
  if (auto done = take_version(body); !done) return std::move(done).error();
  RDX_TRY(auto sources, take_sources(body));
  if (!body.empty()) return malformed("a diff's head");
  DiffPart part;
  part.kind = DiffPart::Kind::head;
  part.sources = std::move(sources);
  return part;
}

DiffPart chunk_of(Bytes packets) {
  DiffPart part;
  part.kind = DiffPart::Kind::chunk;
  part.packets = packets;
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
  if (letter != 'H' && letter != 'C' && letter != 'P' && letter != 'Z') return malformed("a diff's record");
  if (is_long && rest.size() >= 5) {
    const uint64_t size = load_number(rest.data() + 1, 4);
    if (size <= kMaxShort || size > kMaxEnvelopeBytes) return malformed("the length of a diff's record");
  }
  DiffPart part;
  part.is_within = true;
  return part;
}

}  // namespace

std::string write_request(std::span<const SourceKey> sources, const DotSet& seen) {
  std::string body;
  append_version(body);
  append_sources(body, sources);
  body.append(seen.record());
  std::string request;
  append_record(request, 'Q', body);
  return request;
}

Result<DiffRequest> read_request(Bytes request) {
  const auto record = take_record(request, 'Q');
  if (!record || !request.empty()) return malformed("no request");
  Bytes body = record->body;
  if (auto done = take_version(body); !done) return std::move(done).error();
  RDX_TRY(auto sources, take_sources(body));
  RDX_TRY(const DotRanges seen, DotRanges::read(body));
  return DiffRequest{std::move(sources), seen};
}

DiffWriter::DiffWriter(std::span<const SourceKey> sources) {
  std::string body;
  append_version(body);
  append_sources(body, sources);
  append_record(diff_, 'H', body);
}

void DiffWriter::add(Bytes packet) {
  if (!chunk_.empty() && chunk_.size() + packet.size() > kChunkBytes) close_chunk();
  chunk_.append(packet);
  ++count_;
}

void DiffWriter::close_chunk() {
  if (!chunk_.empty()) append_record(diff_, 'C', chunk_);
  chunk_.clear();
}

std::string DiffWriter::finish(bool more) {
  close_chunk();
  append_record(diff_, 'Z', zip(more ? 1 : 0));
  return std::move(diff_);
}

Result<DiffPart> take_diff_part(Bytes& diff) {
  if (diff.empty()) return DiffPart();
  Bytes rest = diff;
  const auto record = take_record(rest);
  if (!record) return read_cut(diff);
  Result<DiffPart> part = malformed("a diff's record");
  switch (record->letter) {
    case 'H': part = read_head(record->body); break;
    case 'C': part = chunk_of(record->body); break;
    case 'P': part = chunk_of(record->whole); break;
    case 'Z': part = read_end(record->body); break;
    default: break;
  }
  if (part) diff = rest;
  return part;
}

}  // namespace rdx
