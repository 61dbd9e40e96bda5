// WriteBatch: what an engine writes in one step, all of it or nothing.
//
// Entries act in the order in which they were added, so a later one sees what an earlier one did. Keys and values are
// copied in.
#pragma once

#include <string>
#include <vector>

#include "rdx/base/bytes.h"

namespace rdx {

class WriteBatch {
 public:
  enum class Kind : uint8_t { put, merge, remove, remove_range };
  /// The views live until the batch changes. `value` is a range's end, itself not removed; nothing for a remove.
  struct Entry {
    Kind kind;
    Bytes key;
    Bytes value;
  };

  void put(Bytes key, Bytes value) { add(Kind::put, key, value); }
  /// Merges `value` into what stands there, by the type whose letter is the key's last byte.
  void merge(Bytes key, Bytes value) { add(Kind::merge, key, value); }
  void remove(Bytes key) { add(Kind::remove, key, {}); }
  /// Removes every key from `first` up to, without, `end`.
  void remove_range(Bytes first, Bytes end) { add(Kind::remove_range, first, end); }

  bool empty() const { return slots_.empty(); }
  std::size_t size() const { return slots_.size(); }
  std::size_t size_bytes() const { return bytes_.size(); }
  /// Keeps its memory for the next batch, but not what a very large one took.
  void clear() {
    slots_.clear();
    bytes_.clear();
    if (bytes_.capacity() <= kKeptBytes) return;
    bytes_.shrink_to_fit();
    slots_.shrink_to_fit();
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    const char* at = bytes_.data();
    for (const Slot& slot : slots_) {
      visit(Entry{slot.kind, {at, slot.key_size}, {at + slot.key_size, slot.value_size}});
      at += std::size_t{slot.key_size} + slot.value_size;
    }
  }

 private:
  static constexpr std::size_t kKeptBytes = std::size_t{1} << 20;

  struct Slot {
    Kind kind;
    uint32_t key_size;
    uint32_t value_size;
  };

  void add(Kind kind, Bytes key, Bytes value) {
    slots_.push_back({kind, static_cast<uint32_t>(key.size()), static_cast<uint32_t>(value.size())});
    bytes_.append(key).append(value);
  }

  std::vector<Slot> slots_;
  std::string bytes_;
};

}  // namespace rdx
