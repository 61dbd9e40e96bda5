// JSON as a tree, and the way there from text.
//
// The one .cc behind it names the library that reads JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rdx/base/result.h"

namespace rdx::json {

struct Node {
  enum class Kind : uint8_t { null, boolean, integer, large, real, text, array, object };

  Node() = default;
  explicit Node(Kind the_kind) : kind(the_kind) {}

  Kind kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;
  uint64_t large = 0;  // past int64's range
  double real = 0;
  std::string text;
  std::vector<Node> items;         // of an array, or of an object
  std::vector<std::string> names;  // of an object: as many as items, no name twice

  const Node* find(std::string_view name) const;
};

inline constexpr std::size_t kMaxDepth = 16;  // what rdx writes needs six

/// Errors say line and column; a name that stands twice, and what is nested deeper than kMaxDepth, are errors.
Result<Node> parse(std::string_view text);

/// On one line.
void append_text(std::string& to, const Node& node);

/// Where in the tree one is: `$.labels[3]`. Each part points at the one above it, which outlives it; only an error
/// makes text of it.
class Path {
 public:
  Path() = default;  // $

  Path item(std::size_t index) const { return {this, {}, index}; }
  /// `.name`, or `["odd name"]` where it is no word.
  Path member(std::string_view name) const { return {this, name, 0}; }

  std::string text() const;
  /// `$.labels[3]: expected a string`
  Error error(std::string_view what) const;

 private:
  Path(const Path* up, std::string_view name, std::size_t index)
      : up_(up), name_(name), index_(index), is_member_(name.data() != nullptr) {}

  const Path* up_ = nullptr;
  std::string_view name_;
  std::size_t index_ = 0;
  bool is_member_ = false;
};

}  // namespace rdx::json
