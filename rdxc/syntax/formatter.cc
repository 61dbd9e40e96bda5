// Tokens and comments to rows; layout.h puts the rows in columns.
#include "rdxc/syntax/formatter.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rdxc/syntax/layout.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/parser.h"

namespace rdxc {
namespace {

using Kind = TokenKind;

constexpr uint32_t kStep = 2;
constexpr uint32_t kContinued = 4;  // further in, for what goes on below

std::string_view without_trailing_blanks(std::string_view text) {
  const size_t last = text.find_last_not_of(" \t\r");
  return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (;;) {
    const size_t end = text.find('\n');
    lines.push_back(without_trailing_blanks(text.substr(0, end)));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// May no blank stand between two tokens of one declaration?
bool joins(Kind before, Kind after, bool in_header) {
  for (const Kind kind : {Kind::semicolon, Kind::comma, Kind::greater, Kind::close_bracket, Kind::less, Kind::dots})
    if (after == kind) return true;
  if (after == Kind::colon) return !in_header;
  return before == Kind::less || before == Kind::open_bracket || before == Kind::at || before == Kind::minus ||
         before == Kind::dots;
}

// The tokens [begin, end) of a declaration, a member, or a header up to its '{'.
struct Run {
  size_t begin;
  size_t end;
};

class Formatter {
 public:
  Formatter(const Files& files, FileId file, Tokens tokens)
      : file_(files[file]),
        text_(file_.text()),
        tokens_(std::move(tokens.list)),
        comments_(std::move(tokens.comments)) {}

  std::string run() {
    while (tokens_[at_].kind != Kind::end) statement();
    close_gap();
    return lay_out(rows_);
  }

 private:
  // statement := … ';' | header '{' member* '}' | ';'
  void statement() {
    if (drop_semicolon()) return;
    size_t end = at_;
    while (tokens_[end].kind != Kind::semicolon && tokens_[end].kind != Kind::open_brace) ++end;
    if (tokens_[end].kind == Kind::semicolon) return line({at_, end + 1}, false);
    body_statement({at_, end + 1});
  }

  // A ';' that ends nothing, without a comment that could come to mean something else.
  bool drop_semicolon() {
    if (tokens_[at_].kind != Kind::semicolon) return false;
    const bool commented = comment_end(at_) > comment_begin(at_) || comment_end(at_ + 1) > comment_begin(at_ + 1);
    if (!commented) ++at_;
    return !commented;
  }

  void body_statement(const Run& header) {
    size_t close = header.end;
    while (tokens_[close].kind != Kind::close_brace) ++close;
    if (one_line(header, close)) return;
    const bool is_class = text(at_) == "class";
    space_ = true;
    line(header, true);
    indent_ += kStep;
    while (tokens_[at_].kind != Kind::close_brace)
      if (!drop_semicolon()) member(is_class);
    close_gap();
    indent_ -= kStep;
    Row row;
    row.kind = Row::Kind::kEdge;
    row.text = "}";
    row.indent = indent_;
    push(std::move(row));
    pass(close + 1);
    space_ = true;
  }

  void member(bool is_class) {
    size_t end = at_;
    while (tokens_[end].kind != Kind::semicolon) ++end;
    line({at_, end + 1}, false, is_class);
  }

  // `class A { x: S @1; }`, where it was written so, or has nothing in it.
  bool one_line(const Run& header, size_t close) {
    if (comment_end(close) > comment_begin(header.begin + 1)) return false;
    std::string body;
    bool broken = tokens_[close].first_on_line;
    for (size_t i = header.end; i < close; ++i) {
      const bool begins = i == header.end || tokens_[i - 1].kind == Kind::semicolon;
      if (begins && tokens_[i].kind == Kind::semicolon) continue;
      broken |= tokens_[i].first_on_line;
      body += (begins || !joins(tokens_[i - 1].kind, tokens_[i].kind, false) ? " " : "") + std::string(text(i));
    }
    if (!body.empty()) {
      const std::string whole = blanks_and(flat({header.begin, header.end}, true)) + body + " }";
      if (broken || displayed_columns(whole, 0) > kFormatWidth) return false;
    }
    open_gap(header.begin);
    Row row = row_of(header, true, false);
    row.tail += body.empty() ? "}" : body + " }";
    add_prefix(row);
    push(std::move(row));
    pass(close + 1);
    return true;
  }

  // One declaration or header as a row, or several where comments stand in it.
  void line(const Run& run, bool in_header, bool is_member = false) {
    open_gap(run.begin);
    const bool commented = comment_end(run.end - 1) > comment_begin(run.begin + 1);
    Row row = commented ? commented_row(run, in_header) : row_of(run, in_header, is_member);
    add_prefix(row);
    push(std::move(row));
    pass(run.end);
  }

  // Comments before its first token, on its line.
  void add_prefix(Row& row) {
    if (prefix_.empty()) return;
    row.text = std::exchange(prefix_, {}) + ' ' + row.name + (row.name.empty() ? "" : " ") + row.type +
               (row.type.empty() ? "" : " ") + row.text;
    row.name.clear();
    row.type.clear();
    row.kind = Row::Kind::kEdge;
  }

  Row row_of(const Run& run, bool in_header, bool is_member) const {
    Row row;
    row.indent = indent_;
    row.kind = in_header ? Row::Kind::kEdge : Row::Kind::kPlain;
    Run rest = run;
    const bool reserved = tokens_[run.begin + 1].kind == Kind::at && text(run.begin) == "reserved";
    if (is_member && tokens_[run.begin + 1].kind == Kind::colon) take_cells(row, rest);
    size_t open = rest.begin;
    while (open < rest.end && tokens_[open].kind != Kind::open_bracket) ++open;
    if (reserved) {
      row.text = "reserved";
      take_list(row, run.begin + 1, run.end - 1);
      row.tail = ";";
    } else if (open < rest.end) {
      size_t close = open;
      while (tokens_[close].kind != Kind::close_bracket) ++close;
      row.text = flat({rest.begin, open}, in_header);
      row.bracketed = true;
      take_list(row, open + 1, close);
      row.tail = (joins(Kind::close_bracket, tokens_[close + 1].kind, false) ? "" : " ") +
                 flat({close + 1, run.end}, in_header);
    } else {
      row.text = flat(rest, in_header);
    }
    return row;
  }

  // `name:` and the type, up to the '@'; a field without its number has no columns.
  void take_cells(Row& row, Run& rest) const {
    size_t at = rest.begin;
    while (at < rest.end && tokens_[at].kind != Kind::at) ++at;
    if (at == rest.end) return;
    row.kind = Row::Kind::kField;
    row.name = flat({rest.begin, rest.begin + 2}, false);
    row.type = flat({rest.begin + 2, at}, false);
    rest.begin = at;
  }

  void take_list(Row& row, size_t begin, size_t end) const {
    for (size_t i = begin; i < end; ++i) {
      if (tokens_[i].kind != Kind::comma) continue;
      row.list.push_back(flat({begin, i}, false));
      begin = i + 1;
    }
    row.list.push_back(flat({begin, end}, false));
  }

  std::string flat(const Run& run, bool in_header) const {
    std::string out;
    for (size_t i = run.begin; i < run.end; ++i) {
      if (i > run.begin && !joins(tokens_[i - 1].kind, tokens_[i].kind, in_header)) out += ' ';
      out += text(i);
    }
    return out;
  }

  std::string blanks_and(const std::string& rest) const { return std::string(indent_, ' ') + rest; }

  // A declaration with comments within: they break it where they break the text, and nothing is in columns.
  Row commented_row(const Run& run, bool in_header) {
    std::vector<std::string> lines = {std::string(text(run.begin))};
    bool fresh = false;  // nothing stands on the last line yet
    bool after_token = true;
    for (size_t i = run.begin + 1; i < run.end; ++i) {
      for (size_t c = comment_begin(i); c < comment_end(i); ++c) {
        if (comments_[c].own_line && !fresh) lines.emplace_back();
        fresh = false;
        const std::vector<std::string> parts = comment_lines(comments_[c], comments_[c].own_line, indent_ + kContinued);
        lines.back() += (lines.back().empty() ? "" : " ") + parts[0];
        lines.insert(lines.end(), parts.begin() + 1, parts.end());
        after_token = false;
        if (ends_line(c, i)) {
          lines.emplace_back();
          fresh = true;
        }
      }
      const bool joined = after_token && joins(tokens_[i - 1].kind, tokens_[i].kind, in_header);
      lines.back() += (joined || fresh ? "" : " ") + std::string(text(i));
      fresh = false;
      after_token = true;
    }
    return continued(lines);
  }

  Row continued(const std::vector<std::string>& lines) const {
    Row row;
    row.kind = Row::Kind::kEdge;
    row.indent = indent_;
    row.text = lines[0];
    for (size_t i = 1; i < lines.size(); ++i) {
      const bool has_indent = lines[i].empty() || lines[i][0] == kRaw;
      row.below.push_back(has_indent ? lines[i].substr(lines[i].empty() ? 0 : 1)
                                     : std::string(indent_ + kContinued, ' ') + lines[i]);
    }
    return row;
  }

  // Must a line break follow comment `c`, before the next comment or token `token`?
  bool ends_line(size_t c, size_t token) const {
    const Comment& comment = comments_[c];
    if (comment.kind != CommentKind::kBlock || text_of(comment).find('\n') != std::string_view::npos) return true;
    if (!comment.own_line) return false;
    const uint32_t next = c + 1 < comment_end(token) ? comments_[c + 1].span.begin : tokens_[token].begin;
    return text_.substr(comment.span.end, next - comment.span.end).find('\n') != std::string_view::npos;
  }

  // What stands between the last token and `token`: comments behind that one, lines of their own, and a prefix.
  void open_gap(size_t token) {
    size_t c = comment_begin(token);
    const bool here =
        tokens_[token].first_on_line || tokens_[token].kind == Kind::close_brace || tokens_[token].kind == Kind::end;
    while (c < comment_end(token) && !comments_[c].own_line && token > 0 && here) add_behind(comments_[c++]);
    for (; c < comment_end(token); ++c) {
      const Comment& comment = comments_[c];
      if (prefix_.empty()) see_blank(comment.span.begin);
      std::vector<std::string> parts = comment_lines(comment, comment.own_line, indent_);
      parts[0] = prefix_ + (prefix_.empty() ? "" : " ") + parts[0];
      prefix_.clear();
      seen_ = comment.span.end;
      const bool closes = tokens_[token].kind == Kind::close_brace || tokens_[token].kind == Kind::end;
      if (!ends_line(c, token) && !(closes && c + 1 == comment_end(token))) {
        prefix_ = parts[0];
      } else {
        push_comment(parts);
      }
    }
    if (prefix_.empty()) see_blank(tokens_[token].begin);
  }

  // The same before a '}' or the end, which have no line of their own to put a prefix on.
  void close_gap() {
    open_gap(at_);
    blank_ = false;
  }

  void push_comment(const std::vector<std::string>& parts) {
    Row row;
    row.kind = Row::Kind::kComment;
    row.indent = indent_;
    row.text = parts[0];
    for (size_t i = 1; i < parts.size(); ++i) row.below.push_back(parts[i].empty() ? parts[i] : parts[i].substr(1));
    push(std::move(row));
  }

  // Behind the last row.
  void add_behind(const Comment& comment) {
    const std::vector<std::string> parts = comment_lines(comment, false, 0);
    Row& row = rows_.back();
    std::string& line = row.below.empty() ? row.comment : row.below.back();
    if (!row.below.empty()) {
      line += "   ";
    } else if (!line.empty()) {
      line += ' ';
    }
    line += parts[0];
    for (size_t i = 1; i < parts.size(); ++i) row.below.push_back(parts[i].empty() ? parts[i] : parts[i].substr(1));
    seen_ = comment.span.end;
  }

  // A comment's lines; those below the first begin with kRaw and have their indentation, or are empty.
  std::vector<std::string> comment_lines(const Comment& comment, bool moves, uint32_t indent) const {
    const std::vector<std::string_view> lines = lines_of(text_of(comment));
    std::vector<std::string> out = {std::string(lines[0])};
    const uint32_t old = moves ? indentation(comment.span.begin) : 0;
    for (size_t i = 1; i < lines.size(); ++i) {
      const size_t first = lines[i].find_first_not_of(" \t");
      if (first == std::string_view::npos) {
        out.emplace_back();
        continue;
      }
      const uint32_t own = displayed_columns(lines[i].substr(0, first), 0);
      const uint32_t moved = moves ? std::max(own + indent, old) - old : own;
      out.push_back(kRaw + std::string(moved, ' ') + std::string(lines[i].substr(first)));
    }
    return out;
  }

  uint32_t indentation(uint32_t offset) const {
    const uint32_t begin = file_.line_begin(file_.line_number(offset));
    const size_t end = std::min<size_t>(text_.find_first_not_of(" \t", begin), offset);
    return displayed_columns(text_.substr(begin, end - begin), 0);
  }

  // Is there a blank line between what was seen last and `next`?
  void see_blank(uint32_t next) {
    bool newline = false;
    for (uint32_t i = seen_; i < next; ++i) {
      if (text_[i] != '\n') {
        newline &= text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\r';
      } else if (std::exchange(newline, true)) {
        blank_ = true;
      }
    }
  }

  // The next row: below a blank line where one was or has to be, but never at a body's beginning.
  void push(Row row) {
    const bool blank = std::exchange(blank_, false);
    const bool space = std::exchange(space_, false);
    row.blank_above = (blank || space) && !std::exchange(opened_, false);
    rows_.push_back(std::move(row));
  }

  // On behind the tokens of a row that was pushed.
  void pass(size_t next) {
    at_ = next;
    seen_ = tokens_[at_ - 1].end;
    opened_ = tokens_[at_ - 1].kind == Kind::open_brace;
  }

  std::string_view text(size_t token) const {
    return text_.substr(tokens_[token].begin, tokens_[token].end - tokens_[token].begin);
  }
  std::string_view text_of(const Comment& comment) const {
    return text_.substr(comment.span.begin, comment.span.end - comment.span.begin);
  }
  // The comments right before a token.
  size_t comment_begin(size_t token) const { return token == 0 ? 0 : tokens_[token - 1].comments; }
  size_t comment_end(size_t token) const { return tokens_[token].comments; }

  static constexpr char kRaw = '\x01';  // no comment has one: the lexer refuses it

  const File& file_;
  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<Comment> comments_;
  std::vector<Row> rows_;
  size_t at_ = 0;
  uint32_t seen_ = 0;  // the end of what was written last
  uint32_t indent_ = 0;
  std::string prefix_;  // comments that stand before the next token on its line
  bool blank_ = false;  // a blank line was seen
  bool space_ = false;  // one has to come
  bool opened_ = true;  // nothing stands yet in this body, or in the file
};

void use_carriage_returns(std::string& text) {
  std::string out;
  out.reserve(text.size() + text.size() / 20);
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  text = std::move(out);
}

}  // namespace

std::optional<std::string> format(const Files& files, FileId file, Diagnostics& diagnostics) {
  Diagnostics faults;
  parse(files, file, faults);
  for (const Diagnostic& one : faults.list()) diagnostics.add(one);
  if (faults.failed()) return std::nullopt;
  std::string out = Formatter(files, file, lex(files, file, faults)).run();
  const std::string_view text = files[file].text();
  const size_t newline = text.find('\n');
  if (newline != std::string_view::npos && newline > 0 && text[newline - 1] == '\r') use_carriage_returns(out);
  return out;
}

}  // namespace rdxc
