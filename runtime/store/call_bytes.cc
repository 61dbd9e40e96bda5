#include "rdx/store/call_bytes.h"

#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

void append_number(std::string& to, uint64_t number) { append_tiny(to, 'I', zip(number)); }

std::optional<uint64_t> take_number(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'I');
  const auto number = body ? unzip(*body) : std::nullopt;
  if (number) from = rest;
  return number;
}

void append_id(std::string& to, Id id) { append_tiny(to, 'I', zip_pair(id.sequence_and_offset(), id.source())); }

std::optional<Id> take_id(Bytes& from) {
  Bytes rest = from;
  const auto body = take_tiny(rest, 'I');
  const auto pair = body ? unzip_pair(*body) : std::nullopt;
  if (!pair || pair->a >> 44 != 0 || pair->b > kMaxSource) return std::nullopt;
  from = rest;
  return Id(pair->b << 44 | pair->a);
}

std::string write_ids(std::span<const Id> ids) {
  std::string bytes;
  for (const Id id : ids) append_id(bytes, id);
  return bytes;
}

Result<std::vector<Id>> read_ids(Bytes bytes) {
  std::vector<Id> ids;
  while (!bytes.empty()) {
    const auto id = take_id(bytes);
    if (!id) return Error{ErrorCode::invalid, "an answer with a garbled id"};
    ids.push_back(*id);
  }
  return ids;
}

std::string write_integrated(const Integrated& integrated) {
  std::string bytes;
  append_number(bytes, integrated.applied);
  append_number(bytes, integrated.known);
  append_number(bytes, integrated.left_out);
  bytes.push_back(
      static_cast<char>((integrated.cut ? 1 : 0) | (integrated.more ? 2 : 0) | (integrated.degraded ? 4 : 0)));
  for (const Dot dot : integrated.missing) append_dot(bytes, dot);
  return bytes;
}

Result<Integrated> read_integrated(Bytes bytes) {
  const Error garbage{ErrorCode::invalid, "an answer with garbled counts"};
  const auto applied = take_number(bytes);
  const auto known = applied ? take_number(bytes) : std::nullopt;
  const auto left_out = known ? take_number(bytes) : std::nullopt;
  if (!left_out || bytes.empty() || byte_at(bytes, 0) > 7) return garbage;
  Integrated integrated{*applied, *known, *left_out, {}, (bytes[0] & 1) != 0, (bytes[0] & 2) != 0, (bytes[0] & 4) != 0};
  bytes.remove_prefix(1);
  while (!bytes.empty()) {
    const auto dot = take_dot(bytes);
    if (!dot) return garbage;
    integrated.missing.push_back(*dot);
  }
  return integrated;
}

}  // namespace rdx
