// EditedWeave: an array in memory, for an editor. What TextEdit and ArrayEdit have in common.        FORMAT.md 5, L
//
// The law: state() is, byte for byte, the merge of what it was opened from, of every delta that it answered and of
// every change that it took in.
#pragma once

#include <string>
#include <vector>

#include "rdx/base/result.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/array_writer.h"
#include "rdx/rdx/text_edit_tree.h"

namespace rdx {

/// Names a position that stays before its character (or element) whoever edits; when that one is erased, before the
/// next. Good for the edit that gave it, until it is dropped.
enum class EditCursor : uint32_t {};

class EditedWeave {
 public:
  EditedWeave(Clock clock, bool shows_text_only)
      : clock_(clock), shows_text_only_(shows_text_only), tree_(shows_text_only) {}

  /// Takes in a valid array of less than 4 GiB. Only while nothing is in here yet.
  void open(Bytes bare);

  /// How many elements are shown.
  uint64_t size() const { return tree_.shown(); }
  std::string state() const;
  /// Calls `visit(ArrayItem)` for what is live, in order; texts come in pieces.
  template <class Visit>
  void for_each_live(Visit visit) const {
    tree_.for_each([&](const Span& span) {
      if (!span.is_gap()) visit(ArrayItem{span.letter, bytes_of(span)});
    });
  }

  /// Erases `count` shown elements from `position` on and puts others in their place. Answers the delta. An item is an
  /// element F I R S or, X, a text; valid. Past the end, or past the last revision: an error, and nothing is changed.
  Result<std::string> replace(uint64_t position, uint64_t count, std::span<const ArrayItem> items);

  /// Takes in somebody else's change or state; valid.
  void integrate(Bytes change);

  EditCursor add_cursor(uint64_t position);
  uint64_t position(EditCursor cursor) const { return cursors_[static_cast<std::size_t>(cursor)]; }
  void move_cursor(EditCursor cursor, uint64_t position) { cursors_[static_cast<std::size_t>(cursor)] = position; }
  void drop_cursor(EditCursor cursor) { free_cursors_.push_back(cursor); }

 private:
  using Place = SpanTree::Place;

  Bytes bytes_of(const Span& span) const { return Bytes(text_).substr(span.text, span.size); }
  void shift_cursors(uint64_t position, uint64_t erased, uint64_t inserted);

  Place cut(Place place, uint64_t offset);
  Place insert_run(Place place, const WeaveRun& run);
  Span part_of(const Span& span, uint64_t offset, uint64_t length) const;
  void erase_part(Place place, uint64_t offset, uint64_t length);
  bool join_gap_before(Place place, const Span& gap, const Span& rest);
  bool join_gap_behind(Place place, const Span& gap, const Span& rest);

  std::vector<IdRange> erase_shown(uint64_t position, uint64_t count);
  void insert_shown(uint64_t position, std::span<const WeaveRun> runs, WeaveWriter& delta);

  bool can_integrate(Bytes change, const ArrayView& view);
  void integrate_whole(Bytes change);
  bool integrate_runs(Bytes runs, Place place);
  bool integrate_known(Place& place, WeaveRun& run);
  void integrate_erased(Bytes ranges);
  void erase_found(const SpanTree::Found& found, uint64_t length);

  Clock clock_;
  bool shows_text_only_;
  SpanTree tree_;
  std::string text_;             // what spans view
  uint64_t highest_ = 0;         // revision that is mentioned anywhere
  std::string blocks_;           // elements that wait for their parents, as they stand in bytes
  std::vector<IdRange> erased_;  // ids with no place; normalized
  std::vector<uint64_t> cursors_;
  std::vector<EditCursor> free_cursors_;
};

}  // namespace rdx
