// ToyTLV records.                                                                                       FORMAT.md 1
//
//   record := tiny | short | long
//   tiny   := '0'+n          body[n]          n <= 9; only where the letter is known from context
//   short  := 'a'..'z'  u8 n body[n]          n <= 255
//   long   := 'A'..'Z'  u32 n (little-endian) body[n]    255 < n <= 0x7fffffff
//
// The shortest form is the only valid one. Reading is by view: nothing is copied, nothing is allocated by what a
// length says, and on any error the position stays where it was.
#pragma once

#include <cassert>
#include <cstring>
#include <optional>

#include "rdx/base/bytes.h"

namespace rdx {

inline constexpr std::size_t kMaxTiny = 9;
inline constexpr std::size_t kMaxShort = 255;
inline constexpr std::size_t kMaxBody = 0x7fffffff;

/// A record as it stands in somebody's bytes. `letter` is upper case for short and long records and '0' for tiny ones.
struct Record {
  char letter = '0';
  Bytes body;
  Bytes whole;  // with the header
};

/// Cuts the short or long record at the front off `from`. Nothing, and `from` unchanged, when there is none.
inline std::optional<Record> take_record(Bytes& from) {
  if (from.size() < 2) return std::nullopt;
  const char first = from[0];
  std::size_t header = 2;
  std::size_t size = byte_at(from, 1);
  char letter = first;
  if (first >= 'a' && first <= 'z') {
    letter = static_cast<char>(first - 'a' + 'A');
  } else if (first >= 'A' && first <= 'Z') {
    if (from.size() < 5) return std::nullopt;
    uint32_t length = 0;
    std::memcpy(&length, from.data() + 1, 4);
    header = 5;
    size = length;
    if (size <= kMaxShort || size > kMaxBody) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (from.size() - header < size) return std::nullopt;
  const Record record{letter, {from.data() + header, size}, {from.data(), header + size}};
  from.remove_prefix(header + size);
  return record;
}

/// As take_record, for a record of one letter only.
inline std::optional<Record> take_record(Bytes& from, char letter) {
  Bytes rest = from;
  const auto record = take_record(rest);
  if (!record || record->letter != letter) return std::nullopt;
  from = rest;
  return record;
}

/// Cuts a tiny record off, or the short one of `letter` that takes its place past 9 bytes, and answers its body.
inline std::optional<Bytes> take_tiny(Bytes& from, char letter) {
  if (from.empty()) return std::nullopt;
  const auto digit = static_cast<std::size_t>(byte_at(from, 0) - uint8_t{'0'});
  if (digit <= kMaxTiny) {
    if (from.size() - 1 < digit) return std::nullopt;
    const Bytes body{from.data() + 1, digit};
    from.remove_prefix(1 + digit);
    return body;
  }
  Bytes rest = from;
  const auto record = take_record(rest, letter);
  if (!record || record->body.size() <= kMaxTiny || record->body.size() > kMaxShort) return std::nullopt;
  from = rest;
  return record->body;
}

inline constexpr std::size_t header_size(std::size_t body) { return body <= kMaxShort ? 2 : 5; }
inline constexpr std::size_t record_size(std::size_t body) { return header_size(body) + body; }
inline constexpr std::size_t tiny_size(std::size_t body) { return body <= kMaxTiny ? 1 + body : 2 + body; }

/// Appends the header of a record of `letter` (upper case) whose body, of `size` bytes <= kMaxBody, the caller appends.
inline void append_header(std::string& to, char letter, std::size_t size) {
  assert(letter >= 'A' && letter <= 'Z' && size <= kMaxBody);
  if (size <= kMaxShort) {
    const char header[2] = {static_cast<char>(letter - 'A' + 'a'), static_cast<char>(size)};
    to.append(header, 2);
    return;
  }
  char header[5] = {letter};
  const auto length = static_cast<uint32_t>(size);
  std::memcpy(header + 1, &length, 4);
  to.append(header, 5);
}

inline void append_record(std::string& to, char letter, Bytes body) {
  append_header(to, letter, body.size());
  to.append(body);
}

/// A tiny record, or past 9 bytes the short one of `letter`. At most kMaxShort bytes.
inline void append_tiny(std::string& to, char letter, Bytes body) {
  assert(body.size() <= kMaxShort);
  if (body.size() <= kMaxTiny) {
    to.push_back(static_cast<char>('0' + body.size()));
    to.append(body);
  } else {
    append_record(to, letter, body);
  }
}

}  // namespace rdx
