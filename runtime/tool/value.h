// `rdx value`: the functions of a type on batches of cases, one case a line in, one answer a line out.
//
//   case   := field (TAB field)*            the fields that the command asks for
//   field  := values | text | sources
//   values := value (BLANK value)*          value := hexadecimal bytes, or "-" for the empty string
//   sources := hex ("," hex)*, or "-"       text  := as the type's `string` or `show` writes it
//   answer := field (TAB field)* | "error: …"
//
// Every line has its answer at its place: a wrong one does not end the run. From streams to streams, no global state.
#pragma once

#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rdx/rdx/types.h"

namespace rdx::tool {

/// Exit statuses, the same for every command.
inline constexpr int kFine = 0;
inline constexpr int kFindings = 1;  // something in the input was wrong, and was said
inline constexpr int kUsage = 2;
inline constexpr int kFiles = 3;  // a file or stream could not be read or written
inline constexpr int kBug = 4;    // a bug of ours

/// A source in hex, 1 to fffff; nothing for any other text.
std::optional<uint32_t> parse_source(std::string_view text);

using Fields = std::span<const std::string_view>;

struct ValueCommand {
  const char* name;
  const char* help;    // `values → merged, text`
  std::size_t fields;  // how many a case has
  Result<std::string> (*answer)(const TypeFunctions& type, Fields fields);
};

/// merge valid string parse diff delta show read, in that order.
std::span<const ValueCommand> value_commands();
const ValueCommand* find_value_command(std::string_view name);

/// kFine, kFindings where a line was wrong, kFiles where `out` failed.
int run_value(const ValueCommand& command, const TypeFunctions& type, std::istream& in, std::ostream& out);

/// `--tlv`: `in` is a row of enveloped records of one type, `letter`'s where that is given; the merged value's text
/// goes to `out`, what is wrong to `errors`.
int run_value_merge_tlv(const TypeTable& types, std::optional<char> letter, std::istream& in, std::ostream& out,
                        std::ostream& errors);

}  // namespace rdx::tool
