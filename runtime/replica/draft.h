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

namespace rdx {

class Draft {
 public:
  explicit Draft(Dot first) : first_(first) {}

  Dot first() const { return first_; }
  bool empty() const { return begun_.empty() && ended_.empty() && changes_.empty(); }
  /// `limit` where the source has no number for it.
  Result<Id> begin_object(Id class_id);
  void end_object(Id object);
  void change(Id object, uint8_t field, char letter, std::string change);

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
  };
  Mark mark() const { return {begun_.size(), changes_.size()}; }
  void back_to(Mark mark);

 private:
  struct Change {
    Id object;
    uint8_t field;
    char letter;
    std::string bytes;
  };

  Dot first_;
  std::vector<Id> begun_;  // their classes; the k-th is the object number k of the draft
  std::vector<Id> ended_;
  std::unordered_set<Id> ended_set_;
  std::vector<Change> changes_;
  std::unordered_map<Id, std::vector<std::size_t>> changes_of_;
};

}  // namespace rdx
