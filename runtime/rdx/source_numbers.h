// One number for each source, of which the highest counts: what N and V are, as bytes.                  FORMAT.md 5
//
//   numbers := ( letter( pair(number, source) ) )*      ascending by source
//   merge   := per source the maximum
#pragma once

#include <optional>
#include <span>
#include <string>

#include "rdx/base/bytes.h"

namespace rdx {

/// The view lives as long as the bytes it was cut from.
struct SourceNumber {
  uint64_t number = 0;
  uint32_t source = 0;
  Bytes whole;
};

/// Cuts one record off; nothing, and `from` unchanged, where there is none of that letter.
std::optional<SourceNumber> take_source_number(Bytes& from, char letter);
void append_source_number(std::string& to, char letter, uint64_t number, uint32_t source);

/// Whether these are canonical bytes with every number up to `limit`.
bool are_source_numbers(Bytes bare, char letter, uint64_t limit);

template <char kLetter>
std::string merge_source_numbers(std::span<const Bytes> bares);
extern template std::string merge_source_numbers<'U'>(std::span<const Bytes> bares);
extern template std::string merge_source_numbers<'V'>(std::span<const Bytes> bares);

}  // namespace rdx
