#include "rdxc/check/class_id.h"

#include <charconv>

namespace rdxc {
namespace {

constexpr uint64_t kMask44 = (uint64_t{1} << 44) - 1;

std::string hex(uint64_t value) {
  char buffer[16];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value, 16);
  return {buffer, result.ptr};
}

// The hex number before the next '-' or the end, cut off `text`.
std::optional<uint64_t> take_part(std::string_view& text, uint64_t limit) {
  const std::string_view part = text.substr(0, text.find('-'));
  uint64_t value = 0;
  const auto result = std::from_chars(part.data(), part.data() + part.size(), value, 16);
  if (part.empty() || result.ec != std::errc() || result.ptr != part.data() + part.size() || value > limit)
    return std::nullopt;
  text.remove_prefix(part.size());
  return value;
}

}  // namespace

uint64_t stable_class_id(std::string_view full_name) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : full_name) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  const uint64_t folded = (hash ^ hash >> 44) & kMask44;
  return folded == 0 ? 1 : folded;
}

std::string id_text(uint64_t id) { return hex(id >> 44) + '-' + hex(id >> 12 & 0xffffffff) + '-' + hex(id & 0xfff); }

std::optional<uint64_t> parse_id(std::string_view text) {
  const auto source = take_part(text, 0xfffff);
  if (!source || !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const auto sequence = take_part(text, 0xffffffff);
  if (!sequence || !text.starts_with('-')) return std::nullopt;
  text.remove_prefix(1);
  const auto offset = take_part(text, 0xfff);
  if (!offset || !text.empty()) return std::nullopt;
  return *source << 44 | *sequence << 12 | *offset;
}

}  // namespace rdxc
