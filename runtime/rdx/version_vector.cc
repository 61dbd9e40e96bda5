#include "rdx/rdx/version_vector.h"

#include <algorithm>

namespace rdx {
namespace {

bool is_before(const VersionVector::Entry& entry, uint32_t source) { return entry.source < source; }

}  // namespace

std::optional<int64_t> VersionVector::at(uint32_t source) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), source, is_before);
  if (found == entries_.end() || found->source != source) return std::nullopt;
  return found->sequence;
}

bool VersionVector::names(uint32_t source) const { return at(source).has_value(); }

void VersionVector::raise(uint32_t source, int64_t sequence) {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), source, is_before);
  if (found != entries_.end() && found->source == source)
    found->sequence = std::max(found->sequence, sequence);
  else
    entries_.insert(found, Entry{source, sequence});
}

}  // namespace rdx
