// What some sources brought to an array.                                                           FORMAT.md 5 L, 6
//
//   diff := the canonical form of every element by a named source, live or erased, with its parent,
//           and in D every other erased id
//
// One walk over the weave, with a stack of the runs that may still get children: an element's parent is the nearest
// one before it with a smaller id. An element whose parent is left out stands in a block under that parent.
#include <algorithm>

#include "rdx/rdx/array.h"
#include "rdx/rdx/array_writer.h"

namespace rdx {
namespace {

constexpr std::size_t kNone = ~std::size_t{0};

class ArrayDiff {
 public:
  ArrayDiff(Bytes bare, const VersionVector& versions) : view_(view_array(bare)), versions_(versions) {}

  std::string run() {
    read_weave(view_.weave, {});
    Bytes blocks = view_.blocks;
    while (const auto block = take_block(blocks)) read_weave(block->runs, block->attach);
    IdRangeReader ranges(view_.erased);
    while (const auto range = ranges.next()) erased_.push_back(*range);
    return write();
  }

 private:
  // Where the children of a run's last element go. A run on the stack ends where the present element's ancestors do.
  struct Open {
    WeaveRun run;
    std::size_t group = kNone;     // of the run itself, where it is kept
    std::size_t children = kNone;  // of its last element's children, once there is one
  };
  // The kept elements that stand in one weave or block of the answer.
  struct Group {
    Stamp attach;  // revision 0: the array's own weave
    std::size_t first = kNone;
    std::size_t last = kNone;
  };
  struct Kept {
    WeaveRun run;
    std::size_t next = kNone;
  };

  void read_weave(Bytes weave, Stamp attach) {
    stack_.clear();
    std::size_t top_group = kNone;  // of elements with no parent in this weave
    WeaveRun run;
    for (WeaveReader reader(weave); reader.next(run);) {
      close_for(run.first);
      Open open{run};
      if (versions_.names(run.first.source)) {
        open.group = group_of_children(attach, top_group);
        keep(open.group, run);
      } else if (run.is_gap()) {
        erased_.push_back(run.range());
      }
      stack_.push_back(open);
    }
  }

  // Leaves on the stack what is smaller than `id`: its ancestors.
  void close_for(Stamp id) {
    while (!stack_.empty() && stack_.back().run.first > id) stack_.pop_back();
    if (stack_.empty()) return;
    Open& open = stack_.back();
    if (open.run.last() < id) return;
    const uint64_t last = open.run.first.source < id.source ? id.revision : id.revision - 1;
    open.run.length = last - open.run.first.revision + 1;
    open.children = kNone;
  }

  std::size_t group_of_children(Stamp attach, std::size_t& top_group) {
    if (stack_.empty()) {
      if (top_group == kNone) top_group = new_group(attach);
      return top_group;
    }
    Open& parent = stack_.back();
    if (parent.group != kNone) return parent.group;
    if (parent.children == kNone) parent.children = new_group(parent.run.last());
    return parent.children;
  }

  std::size_t new_group(Stamp attach) {
    groups_.push_back({attach});
    return groups_.size() - 1;
  }

  void keep(std::size_t group, const WeaveRun& run) {
    const std::size_t index = kept_.size();
    kept_.push_back({run});
    if (groups_[group].first == kNone)
      groups_[group].first = index;
    else
      kept_[groups_[group].last].next = index;
    groups_[group].last = index;
  }

  std::string write() {
    std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) { return a.attach < b.attach; });
    WeaveWriter writer(view_.weave.size());
    for (const Group& group : groups_) {
      const bool is_block = group.attach.revision != 0;
      if (is_block) writer.begin_block(group.attach);
      for (std::size_t i = group.first; i != kNone; i = kept_[i].next) writer.run(kept_[i].run);
      if (is_block) writer.end_block();
    }
    normalize(erased_);
    writer.erased(erased_);
    return writer.take();
  }

  ArrayView view_;
  const VersionVector& versions_;
  std::vector<Open> stack_;
  std::vector<Group> groups_;
  std::vector<Kept> kept_;
  std::vector<IdRange> erased_;
};

}  // namespace

std::string L::diff(Bytes bare, const VersionVector& versions) { return ArrayDiff(bare, versions).run(); }

}  // namespace rdx
