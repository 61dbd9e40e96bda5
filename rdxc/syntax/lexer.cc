#include "rdxc/syntax/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

enum class Class : uint8_t { kOther, kBlank, kNewline, kNameStart, kDigit, kMark, kQuote, kSlash, kControl };

constexpr std::string_view kMarks = ":@;,={}[]<>-";

constexpr std::array<Class, 256> make_classes() {
  std::array<Class, 256> classes{};
  for (size_t c = 0; c < 0x20; ++c) classes[c] = Class::kControl;
  for (size_t c = 'a'; c <= 'z'; ++c) classes[c] = Class::kNameStart;
  for (size_t c = 'A'; c <= 'Z'; ++c) classes[c] = Class::kNameStart;
  for (size_t c = '0'; c <= '9'; ++c) classes[c] = Class::kDigit;
  for (const char c : kMarks) classes[static_cast<uint8_t>(c)] = Class::kMark;
  classes['_'] = Class::kNameStart;
  classes['.'] = Class::kMark;
  classes[' '] = classes['\t'] = Class::kBlank;
  classes['\n'] = Class::kNewline;
  classes['"'] = Class::kQuote;
  classes['/'] = Class::kSlash;
  classes[0x7f] = Class::kControl;
  return classes;
}

constexpr std::array<Class, 256> kClasses = make_classes();

