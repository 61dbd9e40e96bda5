// Values for the models: what a user puts in, and as what bytes.
#pragma once

#include <compare>

#include "rdx/rdx/value.h"
#include "tests/rdx/models/naive_bytes.h"

namespace rdx::model {

/// A value with the order that FORMAT.md gives it: by letter, then by bytes.
struct ModelValue {
  char letter = 'T';
  std::string bytes;
  Value value;

  explicit ModelValue(const Value& from) : letter(from.letter()), value(from) {
    if (const auto* number = from.as_float()) bytes = zip_float(*number);
    if (const auto* number = from.as_int()) bytes = zip_int(*number);
    if (const auto* id = from.as_id()) bytes = pair(uint64_t{id->sequence()} << 12 | id->offset(), id->source());
    if (const auto* text = from.as_string()) bytes = *text;
  }

  friend bool operator<(const ModelValue& a, const ModelValue& b) {
    if (a.letter != b.letter) return a.letter < b.letter;
    return a.bytes < b.bytes;
  }
  friend bool operator==(const ModelValue& a, const ModelValue& b) {
    return a.letter == b.letter && a.bytes == b.bytes;
  }
};

/// "rank of an element of E or M := (|rev|, erased, src), compared left to right"
struct ModelRank {
  int64_t magnitude = 0;
  bool erased = false;
  uint32_t source = 0;

  ModelRank(int64_t revision, uint32_t from)
      : magnitude(revision < 0 ? -revision : revision), erased(revision < 0), source(from) {}

  friend auto operator<=>(const ModelRank&, const ModelRank&) = default;
};

}  // namespace rdx::model
