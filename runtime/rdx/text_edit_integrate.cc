// EditedWeave: other people's changes.                                                             FORMAT.md 5, L
//
// A small change whose elements have their places here is merged in place, by the merge's own rule. Everything else
// goes through bytes: states, elements whose parents are missing, ids that were erased before their elements came.
#include <algorithm>
#include <array>

#include "rdx/rdx/array_merge.h"
#include "rdx/rdx/text_edit_weave.h"

namespace rdx {
namespace {

constexpr std::size_t kSmallChange = 4096;  // bytes

// Takes elements off a run's beginning.
void drop_front(WeaveRun& run, uint64_t count) {
  if (run.is_text()) run.payload.remove_prefix(text_prefix(run.payload, run.length, count));
  run.first.revision += count;
  run.length -= count;
}

}  // namespace

void EditedWeave::integrate(Bytes change) {
  const ArrayView view = view_array(change);
  if (!can_integrate(change, view)) return integrate_whole(change);
  highest_ = std::max(highest_, L::highest_revision(change));
  bool fits = view.weave.empty() || integrate_runs(view.weave, tree_.begin());
  Bytes blocks = view.blocks;
  for (auto block = take_block(blocks); block && fits; block = take_block(blocks)) {
    const auto attach = tree_.find(block->attach);
    fits = attach && integrate_runs(block->runs, cut(attach->place, attach->offset + 1));
  }
  if (!fits) return integrate_whole(change);  // what came in already comes in once more, and changes nothing
  integrate_erased(view.erased);
}

// Whether all that is new has its place in the weave, and nothing waits for it.
bool EditedWeave::can_integrate(Bytes change, const ArrayView& view) {
  if (change.size() > kSmallChange || !blocks_.empty() || text_.size() + change.size() > ~uint32_t{0}) return false;
  Bytes blocks = view.blocks;
  while (const auto block = take_block(blocks))
    if (!tree_.find(block->attach)) return false;
  if (erased_.empty()) return true;
  bool is_free = true;
  for_each_run(view, [&](const WeaveRun& run) {
    const IdRange range = run.range();
    const auto above =
        std::upper_bound(erased_.begin(), erased_.end(), IdRange{range.source, range.last, ~uint64_t{0}});
    if (above == erased_.begin()) return;
    const IdRange& below = *std::prev(above);
    if (below.source == range.source && below.last >= range.first) is_free = false;
  });
  return is_free;
}

// Through bytes. Cursors find their elements again by id.
void EditedWeave::integrate_whole(Bytes change) {
  std::vector<Stamp> ids;
  for (const uint64_t position : cursors_) {
    const bool at_end = position >= size();
    const auto found = at_end ? SpanTree::Found{} : tree_.find(position);
    ids.push_back(at_end ? Stamp{} : tree_[found.place].id_at(found.offset));
  }
  const std::string before = state();
  const std::array<Bytes, 2> both{before, change};
  const std::string merged = merge_arrays(both);
  tree_ = SpanTree(shows_text_only_);
  text_.clear();
  erased_.clear();
  open(merged);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = ids[i].revision == 0 ? std::nullopt : tree_.find(ids[i]);
    cursors_[i] = size();
    if (!found) continue;
    cursors_[i] = tree_.shown_before(found->place) + (tree_.shown(tree_[found->place]) > 0 ? found->offset : 0);
  }
}

// The merge of two weaves, of which one is changed: the larger head id goes first. False where an id has two values.
bool EditedWeave::integrate_runs(Bytes runs, Place place) {
  WeaveReader reader(runs);
  WeaveRun run;
  while (reader.next(run)) {
    while (run.length > 0) {
      place = tree_.settle(place);
      const bool is_end = tree_.is_end(place);
      if (!is_end && tree_[place].first > run.first) {
        place = {place.leaf, place.span + 1};
      } else if (!is_end && tree_[place].first == run.first) {
        if (!integrate_known(place, run)) return false;
      } else {
        const uint64_t shown = size();
        const uint64_t position = cursors_.empty() ? 0 : tree_.shown_before(place);
        place = insert_run(place, run);
        shift_cursors(position, 0, size() - shown);
        run.length = 0;
      }
    }
  }
  return true;
}

// Elements that stand here already; they may be erased now. Goes behind them.
bool EditedWeave::integrate_known(Place& place, WeaveRun& run) {
  const uint64_t length = std::min(tree_[place].length, run.length);
  const Span known = part_of(tree_[place], 0, length);
  const Stamp last = known.id_at(length - 1);
  if (run.is_gap() && !known.is_gap()) {
    erase_found({place, 0}, length);
  } else if (!run.is_gap() && !known.is_gap()) {
    const std::size_t size = run.is_text() ? text_prefix(run.payload, run.length, length) : run.payload.size();
    if (known.letter != run.letter || bytes_of(known) != run.payload.substr(0, size)) return false;
  }
  const auto found = tree_.find(last);
  if (!found) return false;
  place = cut(found->place, found->offset + 1);
  drop_front(run, length);
  return true;
}

void EditedWeave::integrate_erased(Bytes ranges) {
  IdRangeReader reader(ranges);
  bool is_new = false;
  while (const auto range = reader.next()) {
    for (Stamp id{range->first, range->source}; id.revision <= range->last;) {
      uint64_t length = range->last - id.revision + 1;
      if (const auto found = tree_.find(id)) {
        const Span& span = tree_[found->place];
        length = std::min(length, span.length - found->offset);
        if (!span.is_gap()) erase_found(*found, length);
      } else {
        if (const auto next = tree_.next_revision(id)) length = std::min(length, *next - id.revision);
        erased_.push_back({id.source, id.revision, id.revision + length - 1});
        is_new = true;
      }
      id.revision += length;
    }
  }
  if (is_new) normalize(erased_);
}

void EditedWeave::erase_found(const SpanTree::Found& found, uint64_t length) {
  if (!cursors_.empty() && tree_.shown(tree_[found.place]) > 0)
    shift_cursors(tree_.shown_before(found.place) + found.offset, length, 0);
  erase_part(found.place, found.offset, length);
}

}  // namespace rdx
