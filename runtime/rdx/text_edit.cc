#include "rdx/rdx/text_edit.h"

#include "rdx/base/utf8.h"

namespace rdx {
namespace {

Result<void> check(Bytes bare) {
  if (!L::valid(bare)) return Error{ErrorCode::invalid, "these bytes are not a valid L"};
  if (bare.size() > ~uint32_t{0}) return Error{ErrorCode::limit, "an array of more than 4 GiB"};
  return {};
}

}  // namespace

bool detail::Edit::integrate(Bytes change) {
  if (!L::valid(change)) return false;
  weave_.integrate(change);
  return true;
}

Result<TextEdit> TextEdit::open(Bytes bare, Clock clock) {
  if (const auto fits = check(bare); !fits) return fits.error();
  TextEdit edit(clock);
  edit.weave_.open(bare);
  return edit;
}

std::string TextEdit::text() const {
  std::string text;
  text.reserve(size());
  weave_.for_each_live([&](const ArrayItem& item) {
    if (item.letter == kTextLetter) text += item.value;
  });
  return text;
}

Result<std::string> TextEdit::replace(std::size_t position, std::size_t count, std::string_view text) {
  if (!is_utf8(text)) return Error{ErrorCode::invalid, "the text is not UTF-8"};
  const ArrayItem item{kTextLetter, text};
  return weave_.replace(position, count, {&item, text.empty() ? 0U : 1U});
}

Result<ArrayEdit> ArrayEdit::open(Bytes bare, Clock clock) {
  if (const auto fits = check(bare); !fits) return fits.error();
  ArrayEdit edit(clock);
  edit.weave_.open(bare);
  return edit;
}

L::Native ArrayEdit::values() const {
  L::Native values;
  weave_.for_each_live([&](const ArrayItem& item) {
    if (item.letter != kTextLetter) {
      values.push_back(Value::read(item.letter, item.value));
      return;
    }
    for (Bytes text = item.value; !text.empty();) {
      const std::size_t size = code_points_prefix(text, 1);
      values.emplace_back(text.substr(0, size));
      text.remove_prefix(size);
    }
  });
  return values;
}

Result<std::string> ArrayEdit::replace(std::size_t position, std::size_t count, std::span<const Value> values) {
  std::vector<std::string> bytes;
  std::vector<ArrayItem> items;
  bytes.reserve(values.size());
  for (const Value& value : values) {
    if (value.is_null()) return Error{ErrorCode::invalid, "an array holds numbers, ids and strings, no null"};
    items.push_back({value.letter(), bytes.emplace_back(value.bytes())});
    if (!is_value(value.letter(), bytes.back())) return Error{ErrorCode::invalid, "a string is not UTF-8"};
  }
  return weave_.replace(position, count, items);
}

}  // namespace rdx
