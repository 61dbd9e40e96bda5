#include "rdxc/source/file.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "rdxc/source/utf8.h"

namespace rdxc {

File::File(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  lines_.push_back(0);
  const char* const begin = text_.data();
  const char* const end = begin + text_.size();
  for (const char* at = begin; at != end;) {
    const void* found = std::memchr(at, '\n', static_cast<size_t>(end - at));
    if (found == nullptr) break;
    at = static_cast<const char*>(found) + 1;
    lines_.push_back(static_cast<uint32_t>(at - begin));
  }
}

uint32_t File::line_number(uint32_t offset) const {
  return static_cast<uint32_t>(std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin());
}

std::string_view File::line(uint32_t number) const {
  const uint32_t begin = lines_[number - 1];
  const size_t end = number < lines_.size() ? lines_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

Place File::place(uint32_t offset) const {
  const uint32_t number = line_number(offset);
  const uint32_t begin = lines_[number - 1];
  const std::string_view before = std::string_view(text_).substr(begin, offset - begin);
  if (before.size() > kLongestLine) return {number, offset - begin + 1, offset - begin + 1, offset - begin + 1};
  Place place{number, displayed_columns(before, 0) + 1, 1, offset - begin + 1};
  for (size_t at = 0; at < before.size(); ++place.character) {
    at += std::max<size_t>(decode_utf8(before, at).size, 1);
  }
  return place;
}

FileId Files::add(std::string path, std::string text) {
  files_.emplace_back(std::move(path), std::move(text));
  return static_cast<FileId>(files_.size() - 1);
}

std::string_view Files::text(const Span& span) const {
  return span.is_set() ? files_[span.file].text().substr(span.begin, span.end - span.begin) : std::string_view();
}

uint32_t displayed_columns(std::string_view text, uint32_t column) {
  const uint32_t first = column;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\t') {
      column += kTabStop - column % kTabStop;
      ++at;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    column += point.size == 0 ? 1 : static_cast<uint32_t>(display_width(point.value));
    at += std::max<size_t>(point.size, 1);
  }
  return column - first;
}

}  // namespace rdxc
