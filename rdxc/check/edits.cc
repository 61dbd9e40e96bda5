#include "rdxc/check/edits.h"

#include <algorithm>
#include <type_traits>

namespace rdxc {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";

uint32_t text_begin(const File& file) {
  return file.text().starts_with(kMark) ? static_cast<uint32_t>(kMark.size()) : 0;
}

// As the file's first line ends.
std::string line_end(const File& file) {
  const std::string_view text = file.text();
  const size_t first = text.find('\n');
  return first != std::string_view::npos && first > 0 && text[first - 1] == '\r' ? "\r\n" : "\n";
}

}  // namespace

Fix add_first_line(const File& file, FileId id, std::string_view line) {
  const uint32_t begin = text_begin(file);
  return {{id, begin, begin}, std::string(line) + line_end(file)};
}

Fix add_import(const File& file, const tree::File& tree, const std::string& name) {
  uint32_t end = 0;
  for (const tree::Statement& statement : tree.statements) {
    std::visit(
        [&](const auto& one) {
          using Kind = std::decay_t<decltype(one)>;
          constexpr bool kIsHead = std::is_same_v<Kind, tree::Edition> || std::is_same_v<Kind, tree::Package> ||
                                   std::is_same_v<Kind, tree::Import>;
          if (kIsHead) end = std::max(end, one.span.end);
        },
        statement);
  }
  const std::string line = "import \"" + name + "\";";
  if (end == 0) return add_first_line(file, tree.id, line);
  const size_t newline = file.text().find('\n', end);
  if (newline == std::string_view::npos) return {{tree.id, end, end}, line_end(file) + line};
  const auto place = static_cast<uint32_t>(newline + 1);
  return {{tree.id, place, place}, line + line_end(file)};
}

Fix remove_statement(const File& file, const Span& statement) {
  const std::string_view text = file.text();
  Span span = statement;
  const uint32_t begin = file.line_begin(file.line_number(span.begin));
  const size_t before = text.find_last_not_of(" \t", span.begin == 0 ? 0 : span.begin - 1);
  const bool is_first = span.begin == begin || before == std::string_view::npos || before < begin;
  const size_t behind = text.find_first_not_of(" \t\r", span.end);
  if (!is_first || (behind != std::string_view::npos && text[behind] != '\n')) return {span, {}};
  span.begin = begin;
  span.end = static_cast<uint32_t>(behind == std::string_view::npos ? text.size() : behind + 1);
  return {span, {}};
}

Fix add_member(const Span& closing, bool closes_on_own_line, const std::string& member) {
  const Span place{closing.file, closing.begin, closing.begin};
  return {place, closes_on_own_line ? "  " + member + '\n' : member + ' '};
}

}  // namespace rdxc
