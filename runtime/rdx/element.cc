#include "rdx/rdx/element.h"

namespace rdx {

std::optional<Element> take_element(Bytes& from) {
  Bytes rest = from;
  const auto record = take_record(rest);
  if (!record) return std::nullopt;
  Bytes value = record->body;
  const auto stamp = take_zigzag_stamp(value);
  if (!stamp) return std::nullopt;
  from = rest;
  return Element{record->letter, *stamp, value, record->whole};
}

void append_element(std::string& to, char letter, Bytes value, Stamp zigzagged) {
  append_header(to, letter, stamp_size(zigzagged.revision, zigzagged.source) + value.size());
  append_stamp(to, zigzagged);
  to.append(value);
}

uint64_t take_floor(Bytes& from) {
  if (from.empty() || from[0] != 't') return 0;
  Bytes rest = from;
  const auto floor = take_element(rest);
  if (!floor || floor->letter != 'T' || !floor->value.empty()) return 0;
  if (floor->stamp.source != 0 || is_erased(floor->stamp) || floor->stamp.revision == 0) return 0;
  from = rest;
  return magnitude_of(floor->stamp.revision);
}

void append_floor(std::string& to, uint64_t floor) {
  if (floor != 0) append_element(to, 'T', {}, {floor * 2, 0});
}

uint64_t highest_floor(std::span<const Bytes> bares) {
  uint64_t floor = 0;
  for (Bytes bare : bares) floor = std::max(floor, take_floor(bare));
  return floor;
}

Result<void> check_element(char letter, Bytes value) {
  constexpr std::size_t kLargestStamp = 18;
  if (!is_value_letter(letter)) return Error{ErrorCode::invalid, "an element is an F, I, R or S; null is none"};
  if (!is_value(letter, value))
    return Error{ErrorCode::invalid, letter == 'S' ? "the string is not UTF-8" : "the value's bytes are not canonical"};
  if (value.size() > kMaxBody - kLargestStamp)
    return Error{ErrorCode::limit, "the value is larger than a record, 2 GiB"};
  return {};
}

Result<uint64_t> revive(uint64_t previous, uint64_t floor, Clock clock) {
  RDX_TRY(const uint64_t revision, next_revision(std::max(magnitude_of(previous), floor), clock));
  return revision * 2;
}

Result<uint64_t> erase(uint64_t previous, Clock clock) {
  RDX_TRY(const uint64_t revision, next_revision(magnitude_of(previous), clock));
  return revision * 2 - 1;
}

}  // namespace rdx
