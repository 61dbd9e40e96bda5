// Draft: the packets of a commit that is being put together.
//
// Ids of new objects follow from the first packet's number: 4096 to a packet, then the next number. Everything else is
// spread over the packets when they are built, no object in front of the packet that begins it, none past 16 MiB.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "rdx/replica/saving.h"
#include "rdx/store/packet.h"
#include "rdx/store/stage.h"

namespace rdx {

class Draft {
 public:
  /// `known_at` is how many packets had arrived before anything was read for the draft.
  Draft(Dot first, uint64_t known_at) : first_(first), known_at_(known_at) {}

  Dot first() const { return first_; }
  uint64_t known_at() const { return known_at_; }
  bool empty() const { return begun_.empty() && ended_.empty() && changes_.empty(); }
  /// `limit` where the source has no number for it.
  Result<Id> begin_object(Id class_id);
  void end_object(Id object);
  void change(Id object, uint8_t field, char letter, Bytes change) { add({}, object, field, letter, change, {}); }
  /// What a save writes into an object of that class.
  void change(Id object, Id class_id, std::span<const SavedField> fields);
  /// In the order of the changes in the packets.
  std::vector<KnownChange> known_changes() const;

  /// The class of an object that this draft begins; 0 for others.
  Id begun_class(Id object) const;
  bool ends(Id object) const { return ended_set_.contains(object); }
  /// The image with this draft's changes to the object merged in.
  std::string image_with_changes(Id object, Bytes image, const TypeTable& types) const;

  /// The packets, in order of their numbers; `limit` where one change is too large for any, or the numbers run out.
  Result<std::vector<std::string>> packets() const;

  /// Where a part that fails takes the draft back to.
  struct Mark {
    std::size_t begun;
    std::size_t changes;
    std::size_t bytes;
  };
  Mark mark() const { return {begun_.size(), changes_.size(), bytes_.size()}; }
  void back_to(Mark mark);

 private:
  // Where bytes lie in bytes_.
  struct Range {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  struct Change {
    Id object;
    Id class_id;  // where it is known what the change makes of the field, as long as nothing arrives in between
    uint8_t field;
    char letter;
    Range bytes;
    Range merged;
  };

  std::size_t changes_size() const;
  Bytes bytes_of(Range range) const { return Bytes(bytes_).substr(range.at, range.size); }
  Range keep(Bytes bytes);
  void add(Id class_id, Id object, uint8_t field, char letter, Bytes change, Bytes merged);

  Dot first_;
  uint64_t known_at_;
  std::vector<Id> begun_;  // their classes; the k-th is the object number k of the draft
  std::vector<Id> ended_;
  std::unordered_set<Id> ended_set_;
  std::vector<Change> changes_;
  std::string bytes_;
  mutable std::unordered_map<Id, std::vector<std::size_t>> changes_of_;  // of those below indexed_
  mutable std::size_t indexed_ = 0;
};

}  // namespace rdx
