// Keys: where a store keeps what, in its engine.                                                  DESIGN.md, Stores
//
//   O id field letter   → value; field 0, letter O → the zipped id of the class: the object is there
//   K class id          → an object of exactly that class is there
//   X class field hash id → index: the object's field holds a value of that hash
//   P src seq           → tiny zip(arrival), packet
//   A arrival           → dot, the order in which packets came; behind it what came of them, effects.h
//   M name              → what the store knows about itself
//   T and any of these  → the state of a peer that is being received                                       (staging.h)
//
// Every key stands behind the store's prefix. Ids are 8 bytes, a dot is the id of its first object, an arrival is 8
// bytes, all big-endian, so that the order of keys is the order of numbers.
#pragma once

#include <array>
#include <cassert>
#include <cstring>
#include <optional>
#include <string>

#include "rdx/base/id.h"
#include "rdx/store/dots.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

/// A key on the stack.
class Key {
 public:
  Key& add(Bytes bytes) {
    assert(size_ + bytes.size() <= bytes_.size());
    std::memcpy(bytes_.data() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
    return *this;
  }
  Key& add(char letter) { return add(Bytes(&letter, 1)); }
  Key& add(uint8_t number) { return add(static_cast<char>(number)); }
  Key& add(uint64_t number) {
    number = __builtin_bswap64(number);
    return add(Bytes(reinterpret_cast<const char*>(&number), sizeof number));
  }
  operator Bytes() const { return {bytes_.data(), size_}; }  // NOLINT: a view, as std::string has it

 private:
  std::array<char, 64> bytes_;
  std::size_t size_ = 0;
};

inline uint64_t read_big_endian(Bytes bytes) {
  assert(bytes.size() >= sizeof(uint64_t));
  uint64_t number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return __builtin_bswap64(number);
}

class Keys {
 public:
  static constexpr std::size_t kMaxPrefix = 16;

  explicit Keys(std::string prefix = {}) : prefix_(std::move(prefix)) { assert(prefix_.size() <= kMaxPrefix + 1); }

  Key object(Id id) const { return key('O', id.number()); }
  /// The first key past the object's; an id is never the last number.
  Key object_end(Id id) const { return key('O', id.number() + 1); }
  Key field(Id id, uint8_t field) const { return key('O', id.number(), field); }
  Key value(Id id, uint8_t field, char letter) const { return key('O', id.number(), field, letter); }
  Key class_of(Id id) const { return value(id, 0, 'O'); }
  Key members(Id class_id) const { return key('K', class_id.number()); }
  Key members_end(Id class_id) const { return key('K', class_id.number() + 1); }
  Key member(Id class_id, Id id) const { return key('K', class_id.number(), id.number()); }
  Key indexed(Id class_id, uint8_t field, uint64_t hash) const { return key('X', class_id.number(), field, hash); }
  Key index(Id class_id, uint8_t field, uint64_t hash, Id id) const {
    return key('X', class_id.number(), field, hash, id.number());
  }
  Key packet(Dot dot) const { return key('P', Id(dot.source, dot.sequence, 0).number()); }
  Key arrival(uint64_t arrival) const { return key('A', arrival); }
  Key about(Bytes name) const { return key('M', name); }
  Key start(char letter) const { return key(letter); }
  /// What stands under a place: an object's id, a field and a letter, as in its key.
  Key at_place(Bytes place) const { return key('O', place); }
  /// The keys of a state that is being received.
  Keys staged() const { return Keys(prefix_ + 'T'); }
  const std::string& prefix() const { return prefix_; }

  /// What stands behind the prefix and the letter.
  Bytes tail(Bytes key) const { return key.substr(prefix_.size() + 1); }

 private:
  template <class... Parts>
  Key key(char letter, Parts... parts) const {
    Key key;
    key.add(Bytes(prefix_)).add(letter);
    (key.add(parts), ...);
    return key;
  }

  std::string prefix_;
};

/// An arrival as it stands in a value, in front of what else is there.
inline void append_arrival(std::string& to, uint64_t arrival) { append_tiny(to, 'A', zip(arrival)); }
/// Cuts one off; nothing where there is none.
inline std::optional<uint64_t> take_arrival(Bytes& from) {
  const auto record = take_tiny(from, 'A');
  return record ? unzip(*record) : std::nullopt;
}
/// What stands under a packet's key.
inline std::string log_record(uint64_t arrival, Bytes packet) {
  std::string record;
  record.reserve(packet.size() + kMaxTiny + 1);
  append_arrival(record, arrival);
  return record.append(packet);
}

/// The hash of an index's value; it is on disks, so it never changes.
inline uint64_t hash_of(Bytes value) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : value) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
  return hash ^ hash >> 33;
}

}  // namespace rdx
