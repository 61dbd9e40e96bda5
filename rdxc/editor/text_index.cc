#include "rdxc/editor/text_index.h"

#include <algorithm>

#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

struct Step {
  uint32_t bytes;
  uint32_t units;
};

// The character at `at`; a byte that is none counts as one.
Step step(std::string_view text, size_t at) {
  const CodePoint point = decode_utf8(text, at);
  return {std::max<uint32_t>(point.size, 1), point.size == 4 ? 2u : 1u};
}

}  // namespace

TextIndex::TextIndex(std::string_view text) : text_(text), lines_{0} {
  for (size_t at = 0; at < text.size(); ++at) {
    const bool pair = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (text[at] == '\n' || (text[at] == '\r' && !pair)) lines_.push_back(static_cast<uint32_t>(at + 1));
  }
}

std::string_view TextIndex::line(size_t number) const {
  const size_t end = number + 1 < lines_.size() ? lines_[number + 1] : text_.size();
  std::string_view out = text_.substr(lines_[number], end - lines_[number]);
  while (number + 1 < lines_.size() && !out.empty() && (out.back() == '\n' || out.back() == '\r')) out.remove_suffix(1);
  return out;
}

Position TextIndex::position(uint32_t offset) const {
  const auto above = std::upper_bound(lines_.begin(), lines_.end(), offset);
  const auto number = static_cast<uint32_t>(above - lines_.begin() - 1);
  const std::string_view text = line(number);
  const size_t target = std::min<size_t>(offset - lines_[number], text.size());
  Position out{number, 0};
  for (size_t at = 0; at < target;) {
    const Step one = step(text, at);
    at += one.bytes;
    if (at <= target) out.character += one.units;
  }
  return out;
}

uint32_t TextIndex::offset(const Position& position) const {
  if (position.line >= lines_.size()) return static_cast<uint32_t>(text_.size());
  const std::string_view text = line(position.line);
  uint32_t at = 0;
  for (uint32_t units = 0; at < text.size();) {
    const Step one = step(text, at);
    units += one.units;
    if (units > position.character) break;
    at += one.bytes;
  }
  return lines_[position.line] + at;
}

}  // namespace rdxc
