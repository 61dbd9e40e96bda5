// The text form of values: what `string` writes and `parse` takes.                                      FORMAT.md 4
//
//   value  := float | int | id | string | "null"
//   float  := as RFC 8785 (ECMAScript) writes it, a whole number with `.0` behind it | "nan" | "inf" | "-inf"
//   int    := "-"? digits                id := hex "-" hex "-" hex
//   string := JSON's; written with only `"`, `\` and what is below U+0020 escaped
//
// Blanks between tokens are taken, never written.
#pragma once

#include <string>
#include <string_view>

#include "rdx/base/result.h"
#include "rdx/rdx/value.h"

namespace rdx {

/// Appends the text of a valid value: `-11`, `"a"`, `0.1`, `c187-3a62-12`, `null` for T.
void append_value_text(std::string& text, char letter, Bytes bytes);
void append_float_text(std::string& text, double number);
void append_int_text(std::string& text, int64_t number);
void append_string_text(std::string& text, std::string_view string);

/// A value as parsed: its letter (T for null) and its canonical bytes.
struct ParsedValue {
  char letter = 'T';
  std::string bytes;
};

/// Walks over a text. Every take skips the blanks before its token; on failure the position is where the fault is.
class TextScanner {
 public:
  explicit TextScanner(std::string_view text) : text_(text) {}

  std::size_t position() const { return position_; }
  std::string_view rest() const { return text_.substr(position_); }
  bool at_end();
  /// Takes one punctuation character if it is next.
  bool take(char punctuation);
  /// Looks at the next character without taking it; 0 at the end.
  char peek();

  /// Takes letters, digits, `+` `-` and `.` as far as they stand together; empty where none does.
  std::string_view take_word();
  Result<ParsedValue> take_value();
  /// A value of that letter only. An I may be written where an F is meant: `1` for `1.0`.
  Result<std::string> take_value(char letter);
  Result<void> expect(char punctuation);
  Result<void> expect_end();

  /// `byte 5: expected ','`
  Error error(std::string_view what) const;

 private:
  void skip_blanks();
  std::string_view token();
  Result<std::string> take_string();
  Result<uint32_t> take_escape();
  Result<uint32_t> take_hex4();

  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace rdx
