#include "rdxc/syntax/layout.h"

#include <algorithm>

#include "rdxc/source/file.h"
#include "rdxc/syntax/formatter.h"

namespace rdxc {
namespace {

constexpr uint32_t kWidestCell = 32;     // a name or a type past this widens no column
constexpr uint32_t kWidestAligned = 80;  // nor does a line past this push the comments of others
constexpr uint32_t kCommentGap = 3;

uint32_t width_of(std::string_view text) { return displayed_columns(text, 0); }

std::string blanks(uint32_t count) { return std::string(count, ' '); }

// The columns of a run of rows without a blank line.
struct Columns {
  uint32_t name = 0;
  uint32_t type = 0;
  uint32_t comment = 0;
};

std::string padded(const std::string& text, uint32_t width) {
  const uint32_t own = width_of(text);
  return text + blanks(std::max(width, own) - own + 1);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& one : list) out += (out.empty() ? "" : ", ") + one;
  return out;
}

std::string head_of(const Row& row, const Columns& columns) {
  std::string out = blanks(row.indent);
  if (row.kind == Row::Kind::kField) out += padded(row.name, columns.name) + padded(row.type, columns.type);
  return out + row.text;
}

std::string flat(const Row& row, const Columns& columns) {
  std::string out = head_of(row, columns);
  if (!row.list.empty()) out += (row.bracketed ? " [" : " ") + joined(row.list) + (row.bracketed ? "]" : "");
  return out + row.tail;
}

// reserved @1, @2, …    as many on a line as fit
std::string filled(const Row& row, const Columns& columns) {
  std::string out = head_of(row, columns);
  uint32_t column = width_of(out);
  for (size_t i = 0; i < row.list.size(); ++i) {
    const std::string piece = row.list[i] + (i + 1 < row.list.size() ? "," : row.tail);
    const uint32_t width = width_of(piece);
    if (column + 1 + width > kFormatWidth) {
      out += '\n' + blanks(row.indent + 3);
      column = row.indent + 3;
    }
    out += ' ' + piece;
    column += 1 + width;
  }
  return out;
}

std::string broken(const Row& row, const Columns& columns) {
  if (!row.bracketed) return filled(row, columns);
  std::string out = head_of(row, columns) + " [\n";
  for (size_t i = 0; i < row.list.size(); ++i)
    out += blanks(row.indent + 2) + row.list[i] + (i + 1 < row.list.size() ? ",\n" : "\n");
  return out + blanks(row.indent) + ']' + row.tail;
}

bool fits(std::string_view line) { return width_of(line) <= kFormatWidth; }

class Layout {
 public:
  explicit Layout(const std::vector<Row>& rows) : rows_(rows) {}

  std::string run() {
    for (size_t begin = 0; begin < rows_.size();) {
      const size_t end = run_end(begin);
      const Columns columns = measure(begin, end);
      for (size_t i = begin; i < end; ++i) write(rows_[i], columns);
      begin = end;
    }
    return std::move(out_);
  }

 private:
  // Up to a blank line or an edge; an edge is a run of its own.
  size_t run_end(size_t begin) const {
    size_t end = begin + 1;
    if (rows_[begin].kind == Row::Kind::kEdge) return end;
    while (end < rows_.size() && !rows_[end].blank_above && rows_[end].kind != Row::Kind::kEdge) ++end;
    return end;
  }

  Columns measure(size_t begin, size_t end) const {
    Columns columns;
    for (size_t i = begin; i < end; ++i) {
      if (rows_[i].kind != Row::Kind::kField) continue;
      widen(columns.name, rows_[i].name, kWidestCell);
      widen(columns.type, rows_[i].type, kWidestCell);
    }
    for (size_t i = begin; i < end; ++i)
      if (!rows_[i].comment.empty()) widen(columns.comment, flat(rows_[i], columns), kWidestAligned);
    return columns;
  }

  static void widen(uint32_t& column, std::string_view text, uint32_t most) {
    const uint32_t width = width_of(text);
    if (width <= most) column = std::max(column, width);
  }

  void write(const Row& row, const Columns& columns) {
    if (row.blank_above) out_ += '\n';
    std::string line = flat(row, columns);
    if (!row.list.empty() && !fits(line)) line = broken(row, columns);
    if (!row.comment.empty()) {
      const bool aligned = row.below.empty() && line.find('\n') == std::string::npos;
      line += blanks(aligned ? std::max(columns.comment, width_of(line)) - width_of(line) + kCommentGap : kCommentGap);
      line += row.comment;
    }
    out_ += line + '\n';
    for (const std::string& one : row.below) out_ += one + '\n';
  }

  const std::vector<Row>& rows_;
  std::string out_;
};

}  // namespace

std::string lay_out(const std::vector<Row>& rows) { return Layout(rows).run(); }

}  // namespace rdxc