Class class_of(char c) { return kClasses[static_cast<uint8_t>(c)]; }
bool is_name_part(char c) { return class_of(c) == Class::kNameStart || class_of(c) == Class::kDigit; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_ascii(char c) { return static_cast<uint8_t>(c) < 0x80; }

// Characters that turn the direction of writing: a line with them shows other than it reads.
bool turns_direction(char32_t value) {
  return value == 0x061c || value == 0x200e || value == 0x200f || (value >= 0x202a && value <= 0x202e) ||
         (value >= 0x2066 && value <= 0x2069);
}

TokenKind mark_kind(char c) {
  constexpr TokenKind kKinds[] = {TokenKind::colon,       TokenKind::at,           TokenKind::semicolon,
                                  TokenKind::comma,       TokenKind::equals,       TokenKind::open_brace,
                                  TokenKind::close_brace, TokenKind::open_bracket, TokenKind::close_bracket,
                                  TokenKind::less,        TokenKind::greater,      TokenKind::minus};
  return kKinds[kMarks.find(c)];
}

std::string hex(uint32_t value, int digits) {
  std::string out;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[value >> shift & 15];
  return out;
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool is_hex_integer(std::string_view text) {
  return text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') &&
         std::all_of(text.begin() + 2, text.end(), is_hex);
}

// real, without what an integer is
bool is_real(std::string_view text) {
  const size_t exponent = text.find_first_of("eE");
  std::string_view mantissa = text.substr(0, exponent);
  if (exponent != std::string_view::npos) {
    std::string_view digits = text.substr(exponent + 1);
    if (!digits.empty() && (digits[0] == '+' || digits[0] == '-')) digits.remove_prefix(1);
    if (!all_digits(digits)) return false;
  }
  const size_t point = mantissa.find('.');
  if (point == std::string_view::npos) return all_digits(mantissa);
  return all_digits(mantissa.substr(0, point)) && all_digits(mantissa.substr(point + 1));
}

class Lexer {
 public:
  Lexer(const Files& files, FileId file, Diagnostics& diagnostics)
      : text_(files[file].text()), file_(file), diagnostics_(diagnostics) {}

  Tokens run() {
    tokens_.list.reserve(text_.size() / 5 + 16);
    tokens_.readable = is_readable();
    if (tokens_.readable) {
      if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
      while (at_ < text_.size()) step();
    }
    at_ = text_.size();
    push(TokenKind::end, at_);
    return std::move(tokens_);
  }

 private:
  // A text in another encoding is one fault, not one a byte.
  bool is_readable() {
    const size_t invalid = find_invalid_utf8(text_);
    if (invalid == text_.size()) return true;
    const bool utf16 = text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff");
    add(Code::invalid_utf8, invalid, invalid + 1,
        "byte 0x" + hex(static_cast<uint8_t>(text_[invalid]), 2) + " is not UTF-8",
        utf16 ? "the file looks like UTF-16; save it as UTF-8" : "save the file as UTF-8");
    return !utf16;
  }

  void step() {
    const char c = text_[at_];
    switch (class_of(c)) {
      case Class::kBlank: ++at_; return;
      case Class::kNewline: new_line(); return;
      case Class::kNameStart: return name();
      case Class::kDigit: return number();
      case Class::kMark: return mark(c);
      case Class::kQuote: return string();
      case Class::kSlash: return slash();
      case Class::kControl: return control(c);
      case Class::kOther: return other();
    }
  }

  void new_line() {
    ++at_;
    first_on_line_ = true;
  }

  void push(TokenKind kind, size_t end, bool bad = false) {
    tokens_.list.push_back({static_cast<uint32_t>(at_), static_cast<uint32_t>(end),
                            static_cast<uint32_t>(tokens_.comments.size()), kind, first_on_line_, bad});
    first_on_line_ = false;
    at_ = end;
  }

  void name() {
    size_t end = at_ + 1;
    bool path = false;
    bool ascii = true;
    for (; end < text_.size(); ++end) {
      if (is_name_part(text_[end])) continue;
      if (text_[end] == '.' && end + 1 < text_.size() && class_of(text_[end + 1]) == Class::kNameStart) {
        path = true;
      } else if (is_ascii(text_[end]) || decode_utf8(text_, end).size == 0) {
        break;
      } else {
        ascii = false;
      }
    }
    if (!ascii) report_letters();
    push(path ? TokenKind::path : TokenKind::name, end, !ascii);
  }

  void report_letters() {
    size_t first = at_;
    while (is_ascii(text_[first])) ++first;
    const CodePoint point = decode_utf8(text_, first);
    if (turns_direction(point.value)) return direction(first, point);
    add(Code::name_not_ascii, first, first + point.size,
        "'" + std::string(text_.substr(first, point.size)) + "' (U+" + hex(point.value, 4) +
            ") cannot stand in a name; names are made of a-z, A-Z, 0-9 and _",
        {});
  }

  void number() {
    size_t end = at_ + 1;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      const bool fraction = c == '.' && end + 1 < text_.size() && is_digit(text_[end + 1]);
      const bool sign = (c == '+' || c == '-') && (text_[end - 1] == 'e' || text_[end - 1] == 'E') &&
                        end + 1 < text_.size() && is_digit(text_[end + 1]);
      if (!is_name_part(c) && !fraction && !sign) break;
    }
    const std::string_view token = text_.substr(at_, end - at_);
    if (all_digits(token) || is_hex_integer(token)) return push(TokenKind::integer, end);
    if (is_real(token)) return push(TokenKind::real, end);
    add(Code::malformed_number, at_, end, "'" + std::string(token) + "' is not a number",
        "numbers are written 12, 0x1f, 1.5 or 1e-9; a name begins with a letter");
    push(TokenKind::integer, end, true);
  }

  void mark(char c) {
    if (c != '.') return push(mark_kind(c), at_ + 1);
    if (text_.substr(at_).starts_with("..")) return push(TokenKind::dots, at_ + 2);
    push(TokenKind::dot, at_ + 1);
  }

  void string() {
    size_t end = at_ + 1;
    bool bad = false;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
      const size_t size = text_[end] == '\\' ? escape_size(end) : 1;
      bad |= size == 0;
      bad |= refused_in_text(end);
      end += std::max<size_t>(size, 1);
    }
    if (end < text_.size() && text_[end] == '"') return push(TokenKind::string, end + 1, bad);
    if (end > at_ && text_[end - 1] == '\r') --end;
    add(Code::unterminated_string, at_, end, "the string has no closing '\"' on its line",
        "close it with '\"'; a line break within is written \\n");
    push(TokenKind::string, end, true);
  }

  // The size of the escape at `at`; 0 and a diagnostic if it is none.
  size_t escape_size(size_t at) {
    const char c = at + 1 < text_.size() ? text_[at + 1] : '\n';
    if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos) return 2;
    if (c == 'u' && at + 6 <= text_.size() && std::all_of(&text_[at + 2], &text_[at + 2] + 4, is_hex)) {
      if (is_whole_escape(at)) return 6;
      add(Code::bad_escape, at, at + 6, "'" + std::string(text_.substr(at, 6)) + "' is half of a surrogate pair",
          "write the character itself; the file is UTF-8");
      return 0;
    }
    const size_t size = c == '\n' || c == '\r' ? 1 : 1 + std::max<size_t>(decode_utf8(text_, at + 1).size, 1);
    add(Code::bad_escape, at, at + size, "'" + std::string(text_.substr(at, size)) + "' is not an escape",
        R"(known are \" \\ \/ \b \f \n \r \t and \uXXXX; a backslash is written \\)");
    return 0;
  }

  bool is_whole_escape(size_t at) const {
    const auto digits = text_.substr(at + 2, 4);
    const bool surrogate = (digits[0] == 'd' || digits[0] == 'D') && digits[1] >= '8';
    return !surrogate;
  }

  // Control characters and turns of direction in strings and comments.
  bool refused_in_text(size_t at) {
    if (!is_ascii(text_[at])) {
      const CodePoint point = decode_utf8(text_, at);
      if (point.size == 0 || !turns_direction(point.value)) return false;
      direction(at, point);
      return true;
    }
    if (class_of(text_[at]) != Class::kControl || is_line_end(at)) return false;
    report_control(at, at + 1);
    return true;
  }

  bool is_line_end(size_t at) const { return text_[at] == '\r' && (at + 1 == text_.size() || text_[at + 1] == '\n'); }

  void slash() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("//")) return line_comment(rest);
    if (rest.starts_with("/*")) return block_comment();
    other();
  }

  void line_comment(std::string_view rest) {
    size_t end = std::min(text_.find('\n', at_), text_.size());
    for (size_t i = at_; i < end; ++i) refused_in_text(i);
    if (text_[end - 1] == '\r') --end;
    const bool doc = rest.starts_with("///") && !rest.starts_with("////");
    comment(end, doc ? CommentKind::kDoc : CommentKind::kLine);
  }

  void block_comment() {
    const size_t close = text_.find("*/", at_ + 2);
    if (close == std::string_view::npos)
      add(Code::unterminated_comment, at_, at_ + 2, "the comment has no closing '*/'", "close it with '*/'");
    const size_t end = close == std::string_view::npos ? text_.size() : close + 2;
    bool line_broken = first_on_line_;
    for (size_t i = at_; i < end; ++i) {
      refused_in_text(i);
      line_broken |= text_[i] == '\n';
    }
    comment(end, CommentKind::kBlock);
    first_on_line_ = line_broken;
  }

  void comment(size_t end, CommentKind kind) {
    tokens_.comments.push_back({{file_, static_cast<uint32_t>(at_), static_cast<uint32_t>(end)}, kind, first_on_line_});
    at_ = end;
  }

  void control(char c) {
    if (c == '\r' && is_line_end(at_)) {
      ++at_;
      return;
    }
    size_t end = at_ + 1;
    while (end < text_.size() && class_of(text_[end]) == Class::kControl && !is_line_end(end)) ++end;
    report_control(at_, end);
    push(TokenKind::bad, end, true);
  }

  // One a line: a binary file is not a thousand faults.
  void report_control(size_t begin, size_t end) {
    const bool same_line =
        control_at_ && text_.substr(*control_at_, begin - *control_at_).find('\n') == std::string_view::npos;
    control_at_ = begin;
    if (same_line) return;
    const std::string what = "control character 0x" + hex(static_cast<uint8_t>(text_[begin]), 2);
    add(Code::control_character, begin, end, what + " cannot stand in a schema",
        "remove it; \\u0000 writes one in a string");
  }

  void direction(size_t at, CodePoint point) {
    add(Code::direction_character, at, at + point.size,
        "U+" + hex(point.value, 4) + " turns the direction of writing, so the line reads other than it shows",
        "remove it; in a string it is written \\u" + hex(point.value, 4));
  }

  void other() {
    size_t end = at_;
    const CodePoint first = decode_utf8(text_, at_);
    while (end < text_.size() && (class_of(text_[end]) == Class::kOther || end == at_)) {
      end += std::max<size_t>(decode_utf8(text_, end).size, 1);
    }
    const std::string characters(text_.substr(at_, std::min<size_t>(end - at_, 40)));
    if (turns_direction(first.value)) {
      direction(at_, first);
    } else if (first.size > 1) {
      report_letters();
    } else if (first.size == 1) {
      add(Code::unexpected_character, at_, end, "'" + characters + "' means nothing here",
          text_[at_] == '#'    ? "a comment begins with //"
          : text_[at_] == '\'' ? "strings stand in \"…\""
                               : "");
    }
    push(TokenKind::bad, end, true);
  }

  void add(Code code, size_t begin, size_t end, std::string message, std::string help) {
    const auto last = static_cast<uint32_t>(end);
    diagnostics_.add(
        {code, Severity::kError, {file_, static_cast<uint32_t>(begin), last}, std::move(message), {}, std::move(help)});
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  Tokens tokens_;
  size_t at_ = 0;
  bool first_on_line_ = true;
  std::optional<size_t> control_at_;  // the last control character
};

char32_t hex_value(std::string_view digits) {
  char32_t value = 0;
  for (const char c : digits) value = value * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  return value;
}

char simple_escape(char c) {
  constexpr std::string_view kFrom = "bfnrt";
  constexpr std::string_view kTo = "\b\f\n\r\t";
  const size_t found = kFrom.find(c);
  return found == std::string_view::npos ? c : kTo[found];
}

}  // namespace

Tokens lex(const Files& files, FileId file, Diagnostics& diagnostics) { return Lexer(files, file, diagnostics).run(); }

std::string unescape(std::string_view token) {
  if (token.size() < 2) return {};
  const std::string_view body = token.substr(1, token.size() - 2);
  std::string out;
  out.reserve(body.size());
  for (size_t at = 0; at < body.size(); ++at) {
    if (body[at] != '\\' || at + 1 == body.size()) {
      out += body[at];
    } else if (body[++at] != 'u') {
      out += simple_escape(body[at]);
    } else if (at + 4 < body.size()) {
      append_utf8(out, hex_value(body.substr(at + 1, 4)));
      at += 4;
    }
  }
  return out;
}

}  // namespace rdxc
