// Places in a text as editors count them: lines and UTF-16 units, both from 0. A line ends at "\n", "\r\n" or "\r".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace rdxc {

struct Position {
  uint32_t line = 0;
  uint32_t character = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// Keeps a view of the text.
class TextIndex {
 public:
  explicit TextIndex(std::string_view text);

  // Within a character: the place before it.
  Position position(uint32_t offset) const;

  // A place past a line's end is that end, one past the last line the text's end, one within a surrogate pair the place
  // before it.
  uint32_t offset(const Position& position) const;

  Position end() const { return position(static_cast<uint32_t>(text_.size())); }

 private:
  std::string_view line(size_t number) const;  // without its end

  std::string_view text_;
  std::vector<uint32_t> lines_;  // the offset at which each begins; never empty
};

}  // namespace rdxc
