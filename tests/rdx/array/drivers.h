// How the users of an array edit, at random: items, and text.
#pragma once

#include "rdx/base/utf8.h"
#include "rdx/rdx/array.h"
#include "tests/rdx/random.h"

namespace rdx::test {

/// Texts and strings of few letters, so that old and new often look the same where they are not.
inline std::string random_text(Random& random, std::size_t most) {
  static const std::vector<std::string> kPieces{
      "a", "b", "a", "b", "c", " ", "\xc3\xa9", "\xe6\x97\xa5", "\xf0\x9f\x98\x80"};
  std::string text;
  for (std::size_t count = random.below(most + 1); count > 0; --count) text += random.pick(kPieces);
  return text;
}

struct ArrayDriver {
  using Type = L;
  static constexpr bool kSourcesMayClash = false;
  static constexpr bool kChangesBringRevisions = false;
  static L::Native edit(Random& random, L::Native now, uint32_t /*source*/) {
    for (std::size_t changes = random.below(4); changes > 0; --changes) {
      const std::size_t at = random.below(now.size() + 1);
      const auto place = now.begin() + static_cast<std::ptrdiff_t>(at);
      const std::size_t count = std::min(random.below(5), now.size() - at);
      if (random.one_in(2)) {
        now.erase(place, place + static_cast<std::ptrdiff_t>(count));
      } else if (random.one_in(2)) {
        for (std::size_t i = random.below(5); i > 0; --i)
          now.insert(now.begin() + static_cast<std::ptrdiff_t>(at), Value(random.one_in(2) ? "a" : "b"));
      } else {
        now.insert(place, random_value(random));
      }
    }
    if (random.one_in(30)) now.clear();
    return now;
  }
};

/// An array as a class's `text` sees it: the same bytes, a string as what people want.
struct Text : L {
  using Native = std::string;
  static std::string tlv(const Native& native, Stamp stamp = {}) {
    L::Native values;
    for (std::size_t at = 0; at < native.size();) {
      const std::size_t size = code_point_length(byte_at(native, at));
      values.emplace_back(native.substr(at, size));
      at += size;
    }
    return L::tlv(values, stamp);
  }
  static Native native(Bytes bare) { return L::text(bare); }
  static Result<std::string> delta(Bytes bare, const Native& wanted, Clock clock) {
    return L::delta_text(bare, wanted, clock);
  }
};
static_assert(Crdt<Text>);

struct TextDriver {
  using Type = Text;
  static constexpr bool kSourcesMayClash = false;
  static constexpr bool kChangesBringRevisions = false;
  static std::string edit(Random& random, std::string now, uint32_t /*source*/) {
    for (std::size_t changes = random.below(4); changes > 0; --changes) {
      const std::size_t length = count_code_points(now);
      const std::size_t at = random.below(length + 1);
      const std::size_t count = random.one_in(2) ? 0 : random.below(std::min<std::size_t>(8, length - at) + 1);
      const std::size_t begin = code_points_prefix(now, at);
      now.replace(begin, code_points_prefix(now, at + count) - begin, random_text(random, 6));
    }
    return now;
  }
};

}  // namespace rdx::test
