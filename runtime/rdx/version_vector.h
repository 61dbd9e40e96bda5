// VersionVector: what was seen of each source, as far as one number says it. The native form of V.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace rdx {

/// Sources ascending, each with a sequence number. A number of 0 is not the same as absent. -1 names a source of which
/// nothing was seen: useful in a request, never part of a value.
class VersionVector {
 public:
  struct Entry {
    uint32_t source = 0;
    int64_t sequence = -1;

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  VersionVector() = default;
  VersionVector(std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) raise(entry.source, entry.sequence);
  }

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  void clear() { entries_.clear(); }

  bool names(uint32_t source) const;
  /// Nothing where the source is not named.
  std::optional<int64_t> at(uint32_t source) const;
  /// The higher of what stands there and `sequence`.
  void raise(uint32_t source, int64_t sequence);

  friend bool operator==(const VersionVector&, const VersionVector&) = default;

 private:
  std::vector<Entry> entries_;
};

}  // namespace rdx
