#include "rdx/rdx/text.h"

#include <array>
#include <charconv>
#include <cmath>

#include "rdx/base/utf8.h"

namespace rdx {
namespace {

// The shortest digits that read back as the number, and the power of ten of the first one.
struct Decimal {
  std::string digits;
  int exponent = 0;
};

Decimal shortest_decimal(double positive) {
  std::array<char, 32> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), positive, std::chars_format::scientific).ptr;
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = text.find('e');
  Decimal decimal;
  for (const char c : text.substr(0, e))
    if (c != '.') decimal.digits.push_back(c);
  const std::size_t sign = text[e + 1] == '+' ? 2 : 1;  // from_chars takes '-' but not '+'
  std::from_chars(text.data() + e + sign, text.data() + text.size(), decimal.exponent);
  return decimal;
}

// ECMAScript's Number::toString, with k digits and the point after n of them.
std::string ecmascript_text(const Decimal& decimal) {
  const int k = static_cast<int>(decimal.digits.size());
  const int n = decimal.exponent + 1;
  const auto size = [](int number) { return static_cast<std::size_t>(number); };
  if (k <= n && n <= 21) return decimal.digits + std::string(size(n - k), '0') + ".0";
  if (0 < n && n <= 21) return decimal.digits.substr(0, size(n)) + '.' + decimal.digits.substr(size(n));
  if (-6 < n && n <= 0) return "0." + std::string(size(-n), '0') + decimal.digits;
  std::string text = decimal.digits.substr(0, 1);
  if (k > 1) text += '.' + decimal.digits.substr(1);
  text += n > 0 ? "e+" : "e-";
  return text + std::to_string(std::abs(n - 1));
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_token_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.';
}

bool looks_like_int(std::string_view token) {
  if (!token.empty() && token[0] == '-') token.remove_prefix(1);
  if (token.empty() || (token.size() > 1 && token[0] == '0')) return false;
  for (const char c : token)
    if (c < '0' || c > '9') return false;
  return true;
}

// A float as JSON writes numbers, with a point or an exponent, or one of the three that JSON cannot say.
std::optional<double> parse_float(std::string_view token) {
  if (token == "nan") return std::nan("");
  if (token == "inf") return HUGE_VAL;
  if (token == "-inf") return -HUGE_VAL;
  const std::size_t first = !token.empty() && token[0] == '-' ? 1 : 0;
  if (first == token.size() || token[first] < '0' || token[first] > '9') return std::nullopt;
  double number = 0;
  const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (end != token.data() + token.size()) return std::nullopt;
  if (fault == std::errc::result_out_of_range) return std::nullopt;
  return number;
}

std::optional<int64_t> parse_int(std::string_view token) {
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), number);
  if (fault != std::errc() || end != token.data() + token.size()) return std::nullopt;
  return number;
}

char escape_letter(char c) {
  switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

}  // namespace

void append_float_text(std::string& text, double number) {
  if (std::isnan(number)) {
    text += "nan";
    return;
  }
  if (std::signbit(number)) text += '-';
  if (std::isinf(number))
    text += "inf";
  else if (number == 0)
    text += "0.0";
  else
    text += ecmascript_text(shortest_decimal(std::abs(number)));
}

