#include "rdxc/syntax/cursor.h"

#include <algorithm>
#include <utility>

#include "rdxc/syntax/lexer.h"

namespace rdxc {
namespace {

using Kind = TokenKind;

constexpr size_t kQuietTokens = 2;

tree::Value::Kind value_kind(Kind kind) {
  if (kind == Kind::integer) return tree::Value::Kind::kInteger;
  if (kind == Kind::real) return tree::Value::Kind::kReal;
  return kind == Kind::string ? tree::Value::Kind::kString : tree::Value::Kind::kName;
}

bool is_statement_word(std::string_view word) {
  return word == "class" || word == "enum" || word == "extern" || word == "import" || word == "package";
}

}  // namespace

Cursor::Cursor(const Files& files, FileId file, Diagnostics& diagnostics)
    : file_(files[file]), file_id_(file), diagnostics_(diagnostics) {
  Tokens tokens = lex(files, file, diagnostics);
  tokens_ = std::move(tokens.list);
  comments_ = std::move(tokens.comments);
  readable_ = tokens.readable;
}

const Token& Cursor::peek(size_t ahead) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }

std::string_view Cursor::text(size_t ahead) const {
  const Token& token = peek(ahead);
  return file_.text().substr(token.begin, token.end - token.begin);
}

uint32_t Cursor::indentation(uint32_t offset) const {
  const uint32_t begin = file_.line_begin(file_.line_number(offset));
  const size_t end = file_.text().find_first_not_of(" \t", begin);
  return displayed_columns(file_.text().substr(begin, std::min<size_t>(end, offset) - begin), 0);
}

Span Cursor::previous_span() const { return at_ == 0 ? span() : span_of(tokens_[at_ - 1]); }

Span Cursor::after_previous() const {
  const uint32_t end = previous_end();
  return {file_id_, end, end};
}

std::string Cursor::found() const {
  if (is(Kind::end)) return "the end of the file";
  constexpr size_t kLongest = 40;
  const std::string_view token = text();
  if (token.size() > kLongest) return is(Kind::string) ? "a string" : "a long name";
  return is(Kind::string) ? std::string(token) : "'" + std::string(token) + "'";
}

void Cursor::advance() {
  if (at_ + 1 < tokens_.size()) ++at_;
}

tree::Name Cursor::name() {
  const tree::Name name{text(), span()};
  advance();
  return name;
}

tree::Value Cursor::value() {
  tree::Value value;
  value.kind = value_kind(peek().kind);
  value.damaged = peek().bad;
  value.text = text();
  value.span = span();
  advance();
  return value;
}

bool Cursor::word(std::string_view word, const std::string& help) {
  if (is(Kind::name) && text() == word) {
    advance();
    return true;
  }
  expected("'" + std::string(word) + "'", help);
  return false;
}

void Cursor::fail(Code code, const Span& span, std::string message, std::string help, std::vector<Note> notes,
                  std::optional<Fix> fix) {
  const bool said = peek().bad || (at_ > 0 && tokens_[at_ - 1].bad) || at_ < quiet_until_ || at_ == fault_at_;
  fault_at_ = at_;
  quiet_until_ = at_ + kQuietTokens;
  if (said) return;
  diagnostics_.add(
      {code, Severity::kError, span, std::move(message), std::move(notes), std::move(help), std::move(fix)});
}

// What is missing at a line's end is missing there, not at the next line's beginning.
void Cursor::expected(const std::string& what, std::string help, std::optional<Fix> fix) {
  const bool here = at_ == 0 || (!is(Kind::end) && !peek().first_on_line);
  fail(Code::unexpected_token, here ? span() : after_previous(), "expected " + what + ", found " + found(),
       std::move(help), {}, std::move(fix));
}

void Cursor::expected_other(std::string message, std::string help, std::optional<Fix> fix) {
  fail(Code::unexpected_token, span(), std::move(message), std::move(help), {}, std::move(fix));
}

std::optional<Fix> Cursor::removal() const {
  const Span span{file_id_, previous_end(), peek().end};
  const std::string_view between = file_.text().substr(span.begin, peek().begin - span.begin);
  if (between.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  return Fix{span, {}};
}

bool Cursor::end_of(const std::string& what) {
  if (is(Kind::semicolon)) {
    advance();
    return true;
  }
  const bool next_begins = is(Kind::name) && (peek(1).kind == Kind::colon || is_statement_word(text()));
  if (is(Kind::end) || is(Kind::close_brace) || peek().first_on_line || next_begins) {
    fail(Code::missing_semicolon, after_previous(), "expected ';' after " + what, "add ';'", {},
         Fix{after_previous(), ";"});
    return true;
  }
  expected("';' after " + what);
  return false;
}

bool Cursor::member_begins() const {
  if (!peek().first_on_line || !is(Kind::name)) return false;
  const Kind next = peek(1).kind;
  return next == Kind::colon || next == Kind::at || next == Kind::equals || statement_begins();
}

bool Cursor::statement_begins() const {
  if (!peek().first_on_line || !is(Kind::name) || !is_statement_word(text())) return false;
  const Kind next = peek(1).kind;
  return next == Kind::name || next == Kind::path || next == Kind::string;
}

void Cursor::skip_member() {
  const size_t start = at_;
  while (!is(Kind::end) && !is(Kind::close_brace)) {
    if (at_ > start && member_begins()) return;
    const bool ends = is(Kind::semicolon);
    advance();
    if (ends) return;
  }
}

// As skip_member, but the member may have been read to its end: a ';' behind us.
void Cursor::skip_member_if_left() {
  if (at_ > 0 && tokens_[at_ - 1].kind == Kind::semicolon) return;
  if (member_begins()) return;
  skip_member();
}

void Cursor::skip_statement() {
  const size_t start = at_;
  while (!is(Kind::end)) {
    if (statement_begins() && at_ > start) return;
    if (is(Kind::close_brace) && at_ > start) return;
    const bool ends = is(Kind::semicolon);
    advance();
    if (ends) return;
  }
}

tree::Doc Cursor::doc() const {
  const uint32_t last = peek().comments;
  const uint32_t least = at_ == 0 ? 0 : tokens_[at_ - 1].comments;
  uint32_t first = last;
  while (first > least && comments_[first - 1].kind == CommentKind::kDoc && comments_[first - 1].own_line) --first;
  return {first, last - first};
}

void Cursor::add_trailing_doc(tree::Doc& doc) const {
  const uint32_t next = at_ == 0 ? 0 : tokens_[at_ - 1].comments;
  if (doc.count > 0 || next >= peek().comments) return;
  if (comments_[next].kind == CommentKind::kDoc && !comments_[next].own_line) doc = {next, 1};
}

}  // namespace rdxc
