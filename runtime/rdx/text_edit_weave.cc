#include "rdx/rdx/text_edit_weave.h"

#include <algorithm>

namespace rdx {
namespace {

// A run as it is said to begin at `first`.
WeaveRun run_of(const ArrayItem& item, Stamp first) {
  WeaveRun run;
  run.letter = item.letter == 'S' && is_one_code_point(item.value) ? kTextLetter : item.letter;
  run.first = first;
  run.length = run.is_text() ? count_short_text(item.value.data(), item.value.size()) : 1;
  run.payload = item.value;
  return run;
}

}  // namespace

void EditedWeave::open(Bytes bare) {
  const ArrayView view = view_array(bare);
  text_.reserve(text_.size() + view.weave.size());
  WeaveRun run;
  for (WeaveReader reader(view.weave); reader.next(run);) {
    const Bytes bytes = run.is_gap() ? Bytes{} : run.payload;
    tree_.append(
        {run.first, run.length, static_cast<uint32_t>(text_.size()), static_cast<uint32_t>(bytes.size()), run.letter});
    text_ += bytes;
    highest_ = std::max(highest_, run.last_revision());
  }
  blocks_ = view.blocks;
  IdRangeReader ranges(view.erased);
  while (const auto range = ranges.next()) erased_.push_back(*range);
  highest_ = std::max(highest_, L::highest_revision(bare.substr(view.weave.size())));
}

std::string EditedWeave::state() const {
  WeaveWriter writer(text_.size());
  tree_.for_each([&](const Span& span) {
    if (span.is_gap())
      writer.gap(span.first, span.length);
    else if (span.is_text())
      writer.text(span.first, span.length, bytes_of(span));
    else
      writer.element(span.letter, span.first, bytes_of(span));
  });
  std::string bare = writer.take() + blocks_;
  if (erased_.empty()) return bare;
  std::string ranges;
  append_id_ranges(ranges, erased_);
  append_record(bare, kErasedLetter, ranges);
  return bare;
}

// ---- Spans

Span EditedWeave::part_of(const Span& span, uint64_t offset, uint64_t length) const {
  Span part{span.id_at(offset), length, 0, 0, span.letter};
  if (span.is_gap()) return part;
  const Bytes bytes = bytes_of(span);
  const std::size_t begin = text_prefix(bytes, span.length, offset);
  part.text = span.text + static_cast<uint32_t>(begin);
  part.size = static_cast<uint32_t>(text_prefix(bytes.substr(begin), span.length - offset, length));
  return part;
}

// The place behind the span's first `offset` elements.
SpanTree::Place EditedWeave::cut(Place place, uint64_t offset) {
  const Span span = tree_[place];
  const Place behind{place.leaf, place.span + 1};
  if (offset == span.length) return behind;
  tree_.replace(place, part_of(span, 0, offset));
  return tree_.insert(behind, part_of(span, offset, span.length - offset));
}

// Puts a run before `place`, and answers the place behind it.
SpanTree::Place EditedWeave::insert_run(Place place, const WeaveRun& run) {
  Span span{run.first, run.length, static_cast<uint32_t>(text_.size()), 0, run.letter};
  if (!run.is_gap()) {
    span.size = static_cast<uint32_t>(run.payload.size());
    text_ += run.payload;
  }
  if (place.span > 0) {
    const Place before{place.leaf, place.span - 1};
    Span grown = tree_[before];
    const bool is_one = grown.is_gap() || (grown.is_text() && grown.text + grown.size == span.text);
    if (is_one && grown.letter == span.letter && grown.is_followed_by(span.first)) {
      grown.length += span.length;
      grown.size += span.size;
      tree_.replace(before, grown);
      return place;
    }
  }
  const Place inserted = tree_.insert(place, span);
  return {inserted.leaf, inserted.span + 1};
}

// Makes some live elements of one span a gap.
void EditedWeave::erase_part(Place place, uint64_t offset, uint64_t length) {
  const Span span = tree_[place];
  const uint64_t end = offset + length;
  Span gap{span.id_at(offset), length, 0, 0, kGapLetter};
  if (offset == 0 && join_gap_before(place, gap, part_of(span, end, span.length - end))) return;
  if (end == span.length && join_gap_behind(place, gap, part_of(span, 0, offset))) return;
  const Span rest = part_of(span, end, span.length - end);
  if (offset == 0) {
    tree_.replace(place, gap);
  } else {
    tree_.replace(place, part_of(span, 0, offset));
    place = tree_.insert({place.leaf, place.span + 1}, gap);
  }
  if (rest.length > 0) tree_.insert({place.leaf, place.span + 1}, rest);
}

// Where the span before, in the same leaf, is the gap that this one goes on. `rest` is what stays of the span.
bool EditedWeave::join_gap_before(Place place, const Span& gap, const Span& rest) {
  if (place.span == 0) return false;
  const Place before{place.leaf, place.span - 1};
  Span grown = tree_[before];
  if (!grown.is_gap() || !grown.is_followed_by(gap.first)) return false;
  grown.length += gap.length;
  if (rest.length > 0)
    tree_.replace(place, rest);
  else
    tree_.remove(place);
  tree_.replace(before, grown);
  return true;
}

// The same with the span behind.
bool EditedWeave::join_gap_behind(Place place, const Span& gap, const Span& rest) {
  const Place behind{place.leaf, place.span + 1};
  if (tree_.is_end(behind)) return false;
  Span grown = tree_[behind];
  if (!grown.is_gap() || !gap.is_followed_by(grown.first)) return false;
  grown.first = gap.first;
  grown.length += gap.length;
  if (rest.length > 0) {
    tree_.replace(place, rest);
    tree_.replace(behind, grown);
  } else {
    tree_.remove(place);
    tree_.replace(place, grown);
  }
  return true;
}

// ---- Editing

Result<std::string> EditedWeave::replace(uint64_t position, uint64_t count, std::span<const ArrayItem> items) {
  if (position > size() || count > size() - position) return Error{ErrorCode::invalid, "past the end"};
  std::vector<WeaveRun> runs;
  Stamp next{std::max(highest_ + 1, clock_.least), clock_.source};
  std::size_t bytes = 0;
  for (const ArrayItem& item : items) {
    runs.push_back(run_of(item, next));
    next.revision += runs.back().length;
    bytes += item.value.size();
  }
  if (!items.empty() && next.revision > kMaxRevision + 1)
    return Error{ErrorCode::limit, "the array is at its last revision, 2^60-1"};
  if (bytes > ~uint32_t{0} - text_.size()) return Error{ErrorCode::limit, "more than 4 GiB of text were typed"};
  WeaveWriter delta(bytes + 48);
  const std::vector<IdRange> erased = erase_shown(position, count);
  if (!runs.empty()) insert_shown(position, runs, delta);
  delta.erased(erased);
  return delta.take();
}

std::vector<IdRange> EditedWeave::erase_shown(uint64_t position, uint64_t count) {
  std::vector<IdRange> erased;
  shift_cursors(position, count, 0);
  while (count > 0) {
    const SpanTree::Found found = tree_.find(position);
    const Span& span = tree_[found.place];
    const uint64_t length = std::min(count, span.length - found.offset);
    const Stamp first = span.id_at(found.offset);
    erased.push_back({first.source, first.revision, first.revision + length - 1});
    erase_part(found.place, found.offset, length);
    count -= length;
  }
  if (erased.size() > 1) normalize(erased);
  return erased;
}

void EditedWeave::insert_shown(uint64_t position, std::span<const WeaveRun> runs, WeaveWriter& delta) {
  Place place = tree_.begin();
  if (position == 0) {
    for (const WeaveRun& run : runs) delta.run(run);
  } else {
    const SpanTree::Found found = tree_.find(position - 1);
    delta.begin_block(tree_[found.place].id_at(found.offset));
    for (const WeaveRun& run : runs) delta.run(run);
    delta.end_block();
    place = cut(found.place, found.offset + 1);
  }
  const uint64_t shown = size();
  for (const WeaveRun& run : runs) place = insert_run(place, run);
  shift_cursors(position, 0, size() - shown);
  highest_ = runs.back().last_revision();
}

// ---- Cursors

void EditedWeave::shift_cursors(uint64_t position, uint64_t erased, uint64_t inserted) {
  for (uint64_t& cursor : cursors_) {
    if (cursor < position) continue;
    cursor = std::max(cursor, position + erased) - erased + inserted;
  }
}

EditCursor EditedWeave::add_cursor(uint64_t position) {
  if (free_cursors_.empty()) {
    cursors_.push_back(position);
    return static_cast<EditCursor>(cursors_.size() - 1);
  }
  const EditCursor cursor = free_cursors_.back();
  free_cursors_.pop_back();
  move_cursor(cursor, position);
  return cursor;
}

}  // namespace rdx
