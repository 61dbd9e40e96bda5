#include "rdx/rdx/element_run.h"

namespace rdx {

Stamp ElementSpan::read_any_stamp(Bytes bytes) { return take_zigzag_stamp(bytes).value_or(Stamp{}); }

bool find_any_element(const char* at, const char* limit, ElementSpan& found) {
  Bytes rest(at, static_cast<std::size_t>(limit - at));
  const auto record = take_record(rest);
  if (!record) return false;
  found.letter_code = detail::kLetterCodes[static_cast<uint8_t>(record->letter)];
  if (found.letter_code == detail::kNoLetter) return false;
  found.letter_code -= 4;
  Bytes value = record->body;
  if (!take_tiny(value, 'T')) return false;
  found.stamp = record->body.data();
  found.value = value.data();
  found.end = rest.data();
  return true;
}

int compare_long_elements(const RunItem& a, const RunItem& b) {
  ElementSpan span_a;
  ElementSpan span_b;
  find_element(a.head.begin, a.limit, span_a);
  find_element(b.head.begin, b.limit, span_b);
  return span_a.value_bytes().compare(span_b.value_bytes());
}

}  // namespace rdx
