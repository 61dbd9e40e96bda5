// The parser's place among the tokens, its faults, and its ways to find its feet again.
//
// A fault is silent where it can be another face of one that was said: at a token that the lexer refused, or less than
// three tokens after the last fault.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"
#include "rdxc/syntax/token.h"
#include "rdxc/syntax/tree.h"

namespace rdxc {

class Cursor {
 public:
  Cursor(const Files& files, FileId file, Diagnostics& diagnostics);

  // Where we are.
  const Token& peek(size_t ahead = 0) const;
  bool is(TokenKind kind) const { return tokens_[at_].kind == kind; }
  std::string_view text(size_t ahead = 0) const;
  bool first_on_line(size_t ahead) const { return peek(ahead).first_on_line; }
  uint32_t indentation(uint32_t offset) const;  // the blanks that its line begins with
  Span span() const { return span_of(tokens_[at_]); }
  Span previous_span() const;
  uint32_t previous_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }
  Span after_previous() const;  // the place where something is missing
  bool readable() const { return readable_; }
  size_t position() const { return at_; }
  std::string found() const;  // "'x'" or "the end of the file"

  // What is here, going on behind it.
  void advance();
  tree::Name name();
  tree::Value value();
  bool word(std::string_view word, const std::string& help);  // this word, or a fault

  // Faults.
  void fail(Code code, const Span& span, std::string message, std::string help = {}, std::vector<Note> notes = {},
            std::optional<Fix> fix = {});
  void expected(const std::string& what, std::string help = {}, std::optional<Fix> fix = {});  // … "found x"
  // In the parser's own words.
  void expected_other(std::string message, std::string help, std::optional<Fix> fix = {});
  bool end_of(const std::string& what);  // ';'. Where it is merely missing: a fault, and still true

  // Remedies: this token gone with the blanks before it, where nothing else lies between; a text before this token;
  // this token as that word, where one is known.
  std::optional<Fix> removal() const;
  std::optional<Fix> instead(const std::optional<std::string>& word) const {
    return word ? std::optional(Fix{span(), *word}) : std::nullopt;
  }
  Fix insertion(std::string text) const { return {{file_id_, peek().begin, peek().begin}, std::move(text)}; }

  // On to the next place where something begins.
  void skip_member();
  void skip_member_if_left();
  void skip_statement();
  void give_up() { at_ = tokens_.size() - 1; }  // to the end

  // Doc comments: those before this token, and one at the end of the line behind the last one.
  tree::Doc doc() const;
  void add_trailing_doc(tree::Doc& doc) const;
  std::vector<Comment> take_comments() { return std::move(comments_); }

 private:
  Span span_of(const Token& token) const { return {file_id_, token.begin, token.end}; }
  bool member_begins() const;
  bool statement_begins() const;

  const File& file_;
  FileId file_id_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::vector<Comment> comments_;
  bool readable_ = true;
  size_t at_ = 0;
  size_t quiet_until_ = 0;      // no fault is said before this token
  size_t fault_at_ = SIZE_MAX;  // the token of the last fault
};

}  // namespace rdxc
