// Values: what registers hold and what elements of E, M and L are.                                      FORMAT.md 4
//
//   F float64  zip(f64)        R id64    pair(seq << 12 | off, src)       T null  nothing
//   I int64    zip(zigzag)     S string  UTF-8, well-formed and shortest
//
// Value order := by letter (F < I < R < S < T), then by the value's bytes. It is an order for merging, not for people.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <variant>

#include "rdx/base/id.h"
#include "rdx/base/result.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

/// Whether `bytes` are canonical for `letter` (F I R S, or T with no bytes).
bool is_value(char letter, Bytes bytes);

inline constexpr bool is_value_letter(char letter) {
  return letter == 'F' || letter == 'I' || letter == 'R' || letter == 'S';
}

/// Value order on bytes.
inline int compare_values(char letter_a, Bytes a, char letter_b, Bytes b) {
  if (letter_a != letter_b) return letter_a < letter_b ? -1 : 1;
  return a.compare(b);
}

// Each reads a valid value; on other bytes the answer is the type's zero.
double read_float(Bytes bytes);
int64_t read_int(Bytes bytes);
Id read_id(Bytes bytes);

inline ZipBytes zip_id(Id id) { return zip_pair(id.sequence_and_offset(), id.source()); }
inline std::optional<Id> unzip_id(Bytes bytes) {
  const auto pair = unzip_pair(bytes);
  if (!pair || pair->a >> 44 != 0 || pair->b > kMaxSource) return std::nullopt;
  return Id(pair->b << 44 | pair->a);
}

/// A value of any letter, native: for what no schema types (bare E, M, L) and for tools. Null is the T of a map.
class Value {
 public:
  Value() = default;                                           // null
  Value(double number) : state_(number) {}                     // NOLINT: implicit, a literal is a value
  Value(int64_t number) : state_(number) {}                    // NOLINT
  Value(int number) : state_(int64_t{number}) {}               // NOLINT
  Value(Id id) : state_(id) {}                                 // NOLINT
  Value(std::string text) : state_(std::move(text)) {}         // NOLINT
  Value(std::string_view text) : state_(std::string(text)) {}  // NOLINT
  Value(const char* text) : state_(std::string(text)) {}       // NOLINT

  /// What valid bytes of `letter` stand for.
  static Value read(char letter, Bytes bytes);

  char letter() const;  // F I R S, T for null
  bool is_null() const { return letter() == 'T'; }
  /// The value's bytes, without letter or stamp.
  std::string bytes() const;

  const double* as_float() const { return std::get_if<double>(&state_); }
  const int64_t* as_int() const { return std::get_if<int64_t>(&state_); }
  const Id* as_id() const { return std::get_if<Id>(&state_); }
  const std::string* as_string() const { return std::get_if<std::string>(&state_); }

  /// Value order; equal where the bytes are, so one NaN equals another and 0.0 is not -0.0.
  friend std::strong_ordering operator<=>(const Value& a, const Value& b);
  friend bool operator==(const Value& a, const Value& b) { return (a <=> b) == 0; }

 private:
  std::variant<std::monostate, double, int64_t, Id, std::string> state_;
};

}  // namespace rdx
