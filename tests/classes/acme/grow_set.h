// Q, a type of somebody's own: a set of strings that only grows.
//
//   bare  := S( utf8 )*       ascending, each once
//   merge := the union
#pragma once

#include <set>
#include <string>

#include <rdx/rdx/crdt.h>

namespace acme {

struct GrowSet {
  using Native = std::set<std::string>;
  static constexpr char kLetter = 'Q';

  static bool valid(rdx::Bytes bare);
  static std::string zero() { return {}; }
  static std::string string(rdx::Bytes bare);
  static rdx::Result<std::string> parse(std::string_view text);
  static std::string tlv(const Native& native, rdx::Stamp stamp = {});
  static Native native(rdx::Bytes bare);
  /// An error where `wanted` lacks something.
  static rdx::Result<std::string> delta(rdx::Bytes bare, const Native& wanted, rdx::Clock clock);
  static std::string merge(std::span<const rdx::Bytes> bares);
  static std::string diff(rdx::Bytes bare, const rdx::VersionVector&) { return std::string(bare); }
  static std::string gc(rdx::Bytes bare, rdx::Bytes) { return std::string(bare); }
};

static_assert(rdx::Crdt<GrowSet>);

}  // namespace acme
