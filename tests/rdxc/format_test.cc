// rdxc fmt over the schemas that ship and over what becomes of them: each token dropped, doubled, swapped with the
// next, and blanks, line ends, comments and ';' put between any two. Whatever still parses is, after fmt: the same
// after a second fmt, the same model, the same comments in the same order. And those that ship are in that form
// already.
//
//   format_test FOLDER…      RDX_LONG=1 makes every mutation and not one in four, and asks check about every one and
//                            not one in twenty: for the others the tree with its docs is compared; under sanitizers
//                            one token in three is gone to
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "rdxc/emit/json.h"
#include "rdxc/syntax/formatter.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/parser.h"
#include "rdxc/syntax/printer.h"
#include "tests/rdxc/compile.h"
#include "tests/sanitized.h"

namespace rdxc {
namespace {

constexpr size_t kTokenStep = rdx::kIsSanitized ? 3 : 1;

struct Figures {
  size_t shipped = 0;
  size_t cases = 0;    // mutated texts that parse
  size_t refused = 0;  // that do not
  size_t models = 0;   // cases whose checked model was compared too, and not the tree alone
  size_t faults = 0;
};

// Without blanks at the ends of lines: fmt takes them off comments.
std::string trimmed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out.erase(out.find_last_not_of(" \t\r") + 1);
    out += c;
  }
  return out;
}

// Every comment without blanks, in order.
std::string comments_of(const std::string& text) {
  Files files;
  Diagnostics diagnostics;
  std::string out;
  for (const Comment& comment : lex(files, files.add("x", text), diagnostics).comments) {
    for (const char c : files.text(comment.span))
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') out += c;
    out += '\n';
  }
  return out;
}

// What check says of a schema, and where that is nothing, the model.
struct Meaning {
  std::string codes;
  std::string model;

  friend bool operator==(const Meaning&, const Meaning&) = default;
};

std::vector<std::string> sorted_codes(const Diagnostics& diagnostics) {
  std::vector<std::string> codes;
  for (const Diagnostic& one : diagnostics.list()) codes.push_back(code_text(one.code));
  std::sort(codes.begin(), codes.end());
  return codes;
}

std::string tree_of(const std::string& name, const std::string& text) {
  Files files;
  Diagnostics faults;
  return trimmed(print(files, parse(files, files.add(name, text), faults)));
}

Meaning meaning_of(MemoryDisk disk, const std::string& name, const std::string& text) {
  Meaning out;
  disk.files[name] = text;
  Compiled compiled;
  compiled.checked = check(compiled.files, disk, {name}, {}, compiled.diagnostics);
  for (const std::string& code : sorted_codes(compiled.diagnostics)) out.codes += code + ' ';
  if (!compiled.diagnostics.failed()) out.model = model_json(make_views(compiled.checked.schema, "test"), "test");
  return out;
}

std::optional<std::string> formatted(const std::string& text) {
  Files files;
  Diagnostics diagnostics;
  return format(files, files.add("x", text), diagnostics);
}

class Mutator {
 public:
  Mutator(const MemoryDisk& disk, const std::string& name, Figures& figures)
      : disk_(disk), name_(name), text_(disk.files.at(name)), figures_(figures) {
    Files files;
    Diagnostics diagnostics;
    tokens_ = lex(files, files.add(name, text_), diagnostics).list;
  }

  void run(bool whole) {
    const size_t step = whole ? 1 : 4;
    const size_t token_step = whole ? 1 : kTokenStep;
    every_ = whole ? 1 : 20;
    ++figures_.shipped;
    judge(text_);
    if (formatted(text_) != text_) fault("is not as fmt writes it", text_);
    size_t turn = 0;
    for (size_t i = 0; i < tokens_.size(); i += token_step) {
      for (const char* between :
           {" ", "\t", "\n", "\r\n", "\n\n\n", "   \n  ", " /* c */ ", " /* a\n    b */ ", " // c \n", "\n// c\n",
            " /// c  \n", "\n/// c\n", "\n /* c */ /// d\n", ";", " ;\n/// c\n; "})
        if (turn++ % step == 0) put(tokens_[i].begin, 0, between);
      if (tokens_[i].kind == TokenKind::end) continue;
      const auto size = tokens_[i].end - tokens_[i].begin;
      put(tokens_[i].begin, size, "");
      put(tokens_[i].begin, size, token(i) + ' ' + token(i));
      put(tokens_[i].begin, size, token(i) + "\n\n" + token(i));
      if (i + 2 < tokens_.size()) swap(i);
    }
    joined_lines();
  }

 private:
  std::string token(size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin); }

  void put(size_t at, size_t size, const std::string& with) {
    std::string mutated = text_;
    judge(mutated.replace(at, size, with));
  }

  void swap(size_t i) {
    std::string mutated = text_;
    mutated.replace(tokens_[i + 1].begin, tokens_[i + 1].end - tokens_[i + 1].begin, token(i));
    judge(mutated.replace(tokens_[i].begin, tokens_[i].end - tokens_[i].begin, token(i + 1)));
  }

  // Each line break gone, one at a time and all but those behind comments; and every line with other indentation.
  void joined_lines() {
    for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
      put(at, 1, " ");
      put(at, 1, "\n\t ");
      put(at, 1, " \n\n\n  ");
    }
    std::string carriage;
    for (const char c : text_) carriage += c == '\n' ? std::string("\r\n") : std::string(1, c);
    judge(carriage);
    judge("\xef\xbb\xbf" + carriage);
  }

  void judge(const std::string& text) {
    const std::optional<std::string> once = formatted(text);
    if (!once) {
      ++figures_.refused;
      return;
    }
    ++figures_.cases;
    const std::optional<std::string> twice = formatted(*once);
    if (twice != once) return fault("changes when formatted again", text);
    if (comments_of(text) != comments_of(*once)) return fault("has lost or moved a comment", text);
    if (tree_of(name_, text) != tree_of(name_, *once)) return fault("has another tree", text);
    if (figures_.cases % every_ != 0) return;
    const Meaning before = meaning_of(disk_, name_, text);
    figures_.models += !before.model.empty();
    if (before != meaning_of(disk_, name_, *once)) fault("has another meaning", text);
  }

  void fault(const char* what, const std::string& text) {
    if (++figures_.faults > 3) return;
    const std::string once = formatted(text).value_or("");
    std::printf("%s: %s\n--- from\n%s\n--- once\n%s\n--- twice\n%s\n", name_.c_str(), what, text.c_str(), once.c_str(),
                formatted(once).value_or("a syntax error").c_str());
  }

  const MemoryDisk& disk_;
  std::string name_;
  std::string text_;
  Figures& figures_;
  std::vector<Token> tokens_;
  size_t every_ = 1;  // a case in so many is checked, too
};

int run(int count, char** values) {
  Figures figures;
  const bool whole = std::getenv("RDX_LONG") != nullptr;
  for (int i = 1; i < count; ++i) {
    const MemoryDisk disk = MemoryDisk::load(values[i]);
    for (const auto& [name, text] : disk.files) Mutator(disk, name, figures).run(whole);
  }
  std::printf(
      "%zu schemas that ship, %zu mutated ones that parse (%zu of them compared as models, all as trees; %zu refused): "
      "%zu faults\n",
      figures.shipped, figures.cases, figures.models, figures.refused, figures.faults);
  const bool enough =
      figures.shipped >= 20 && figures.cases >= 10000 / kTokenStep && figures.models >= 500 / kTokenStep;
  return enough && figures.faults == 0 ? 0 : 1;
}

}  // namespace
}  // namespace rdxc

int main(int count, char** values) { return rdxc::run(count, values); }
