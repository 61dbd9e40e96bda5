// Rows of a formatted schema, and how they stand in columns.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rdxc {

struct Row {
  enum class Kind : uint8_t {
    kField,    // has a name and a type that stand in columns
    kPlain,    // one line, in line with others only in the comment behind it
    kComment,  // a comment on its own line
    kEdge,     // stands alone; what is above is not in line with what is below
  };

  Kind kind = Kind::kPlain;
  bool blank_above = false;
  uint32_t indent = 0;
  std::string name;                // kField: `nick:`
  std::string type;                // kField: `E<S>`
  std::string text;                // what follows, up to the list
  std::vector<std::string> list;   // options, or reserved numbers
  bool bracketed = false;          // options
  std::string tail;                // behind the list: `;`, ` {`
  std::string comment;             // at the end of the line
  std::vector<std::string> below;  // further lines, with their indentation
};

// The rows as text, with "\n" at each line's end.
std::string lay_out(const std::vector<Row>& rows);

}  // namespace rdxc
