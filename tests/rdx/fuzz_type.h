// What every type must bear: any bytes, cut into values; and what it promises for those that are valid.
#pragma once

#include <vector>

#include "rdx/base/bytes.h"
#include "rdx/rdx/crdt.h"
#include "tests/require.h"

namespace rdx::test {

/// The first byte of the input says how the rest is cut into up to three values.
inline std::vector<Bytes> cut(Bytes input) {
  if (input.empty()) return {Bytes{}};
  const size_t parts = 1 + byte_at(input, 0) % 3;
  input.remove_prefix(1);
  std::vector<Bytes> values;
  for (size_t i = 1; i < parts && !input.empty(); ++i) {
    const size_t size = std::min<size_t>(byte_at(input, 0), input.size() - 1);
    values.push_back(input.substr(1, size));
    input.remove_prefix(1 + size);
  }
  values.push_back(input);
  return values;
}

template <Crdt T>
void check_valid_value(Bytes bare) {
  const std::string text = T::string(bare);
  const auto parsed = T::parse(text);
  require(parsed.has_value() && T::valid(*parsed), "parse(string) is valid", bare);
  require(T::string(*parsed) == text, "string(parse(t)) == t", bare);
  require(T::valid(T::tlv(T::native(bare))), "tlv(native) is valid", bare);
  require(T::delta(bare, T::native(bare), {1, 0}).value_or("?").empty(), "no change, no delta", bare);
  require(T::valid(T::gc(bare, bare)), "gc is valid", bare);
  const std::vector<Bytes> one{bare};
  require(T::merge(one) == bare, "merge of one", bare);
  require(T::valid(T::diff(bare, {{1, -1}})), "diff is valid", bare);
}

template <Crdt T>
void fuzz_type(Bytes input) {
  const std::vector<Bytes> values = cut(input);
  std::vector<Bytes> valid;
  for (const Bytes bare : values) {
    if (T::valid(bare)) {
      check_valid_value<T>(bare);
      valid.push_back(bare);
    } else {  // in bounds, and it ends
      T::string(bare);
      T::native(bare);
      T::diff(bare, {{1, -1}});
      T::gc(bare, input);
    }
  }
  T::merge(values);
  static_cast<void>(T::parse(input));
  const std::string merged = T::merge(valid);
  require(T::valid(merged), "merge is closed over valid values", merged);
  const std::vector<Bytes> backwards(valid.rbegin(), valid.rend());
  require(T::merge(backwards) == merged, "merge commutes", merged);
}

}  // namespace rdx::test
