// A schema's text, and where in it a byte stands as a person counts.
//
// A line ends at "\n"; a "\r" before it belongs to the end. Columns count from 1 as a terminal shows them: a Cyrillic
// letter is one column, an emoji two, a combining mark none, and a tab goes to the next multiple of eight (as gcc
// counts).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "rdxc/source/span.h"

namespace rdxc {

inline constexpr int kTabStop = 8;
inline constexpr size_t kLongestLine = 1 << 16;  // columns past this are counted in bytes

struct Place {
  uint32_t line = 0;       // from 1
  uint32_t column = 0;     // from 1, as displayed
  uint32_t character = 0;  // from 1, in code points
  uint32_t byte = 0;       // from 1, within the line
};

// A text with a name. Owns both; does not move once it is in `Files`.
class File {
 public:
  File(std::string path, std::string text);
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  const std::string& path() const { return path_; }
  std::string_view text() const { return text_; }
  Place place(uint32_t offset) const;
  uint32_t line_count() const { return static_cast<uint32_t>(lines_.size()); }
  std::string_view line(uint32_t number) const;  // from 1; without its end
  uint32_t line_number(uint32_t offset) const;
  uint32_t line_begin(uint32_t number) const { return lines_[number - 1]; }

 private:
  std::string path_;
  std::string text_;
  std::vector<uint32_t> lines_;  // the offset at which each line begins; never empty
};

// All files of a run, in the order in which they were opened.
class Files {
 public:
  FileId add(std::string path, std::string text);
  const File& operator[](FileId id) const { return files_[id]; }
  size_t size() const { return files_.size(); }
  std::string_view text(const Span& span) const;

 private:
  std::deque<File> files_;
};

// The columns that `text` takes when it begins at `column` (from 0).
uint32_t displayed_columns(std::string_view text, uint32_t column);

}  // namespace rdxc
