// Forgetting what was erased long ago.                                                             FORMAT.md 5 L, 6
//
// An erased element goes when it is erased in `stable` too, nothing that remains hangs on it, and it is not the highest
// id that the value mentions. D stays.
#include <algorithm>

#include "rdx/rdx/array.h"
#include "rdx/rdx/array_writer.h"

namespace rdx {
namespace {

std::vector<IdRange> erased_ids(Bytes bare) {
  const ArrayView view = view_array(bare);
  std::vector<IdRange> ids;
  for_each_run(view, [&](const WeaveRun& run) {
    if (run.is_gap()) ids.push_back(run.range());
  });
  IdRangeReader ranges(view.erased);
  while (const auto range = ranges.next()) ids.push_back(*range);
  normalize(ids);
  return ids;
}

Stamp highest_id(const ArrayView& view) {
  Stamp highest;
  for_each_run(view, [&](const WeaveRun& run) { highest = std::max(highest, run.last()); });
  Bytes blocks = view.blocks;
  while (const auto block = take_block(blocks)) highest = std::max(highest, block->attach);
  IdRangeReader ranges(view.erased);
  while (const auto range = ranges.next()) highest = std::max(highest, Stamp{range->last, range->source});
  return highest;
}

class ArrayCollector {
 public:
  ArrayCollector(Bytes bare, Bytes stable)
      : view_(view_array(bare)), stable_(erased_ids(stable)), highest_(highest_id(view_)), writer_(bare.size()) {}

  std::string run() {
    write_weave(view_.weave);
    Bytes blocks = view_.blocks;
    while (const auto block = take_block(blocks)) {
      writer_.begin_block(block->attach);
      write_weave(block->runs);
      writer_.end_block();
    }
    std::vector<IdRange> erased;
    IdRangeReader ranges(view_.erased);
    while (const auto range = ranges.next()) erased.push_back(*range);
    writer_.erased(erased);
    return writer_.take();
  }

 private:
  // Backwards: what remains and has not met its parent yet is on a stack, the largest id on top. An element takes from
  // it what is larger, its children.
  void write_weave(Bytes weave) {
    std::vector<WeaveRun> runs;
    WeaveRun run;
    for (WeaveReader reader(weave); reader.next(run);) runs.push_back(run);
    std::vector<Stamp> orphans;
    for (std::size_t i = runs.size(); i > 0; --i) {
      WeaveRun& one = runs[i - 1];
      if (one.is_gap()) one.length -= forgettable(one, orphans.empty() ? Stamp{} : orphans.back());
      if (one.length == 0) continue;
      while (!orphans.empty() && orphans.back() > one.first) orphans.pop_back();
      orphans.push_back(one.first);
    }
    for (const WeaveRun& one : runs)
      if (one.length > 0) writer_.run(one);
  }

  // How many elements at the gap's end nothing hangs on. `orphan` is the largest id behind it that has no parent yet.
  uint64_t forgettable(const WeaveRun& gap, Stamp orphan) const {
    const Stamp last = gap.last();
    const auto above =
        std::upper_bound(stable_.begin(), stable_.end(), IdRange{last.source, last.revision, ~uint64_t{0}});
    if (above == stable_.begin()) return 0;
    const IdRange& range = *std::prev(above);
    if (range.source != last.source || range.last < last.revision || last == highest_) return 0;
    // What is larger than the orphan is not its parent.
    const uint64_t above_orphan = orphan.source < last.source ? orphan.revision : orphan.revision + 1;
    const uint64_t first = std::max({gap.first.revision, range.first, above_orphan});
    return first > last.revision ? 0 : last.revision - first + 1;
  }

  ArrayView view_;
  std::vector<IdRange> stable_;
  Stamp highest_;
  WeaveWriter writer_;
};

}  // namespace

std::string L::gc(Bytes bare, Bytes stable) { return ArrayCollector(bare, stable).run(); }

}  // namespace rdx
