#include "rdx/rdx/array.h"

#include <algorithm>

#include "rdx/base/utf8.h"
#include "rdx/rdx/array_merge.h"
#include "rdx/rdx/array_writer.h"
#include "rdx/rdx/text.h"

namespace rdx {
namespace {

// Calls `visit(letter, value)` for every element of a text.
template <class Visit>
void for_each_code_point(Bytes text, Visit visit) {
  while (!text.empty()) {
    const std::size_t size = code_points_prefix(text, 1);
    visit(text.substr(0, size));
    text.remove_prefix(size);
  }
}

template <class Visit>
void for_each_element(Bytes bare, Visit visit) {
  ArrayReader reader(bare);
  while (const auto item = reader.next()) {
    if (item->letter == kTextLetter)
      for_each_code_point(item->value, [&](Bytes code_point) { visit('S', code_point); });
    else
      visit(item->letter, item->value);
  }
}

std::vector<ArrayItem> items_of(const L::Native& native, std::vector<std::string>& bytes) {
  std::vector<ArrayItem> items;
  bytes.reserve(native.size());
  for (const Value& value : native) items.push_back({value.letter(), bytes.emplace_back(value.bytes())});
  return items;
}

}  // namespace

std::optional<ArrayItem> ArrayReader::next() {
  WeaveRun run;
  while (runs_.next(run))
    if (!run.is_gap()) return ArrayItem{run.letter, run.payload};
  return std::nullopt;
}

std::string L::string(Bytes bare) {
  std::string text = "[";
  for_each_element(bare, [&](char letter, Bytes value) {
    if (text.size() > 1) text += ',';
    append_value_text(text, letter, value);
  });
  return text += ']';
}

Result<std::string> L::parse(std::string_view text) {
  TextScanner scanner(text);
  if (const auto open = scanner.expect('['); !open) return open.error();
  WeaveWriter writer(text.size());
  for (uint64_t revision = 1; scanner.peek() != ']'; ++revision) {
    if (revision > 1)
      if (const auto comma = scanner.expect(','); !comma) return comma.error();
    if (scanner.peek() == 'n' && scanner.rest().starts_with("null"))
      return Error{ErrorCode::invalid,
                   "byte " + std::to_string(scanner.position()) + ": an array holds numbers, ids and strings, no null"};
    RDX_TRY(const ParsedValue value, scanner.take_value());
    writer.element(value.letter, {revision, 0}, value.bytes);
  }
  scanner.take(']');
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return writer.take();
}

std::string L::tlv(const Native& native, Stamp stamp) {
  WeaveWriter writer(native.size() * 4);
  Stamp id{std::max<uint64_t>(stamp.revision, 1), stamp.source};
  for (const Value& value : native) {
    writer.element(value.letter(), id, value.bytes());
    ++id.revision;
  }
  return writer.take();
}

L::Native L::native(Bytes bare) {
  Native values;
  for_each_element(bare, [&](char letter, Bytes value) { values.push_back(Value::read(letter, value)); });
  return values;
}

std::string L::text(Bytes bare) {
  std::string text;
  text.reserve(bare.size());
  ArrayReader reader(bare);
  while (const auto item = reader.next())
    if (item->letter == kTextLetter) text += item->value;
  return text;
}

Result<std::string> L::delta(Bytes bare, const Native& wanted, Clock clock) {
  std::vector<std::string> bytes;
  return delta_items(bare, items_of(wanted, bytes), clock);
}

std::string L::merge(std::span<const Bytes> bares) { return merge_arrays(bares); }

bool L::may_bring(Bytes change, uint32_t source) {
  bool brings = true;
  for_each_run(view_array(change), [&](const WeaveRun& run) { brings &= run.is_gap() || run.first.source == source; });
  return brings;
}

uint64_t L::highest_revision(Bytes bare) {
  const ArrayView view = view_array(bare);
  uint64_t highest = 0;
  for_each_run(view, [&](const WeaveRun& run) { highest = std::max(highest, run.last_revision()); });
  Bytes blocks = view.blocks;
  while (const auto block = take_block(blocks)) highest = std::max(highest, block->attach.revision);
  IdRangeReader erased(view.erased);
  while (const auto range = erased.next()) highest = std::max(highest, range->last);
  return highest;
}

}  // namespace rdx
