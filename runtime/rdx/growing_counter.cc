#include "rdx/rdx/growing_counter.h"

#include <charconv>

#include "rdx/rdx/text.h"

namespace rdx {

Result<std::string> N::parse(std::string_view text) {
  TextScanner scanner(text);
  scanner.peek();  // past the blanks
  const Error fault = scanner.error("expected a number from 0 to 2^64-1");
  const std::string_view word = scanner.take_word();
  Native number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  if (std::to_string(number) != word) return fault;
  if (const auto end = scanner.expect_end(); !end) return end.error();
  return tlv(number);
}

std::string N::tlv(Native native, Stamp stamp) {
  std::string bare;
  append_source_number(bare, 'U', native, stamp.source);
  return bare;
}

N::Native N::native(Bytes bare) {
  uint64_t sum = 0;
  while (const auto number = take_source_number(bare, 'U')) sum += number->number;
  return sum;
}

Result<std::string> N::delta(Bytes bare, Native wanted, Clock clock) {
  const Native now = native(bare);
  if (wanted == now) return std::string();
  if (wanted < now)
    return Error{ErrorCode::invalid, "an N only grows: it is " + std::to_string(now) + " and cannot become " +
                                         std::to_string(wanted) + "; a U goes both ways"};
  uint64_t own = 0;
  while (const auto number = take_source_number(bare, 'U'))
    if (number->source == clock.source) own = number->number;
  const uint64_t grown = own + (wanted - now);
  if (grown < own) return Error{ErrorCode::limit, "the source's own number would pass 2^64-1"};
  return tlv(grown, {0, clock.source});
}

std::string N::diff(Bytes bare, const VersionVector& versions) {
  std::string named;
  while (const auto number = take_source_number(bare, 'U'))
    if (versions.names(number->source)) named += number->whole;
  return named;
}

}  // namespace rdx
