// The pages' tables joined, and a page as a person reads it.
#include "rdxc/source/catalogue.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/pages.h"
#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

// A schema as it can be shown: indented, with bytes that are no text in hex.
std::string shown(std::string_view text) {
  std::string out = "    ";
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    const size_t size = std::max<size_t>(point.size, 1);
    const bool plain =
        point.size > 0 && (point.value >= 0x20 || point.value == '\n') && point.value != 0x7f && point.value != 0x202e;
    if (plain) {
      out += text.substr(at, size);
      if (text[at] == '\n' && at + 1 < text.size()) out += "    ";
    } else {
      for (size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<uint8_t>(text[at + i]);
        out += "\\x";
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
      }
    }
    at += size;
  }
  return out;
}

// Lines of at most 100 characters.
std::string folded(std::string_view text) {
  constexpr size_t kWidth = 100;
  std::string out;
  while (text.size() > kWidth) {
    const size_t blank = text.rfind(' ', kWidth);
    if (blank == std::string_view::npos) break;
    out += std::string(text.substr(0, blank)) + '\n';
    text.remove_prefix(blank + 1);
  }
  return out += text;
}

}  // namespace

std::vector<Page> catalogue() {
  std::vector<Page> all;
  for (const std::span<const Page> pages : {text_pages(), grammar_pages(), declarations_pages(), output_pages(),
                                            compatibility_pages(), lint_pages(), plugins_pages()})
    all.insert(all.end(), pages.begin(), pages.end());
  return all;
}

std::optional<Page> find_page(Code code) {
  for (const Page& page : catalogue())
    if (page.code == code) return page;
  return std::nullopt;
}

std::optional<Code> parse_code(std::string_view text) {
  if (text.size() > 3 && (text.starts_with("RDX") || text.starts_with("rdx"))) text.remove_prefix(3);
  uint16_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return static_cast<Code>(number);
}

std::string explain(const Page& page) {
  return code_text(page.code) + ": " + std::string(page.title) + "\n\n" + folded(page.meaning) +
         "\n\nWith the fault:\n\n" + shown(page.bad) + "\nWithout:\n\n" + shown(page.good);
}

}  // namespace rdxc
