// Last-write-wins registers: one value under one stamp.                                                 FORMAT.md 5
//
//   bare  := stamp value
//   merge := the higher revision, then the higher value bytes, then the higher source
//
// A delta is a whole register one revision up, so a delta and a state merge alike.
#pragma once

#include "rdx/rdx/crdt.h"
#include "rdx/rdx/value.h"

namespace rdx {

/// What differs between the four: a letter and what its bytes stand for.
struct FloatValue {
  using Native = double;
  static constexpr char kLetter = 'F';
  static Native read(Bytes bytes) { return read_float(bytes); }
  static ZipBytes bytes(Native number) { return zip_float(number); }
};
struct IntValue {
  using Native = int64_t;
  static constexpr char kLetter = 'I';
  static Native read(Bytes bytes) { return read_int(bytes); }
  static ZipBytes bytes(Native number) { return zip_int(number); }
};
struct IdValue {
  using Native = Id;
  static constexpr char kLetter = 'R';
  static Native read(Bytes bytes) { return read_id(bytes); }
  static ZipBytes bytes(Native id) { return zip_id(id); }
};
struct StringValue {
  using Native = std::string;
  static constexpr char kLetter = 'S';
  static Native read(Bytes bytes) { return Native(bytes); }
  static Bytes bytes(const Native& string) { return string; }
};

/// A register taken apart; the views live as long as the bytes they were cut from.
struct RegisterView {
  Stamp stamp;
  Bytes value;
};

/// Nothing for the zero and for bytes that start with no stamp.
inline std::optional<RegisterView> view_register(Bytes bare) {
  const auto stamp = take_stamp(bare);
  if (!stamp) return std::nullopt;
  return RegisterView{*stamp, bare};
}

/// The merge of all four: it looks at stamps and bytes, never at what the bytes mean.
std::string merge_registers(std::span<const Bytes> bares);

template <class V>
struct Register {
  using Native = typename V::Native;
  static constexpr char kLetter = V::kLetter;

  static bool valid(Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(Bytes bare);
  static Result<std::string> parse(std::string_view text);
  /// A string that is not UTF-8 gives bytes that are not valid; `delta` refuses it.
  static std::string tlv(const Native& native, Stamp stamp = {});
  static Native native(Bytes bare);
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock);
  static std::string merge(std::span<const Bytes> bares) { return merge_registers(bares); }
  static std::string diff(Bytes bare, const VersionVector& versions);
  static std::string gc(Bytes bare, Bytes stable);
  static uint64_t highest_revision(Bytes bare);
};

extern template struct Register<FloatValue>;
extern template struct Register<IntValue>;
extern template struct Register<IdValue>;
extern template struct Register<StringValue>;

using F = Register<FloatValue>;
using I = Register<IntValue>;
using R = Register<IdValue>;
using S = Register<StringValue>;

static_assert(Crdt<F> && Crdt<I> && Crdt<R> && Crdt<S>);  // all ten, or no build

}  // namespace rdx
