// acme::GrowSet, a type of one's own for rdx: a set of numbers that only grows.
//
//   bare  := ( n number )*      each a tiny zip(u64), ascending as numbers, each once
//   merge := the union
//
// This is all that a type needs: the ten functions of rdx::Crdt as statics, total on any bytes, and one byte string for
// one state. A schema names it:
//
//   extern type Q "acme::GrowSet" from "acme/grow_set.h";
//
// and a program adds it to its table of types:
//
//   rdx::TypeTable types = rdx::built_in_types();
//   types.add(rdx::functions_of<acme::GrowSet>());
#pragma once

#include <rdx/rdx/text.h>
#include <rdx/rdx/types.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <string>

namespace acme {

struct GrowSet {
  using Native = std::set<uint64_t>;
  static constexpr char kLetter = 'Q';

  static bool valid(rdx::Bytes bare) {
    std::optional<uint64_t> previous;
    while (!bare.empty()) {
      const auto number = take(bare);
      if (!number || (previous && *number <= *previous)) return false;
      previous = number;
    }
    return true;
  }

  static std::string zero() { return {}; }

  static std::string string(rdx::Bytes bare) {
    std::string text;
    for (const uint64_t number : native(bare)) text += (text.empty() ? "{" : ",") + std::to_string(number);
    return text.empty() ? "{}" : text + "}";
  }

  static rdx::Result<std::string> parse(std::string_view text) {
    rdx::TextScanner scanner(text);
    Native numbers;
    if (const auto open = scanner.expect('{'); !open) return open.error();
    if (!scanner.take('}')) {
      do {
        RDX_TRY(const uint64_t number, parse_number(scanner));
        numbers.insert(number);
      } while (scanner.take(','));
      if (const auto close = scanner.expect('}'); !close) return close.error();
    }
    if (const auto end = scanner.expect_end(); !end) return end.error();
    return tlv(numbers);
  }

  static std::string tlv(const Native& native, rdx::Stamp /*stamp*/ = {}) {
    std::string bare;
    for (const uint64_t number : native) rdx::append_tiny(bare, 'N', rdx::zip(number));
    return bare;
  }

  static Native native(rdx::Bytes bare) {
    Native numbers;
    while (const auto number = take(bare)) numbers.insert(*number);
    return numbers;
  }

  static rdx::Result<std::string> delta(rdx::Bytes bare, const Native& wanted, rdx::Clock /*clock*/) {
    const Native now = native(bare);
    if (!std::includes(wanted.begin(), wanted.end(), now.begin(), now.end()))
      return rdx::Error{rdx::ErrorCode::invalid, "a GrowSet only grows"};
    Native added;
    std::set_difference(wanted.begin(), wanted.end(), now.begin(), now.end(), std::inserter(added, added.end()));
    return tlv(added);
  }

  static std::string merge(std::span<const rdx::Bytes> bares) {
    Native all;
    for (const rdx::Bytes bare : bares) all.merge(native(bare));
    return tlv(all);
  }

  /// Nothing says who added what, so all of it may be new.
  static std::string diff(rdx::Bytes bare, const rdx::VersionVector& /*versions*/) { return std::string(bare); }

  /// Nothing is ever erased.
  static std::string gc(rdx::Bytes bare, rdx::Bytes /*stable*/) { return std::string(bare); }

 private:
  static std::optional<uint64_t> take(rdx::Bytes& from) {
    rdx::Bytes rest = from;
    const auto body = rdx::take_tiny(rest, 'N');
    if (!body) return std::nullopt;
    const auto number = rdx::unzip(*body);
    if (number) from = rest;
    return number;
  }

  static rdx::Result<uint64_t> parse_number(rdx::TextScanner& scanner) {
    scanner.peek();  // past the blanks
    const rdx::Error fault = scanner.error("expected a number from 0 to 2^64-1");
    const std::string word(scanner.take_word());
    const uint64_t number = std::strtoull(word.c_str(), nullptr, 10);
    if (std::to_string(number) != word) return fault;
    return number;
  }
};

static_assert(rdx::Crdt<GrowSet>);  // all ten, or no build

}  // namespace acme
