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

bool find_any_stamped(const char* at, const char* end, StampedSpan& found) {
  if (!find_element(at, end, found.span)) return false;
  found.stamp = found.span.read_stamp(end);
  return true;
}

uint64_t read_short_prefix(const char* value, std::size_t size) { return __builtin_bswap64(load_number(value, size)); }

int compare_long_elements(const RunItem& a, const RunItem& b) {
  ElementSpan span_a;
  ElementSpan span_b;
  find_element(a.head.begin, a.end, span_a);
  find_element(b.head.begin, b.end, span_b);
  return span_a.value_bytes().compare(span_b.value_bytes());
}

}  // namespace rdx