void append_int_text(std::string& text, int64_t number) {
  std::array<char, 24> digits{};
  text.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void append_string_text(std::string& text, std::string_view string) {
  constexpr char kHex[] = "0123456789abcdef";
  text.push_back('"');
  for (const char c : string) {
    const auto byte = static_cast<uint8_t>(c);
    if (const char letter = escape_letter(c); letter != 0) {
      text += '\\';
      text += letter;
    } else if (byte < 0x20) {
      text += "\\u00";
      text += kHex[byte >> 4];
      text += kHex[byte & 15];
    } else {
      text += c;
    }
  }
  text.push_back('"');
}

void append_value_text(std::string& text, char letter, Bytes bytes) {
  switch (letter) {
    case 'F': append_float_text(text, read_float(bytes)); break;
    case 'I': append_int_text(text, read_int(bytes)); break;
    case 'R': text += to_text(read_id(bytes)); break;
    case 'S': append_string_text(text, bytes); break;
    default: text += "null";
  }
}

void TextScanner::skip_blanks() {
  while (position_ < text_.size() && is_blank(text_[position_])) ++position_;
}

bool TextScanner::at_end() {
  skip_blanks();
  return position_ == text_.size();
}

char TextScanner::peek() { return at_end() ? '\0' : text_[position_]; }

bool TextScanner::take(char punctuation) {
  if (peek() != punctuation) return false;
  ++position_;
  return true;
}

std::string_view TextScanner::token() {
  skip_blanks();
  std::size_t end = position_;
  while (end < text_.size() && is_token_char(text_[end])) ++end;
  return text_.substr(position_, end - position_);
}

std::string_view TextScanner::take_word() {
  const std::string_view word = token();
  position_ += word.size();
  return word;
}

Error TextScanner::error(std::string_view what) const {
  return {ErrorCode::invalid, "byte " + std::to_string(position_) + ": " + std::string(what)};
}

Result<void> TextScanner::expect(char punctuation) {
  if (take(punctuation)) return {};
  return error(std::string("expected '") + punctuation + "'");
}

Result<void> TextScanner::expect_end() {
  if (at_end()) return {};
  return error("expected nothing more");
}

Result<ParsedValue> TextScanner::take_value() {
  if (peek() == '"') {
    RDX_TRY(std::string string, take_string());
    return ParsedValue{'S', std::move(string)};
  }
  const std::string_view word = token();
  if (word.empty()) return error("expected a value");
  ParsedValue value;
  if (word == "null") {
    // T, with no bytes
  } else if (const auto id = parse_id(word)) {
    value = {'R', std::string(Bytes(zip_id(*id)))};
  } else if (looks_like_int(word)) {
    const auto number = parse_int(word);
    if (!number) return error("an integer past 64 bits");
    value = {'I', std::string(Bytes(zip_int(*number)))};
  } else if (const auto real = parse_float(word)) {
    value = {'F', std::string(Bytes(zip_float(*real)))};
  } else {
    return error("'" + std::string(word) + "' is no number, id, string or null");
  }
  position_ += word.size();
  return value;
}

Result<std::string> TextScanner::take_value(char letter) {
  skip_blanks();
  const std::size_t start = position_;
  RDX_TRY(ParsedValue value, take_value());
  if (value.letter == letter) return std::move(value.bytes);
  if (letter == 'F' && value.letter == 'I')
    return std::string(Bytes(zip_float(static_cast<double>(read_int(value.bytes)))));
  position_ = start;
  return error(std::string("expected a value of ") + letter + ", found one of " + value.letter);
}

Result<std::string> TextScanner::take_string() {
  ++position_;  // the quote
  std::string string;
  while (position_ < text_.size() && text_[position_] != '"') {
    const char c = text_[position_];
    if (static_cast<uint8_t>(c) < 0x20) return error("a control character in a string; write it as \\u00xx");
    if (c != '\\') {
      string += c;
      ++position_;
      continue;
    }
    RDX_TRY(const uint32_t code_point, take_escape());
    append_code_point(string, code_point);
  }
  if (position_ == text_.size()) return error("the string has no closing quote");
  if (!is_utf8(string)) return error("the string is not UTF-8");
  ++position_;
  return string;
}

Result<uint32_t> TextScanner::take_hex4() {
  uint32_t number = 0;
  const std::string_view digits = text_.substr(position_, 4);
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (fault != std::errc() || digits.size() != 4 || end != digits.data() + 4) return error("expected four hex digits");
  position_ += 4;
  return number;
}

Result<uint32_t> TextScanner::take_escape() {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  ++position_;  // the backslash
  if (position_ == text_.size()) return error("the string ends in an escape");
  const char letter = text_[position_];
  if (const std::size_t at = kLetters.find(letter); at != std::string_view::npos) {
    ++position_;
    return static_cast<uint8_t>(kMeanings[at]);
  }
  if (letter != 'u') return error("no such escape");
  ++position_;
  RDX_TRY(const uint32_t first, take_hex4());
  if (first < 0xd800 || first > 0xdfff) return first;
  if (first > 0xdbff || text_.substr(position_, 2) != "\\u") return error("half of a surrogate pair");
  position_ += 2;
  RDX_TRY(const uint32_t second, take_hex4());
  if (second < 0xdc00 || second > 0xdfff) return error("half of a surrogate pair");
  return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
}

}  // namespace rdx
