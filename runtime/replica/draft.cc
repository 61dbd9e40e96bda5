#include "rdx/replica/draft.h"

#include <algorithm>
#include <array>
#include <map>

#include "rdx/store/engine.h"

namespace rdx {
namespace {

constexpr std::size_t kSmallValue = 64;

Error out_of_numbers() {
  return Error{ErrorCode::limit, "the source has no more packet numbers: commit less at once, or do it again"};
}

}  // namespace

Result<Id> Draft::begin_object(Id class_id) {
  const uint64_t sequence = first_.sequence + begun_.size() / kMaxObjectOps;
  if (sequence > kMaxSequence) return out_of_numbers();
  const auto offset = static_cast<uint32_t>(begun_.size() % kMaxObjectOps);
  begun_.push_back(class_id);
  return Id(first_.source, static_cast<uint32_t>(sequence), offset);
}

void Draft::end_object(Id object) {
  if (ended_set_.insert(object).second) ended_.push_back(object);
}

Draft::Range Draft::keep(Bytes bytes) {
  const Range range{bytes_.size(), bytes.size()};
  bytes_.append(bytes);
  return range;
}

void Draft::add(Id class_id, Id object, uint8_t field, char letter, Bytes change, Bytes merged) {
  const Range bytes = keep(change);
  changes_.push_back({object, class_id, field, letter, bytes, merged == change ? bytes : keep(merged)});
}

void Draft::change(Id object, Id class_id, std::span<const SavedField> fields) {
  if (changes_.empty()) changes_.reserve(fields.size());
  for (const SavedField& field : fields) {
    if (field.change.empty()) continue;
    // A large value is not written again for a small change.
    const bool is_small = field.stored().size() <= 2 * field.change.size() + kSmallValue;
    add(class_id, object, field.number, field.letter, field.change, is_small ? field.stored() : Bytes());
  }
}

std::vector<KnownChange> Draft::known_changes() const {
  std::vector<KnownChange> known;
  known.reserve(changes_.size());
  for (const Change& change : changes_) {
    if (change.class_id && !ends(change.object))
      known.push_back({change.object, change.class_id, change.field, change.letter, bytes_of(change.merged)});
  }
  return known;
}

void Draft::back_to(Mark mark) {
  begun_.resize(mark.begun);
  changes_.erase(changes_.begin() + static_cast<std::ptrdiff_t>(mark.changes), changes_.end());
  bytes_.resize(mark.bytes);
  if (indexed_ <= mark.changes) return;
  changes_of_.clear();
  indexed_ = 0;
}

Id Draft::begun_class(Id object) const {
  if (object.source() != first_.source || object.sequence() < first_.sequence) return {};
  const std::size_t index = std::size_t{object.sequence() - first_.sequence} * kMaxObjectOps + object.offset();
  return index < begun_.size() ? begun_[index] : Id();
}

std::string Draft::image_with_changes(Id object, Bytes image, const TypeTable& types) const {
  for (; indexed_ < changes_.size(); ++indexed_) changes_of_[changes_[indexed_].object].push_back(indexed_);
  const auto found = changes_of_.find(object);
  if (found == changes_of_.end() || found->second.empty()) return std::string(image);
  std::map<std::pair<uint8_t, char>, std::string> merged;
  for (const std::size_t index : found->second) {
    const Change& change = changes_[index];
    const auto [at, is_new] = merged.try_emplace({change.field, change.letter});
    if (is_new) at->second = find_image_field(image, change.field, change.letter);
    const std::array<Bytes, 2> both{at->second, bytes_of(change.bytes)};
    at->second = merge_by_letter(types, change.letter, both);
  }
  std::vector<ImageField> fields;
  for (const auto& [at, bare] : merged) fields.push_back({at.first, at.second, bare});
  return image_with(image, fields);
}

// What the changes take in packets; an upper bound, and no more than one packet can hold.
std::size_t Draft::changes_size() const {
  std::size_t size = 0;
  for (const Change& change : changes_) size += PacketBuilder::op_size(change.bytes.size);
  return std::min(size, kMaxPacketBytes);
}

Result<std::vector<std::string>> Draft::packets() const {
  std::vector<PacketBuilder> builders;
  const auto open_next = [&] {
    const uint64_t sequence = uint64_t{first_.sequence} + builders.size();
    if (sequence > kMaxSequence) return false;
    builders.emplace_back(Dot{first_.source, static_cast<uint32_t>(sequence)});
    return true;
  };
  for (const Id class_id : begun_) {
    if (builders.empty() || builders.back().object_ops() == kMaxObjectOps) {
      if (!open_next()) return out_of_numbers();
    }
    builders.back().begin_object(class_id);
  }
  // Where the next op goes: never back, never in front of the packet that begins its object.
  std::size_t at = 0;
  const auto place = [&](Id object, std::size_t size, bool is_object_op) {
    if (begun_class(object)) at = std::max<std::size_t>(at, object.sequence() - first_.sequence);
    const auto has_room = [&] {
      return builders[at].size_bytes() + PacketBuilder::op_size(size) <= kMaxPacketBytes &&
             (!is_object_op || builders[at].object_ops() < kMaxObjectOps);
    };
    while (at < builders.size() && !has_room()) ++at;
    return at < builders.size() || open_next();
  };
  if (builders.empty() && !changes_.empty() && !open_next()) return out_of_numbers();
  if (builders.size() == 1) builders[0].reserve(changes_size());
  for (const Change& change : changes_) {
    if (ends(change.object)) continue;
    if (PacketBuilder::op_size(change.bytes.size) + 32 > kMaxPacketBytes)
      return Error{ErrorCode::limit, "a change to object " + to_text(change.object) + " is larger than 16 MiB"};
    if (!place(change.object, change.bytes.size, false)) return out_of_numbers();
    builders[at].change(change.letter, change.object, change.field, bytes_of(change.bytes));
  }
  at = 0;
  for (const Id object : ended_) {
    if (!place(object, 0, true)) return out_of_numbers();
    builders[at].end_object(object);
  }
  std::vector<std::string> packets;
  for (const PacketBuilder& builder : builders) packets.push_back(builder.packet());
  return packets;
}

}  // namespace rdx
