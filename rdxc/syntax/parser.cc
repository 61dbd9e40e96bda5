#include "rdxc/syntax/parser.h"

#include <array>
#include <string>
#include <utility>

#include "rdxc/source/suggest.h"
#include "rdxc/syntax/cursor.h"
#include "rdxc/syntax/inside.h"

namespace rdxc {
namespace {

using Kind = TokenKind;

constexpr std::array<std::string_view, 6> kKeywords = {"class", "enum", "extern", "import", "package", "rdx"};

// What people write who come from elsewhere.
constexpr std::array<std::string_view, 5> kClassWords = {"message", "struct", "table", "record", "object"};
constexpr std::array<std::string_view, 3> kImportWords = {"include", "using", "require"};

bool is_keyword(std::string_view word) {
  for (const std::string_view keyword : kKeywords)
    if (word == keyword) return true;
  return false;
}

class Parser {
 public:
  Parser(const Files& files, FileId file, Diagnostics& diagnostics) : in_(files, file, diagnostics) {
    file_.id = file;
    file_.empty = in_.is(Kind::end);
    file_.head_damaged = !in_.readable();
  }

  tree::File run() {
    while (!in_.is(Kind::end)) {
      const size_t before = in_.position();
      statement();
      if (in_.position() == before) in_.advance();
    }
    file_.comments = in_.take_comments();
    return std::move(file_);
  }

 private:
  // statement := edition | package | import | enum | class | extern | ';'
  void statement() {
    const tree::Doc doc = in_.doc();
    if (in_.is(Kind::semicolon)) return in_.advance();
    if (in_.is(Kind::close_brace)) return stray_brace();
    if (in_.is(Kind::string)) return import_without_word();
    if (in_.is(Kind::open_brace) && in_.peek(1).kind == Kind::name) return nameless_class(doc);
    if (!in_.is(Kind::name)) return unexpected_statement();
    const std::string_view word = in_.text();
    const bool swapped = in_.peek(1).kind == Kind::name && is_keyword(in_.text(1)) && !is_keyword(word);
    if (swapped) return swapped_words(doc);
    if (is_keyword(word)) return known_statement(word, doc);
    unknown_statement(word, doc);
  }

  void known_statement(std::string_view word, const tree::Doc& doc) {
    if (word == "rdx") return edition();
    if (word == "package") return package(doc);
    if (word == "import") return import();
    const Span start = in_.span();
    in_.advance();
    if (word == "class") return class_(doc, start);
    if (word == "enum") return enum_(doc, start);
    extern_(doc, start);
  }

  // A word that opens nothing, before something that looks like a declaration.
  void unknown_statement(std::string_view word, const tree::Doc& doc) {
    const Kind next = in_.peek(1).kind;
    if (next == Kind::colon || next == Kind::at) return members_of_nothing();
    const auto known = nearest(word, kKeywords);
    Suggestion meant = suggest(word, kKeywords);
    for (const std::string_view other : kClassWords)
      if (word == other) meant = {"did you mean 'class'?", "class"};
    for (const std::string_view other : kImportWords)
      if (word == other) meant = {"did you mean 'import'?", "import"};
    if (meant.help.empty()) meant.help = "a declaration begins with class, enum, extern, import or package";
    in_.fail(Code::unknown_declaration, in_.span(), "'" + std::string(word) + "' begins no declaration", meant.help, {},
             in_.instead(meant.only));
    damage_head();
    if (next == Kind::open_brace)
      return known == "enum" || body_is_enum(1) ? enum_(doc, in_.span()) : class_(doc, in_.span());
    if (next == Kind::string || next == Kind::integer || next == Kind::path) return lost_statement(known, doc);
    if (next != Kind::name) return lost_statement(std::nullopt, doc);
    const Span start = in_.span();
    if (known == "package" || known == "import" || known == "extern") return lost_statement(known, doc);
    in_.advance();
    return known == "enum" || body_is_enum(1) ? enum_(doc, start) : class_(doc, start);
  }

  void lost_statement(std::optional<std::string_view> known, const tree::Doc& doc) {
    if (known) return known_statement(*known, doc);
    file_.names_lost = true;
    in_.skip_statement();
  }

  // `Person class {`
  void swapped_words(const tree::Doc& doc) {
    const Span start = in_.span();
    const std::string keyword(in_.text(1));
    in_.fail(Code::unexpected_token, start, "'" + std::string(in_.text()) + "' stands before '" + keyword + "'",
             "write '" + keyword + "' first");
    damage_head();
    const tree::Name name = in_.name();
    in_.advance();
    if (keyword == "class") return class_rest(doc, start, name);
    if (keyword == "enum") return enum_rest(doc, start, name);
    if (keyword == "package") file_.statements.emplace_back(tree::Package{name, doc, start});
    file_.names_lost |= keyword == "extern";
    in_.skip_statement();
  }

  // Does the brace at `ahead` open an enum's body?
  bool body_is_enum(size_t ahead) const {
    return in_.peek(ahead).kind == Kind::open_brace && in_.peek(ahead + 1).kind == Kind::name &&
           in_.peek(ahead + 2).kind == Kind::equals;
  }

  void stray_brace() {
    in_.fail(Code::stray_brace, in_.span(), "this '}' closes nothing", "remove it");
    damage_head();
    in_.advance();
  }

  void import_without_word() {
    in_.fail(Code::unexpected_token, in_.span(), "a string begins no declaration",
             "write import " + std::string(in_.text()) + ";", {}, in_.insertion("import "));
    damage_head();
    import_rest(in_.span());
  }

  void nameless_class(const tree::Doc& doc) {
    in_.fail(Code::unexpected_token, in_.span(), "'{' begins no declaration", "write 'class' and a name before it");
    damage_head();
    file_.names_lost = true;
    if (body_is_enum(0)) return enum_rest(doc, in_.span(), {});
    class_rest(doc, in_.span(), {});
  }

  void unexpected_statement() {
    in_.fail(Code::unexpected_token, in_.span(), "expected a declaration, found " + in_.found(),
             "a declaration begins with class, enum, extern, import or package");
    damage_head();
    in_.skip_statement();
  }

  // Fields behind a '}' too many, or before a 'class' that is missing: one fault, and their syntax is still read.
  void members_of_nothing() {
    in_.fail(Code::unexpected_token, in_.span(), "'" + std::string(in_.text()) + "' stands in no class",
             "fields stand between the '{' and '}' of a class");
    damage_head();
    tree::Class nothing;
    nothing.span = in_.span();
    members(nothing, std::nullopt);
  }

  void damage_head() {
    if (!declared_) file_.head_damaged = true;
  }

  // edition := 'rdx' integer ';'
  void edition() {
    tree::Edition edition;
    edition.span = in_.span();
    in_.advance();
    skip_doubled("rdx");
    if (in_.is(Kind::integer)) {
      edition.number = in_.value();
    } else {
      in_.expected("the edition's number", "write rdx 1;");
      damage_head();
    }
    end_statement("the edition");
    edition.span.end = in_.previous_end();
    file_.statements.emplace_back(edition);
  }

  // package := 'package' (name | path) ';'
  void package(const tree::Doc& doc) {
    tree::Package package;
    package.doc = doc;
    package.span = in_.span();
    in_.advance();
    skip_doubled("package");
    if (in_.is(Kind::name) || in_.is(Kind::path)) {
      package.name = in_.name();
    } else {
      in_.expected("the package's name", "write package name;");
      damage_head();
    }
    end_statement("the package");
    package.span.end = in_.previous_end();
    file_.statements.emplace_back(package);
  }

  // import := 'import' string ';'
  void import() {
    const Span start = in_.span();
    in_.advance();
    skip_doubled("import");
    import_rest(start);
  }

  void import_rest(const Span& start) {
    tree::Import import;
    import.span = start;
    if (in_.is(Kind::string)) {
      import.path = in_.value();
    } else {
      in_.expected("the file's name in quotes", "write import \"file.rdx\";");
      damage_head();
      file_.import_damaged = true;
    }
    if (in_.is(Kind::name) && in_.text() == "import" && in_.peek(1).kind != Kind::string) in_.advance();
    end_statement("the import");
    import.span.end = in_.previous_end();
    file_.statements.emplace_back(import);
  }

  void skip_doubled(std::string_view word) {
    if (!in_.is(Kind::name) || in_.text() != word) return;
    const Kind next = in_.peek(1).kind;
    if (next != Kind::name && next != Kind::integer && next != Kind::string && next != Kind::path) return;
    in_.expected_other("'" + std::string(word) + "' stands here twice", "remove one", in_.removal());
    damage_head();
    in_.advance();
  }

  void end_statement(const char* what) {
    if (in_.end_of(what)) return;
    damage_head();
    in_.skip_statement();
  }

  // class := 'class' name (':' (name | path))? options? '{' member* '}'
  void class_(const tree::Doc& doc, const Span& start) { class_rest(doc, start, declared_name("class")); }

  void class_rest(const tree::Doc& doc, const Span& start, const tree::Name& name) {
    declared_ = true;
    tree::Class out;
    out.doc = doc;
    out.span = start;
    out.name = name;
    parent(out);
    if (in_.is(Kind::open_bracket)) out.damaged |= !inside_.options(out.options);
    const Span opening = in_.span();
    if (open_body("class")) {
      members(out, opening);
    } else {
      out.damaged = true;
    }
    out.span.end = in_.previous_end();
    if (out.name.text.empty()) file_.names_lost = true;
    file_.statements.emplace_back(std::move(out));
  }

  tree::Name declared_name(const char* what) {
    if (in_.is(Kind::name) && is_keyword(in_.text()) && in_.peek(1).kind == Kind::name) {  // class class Person
      in_.fail(Code::unexpected_token, in_.span(),
               "expected the " + std::string(what) + "'s name, found '" + std::string(in_.text()) + "'", "remove it",
               {}, in_.text() == what ? in_.removal() : std::nullopt);
      in_.advance();
    }
    if (in_.is(Kind::name)) {
      const tree::Name name = in_.name();
      if (in_.is(Kind::name) && in_.text() == name.text) {  // class Person Person
        in_.fail(Code::unexpected_token, in_.span(), "'" + std::string(name.text) + "' stands here twice", "remove one",
                 {}, in_.removal());
        in_.advance();
      }
      return name;
    }
    if (in_.is(Kind::path)) {
      in_.fail(Code::unexpected_token, in_.span(),
               "a " + std::string(what) + " is declared by its name alone, without its package",
               "the file's package is added by itself");
      in_.advance();
      file_.names_lost = true;
      return {};
    }
    in_.expected(std::string("the ") + what + "'s name");
    file_.names_lost = true;
    if (in_.peek(1).kind == Kind::name && in_.peek(2).kind != Kind::colon && in_.peek(2).kind != Kind::equals)
      in_.advance();
    return in_.is(Kind::name) ? in_.name() : tree::Name{};
  }

  void parent(tree::Class& out) {
    if (in_.is(Kind::colon)) {
      in_.advance();
      if (in_.is(Kind::colon)) {
        in_.fail(Code::unexpected_token, in_.span(), "expected the parent's name, found ':'", "remove one", {},
                 in_.removal());
        in_.advance();
      }
      if (in_.is(Kind::name) || in_.is(Kind::path)) {
        out.parent = in_.name();
        if (out.parent.text == in_.text() && in_.is(Kind::name)) {
          in_.fail(Code::unexpected_token, in_.span(), "'" + std::string(in_.text()) + "' stands here twice",
                   "remove one", {}, in_.removal());
          in_.advance();
        }
        return;
      }
      in_.expected("the parent's name");
      out.damaged = true;
      return;
    }
    if (!in_.is(Kind::path) && !in_.is(Kind::name)) return;
    in_.expected("'{' or ':'", "a parent stands behind a ':'");
    const bool member = in_.peek(1).kind == Kind::colon || in_.peek(1).kind == Kind::open_brace;
    if (in_.is(Kind::path) || !member) out.parent = in_.name();
    if (in_.is(Kind::colon) && in_.peek(1).kind == Kind::open_brace) in_.advance();
    out.damaged = true;
  }

  // The '{' of a body. Where it is missing but the body is there, true after a diagnostic.
  bool open_body(const char* what) {
    if (in_.is(Kind::open_brace)) {
      in_.advance();
      return true;
    }
    in_.expected("'{'", std::string("a ") + what + " has a body: { … }");
    if (in_.is(Kind::semicolon)) {
      in_.advance();
      return in_.is(Kind::open_brace) ? (in_.advance(), true) : false;
    }
    if (in_.peek(1).kind == Kind::open_brace && !in_.first_on_line(1)) {
      in_.advance();
      in_.advance();
      return true;
    }
    const Kind next = in_.peek(1).kind;
    return in_.is(Kind::close_brace) ||
           (in_.is(Kind::name) && (next == Kind::colon || next == Kind::equals || next == Kind::at));
  }

  // Does a declaration begin here, though a body is open? A field may be called `class`: then a ':' comes next.
  bool declaration_begins() const {
    const Kind next = in_.peek(1).kind;
    if (!in_.is(Kind::name) || !is_keyword(in_.text())) return false;
    return next == Kind::name || next == Kind::path || next == Kind::string || next == Kind::integer;
  }

  // member* '}'; without an opening brace to blame, the end of the file closes too.
  void members(tree::Class& out, std::optional<Span> opening) {
    while (!in_.is(Kind::end)) {
      if (in_.is(Kind::close_brace)) {
        out.closing = in_.span();
        out.closes_on_own_line = in_.first_on_line(0);
        return in_.advance();
      }
      const size_t before = in_.position();
      if (declaration_begins()) {
        if (!is_nested(out.span)) return missing_brace(opening, "class", out.name);
        nested();
      } else {
        inside_.member(out);
      }
      if (in_.position() == before) in_.advance();
    }
    missing_brace(opening, "class", out.name);
  }

  // A declaration on the same line, or that stands further right than the class it is in, was meant to be inside of it.
  bool is_nested(const Span& outer) const {
    return !in_.first_on_line(0) || in_.indentation(in_.span().begin) > in_.indentation(outer.begin);
  }

  void nested() {
    constexpr int kDeepest = 16;
    if (depth_ == kDeepest) {
      in_.fail(Code::nested_too_deeply, in_.span(), "declarations are nested more than 16 deep",
               "they stand side by side; the rest of the file is not read");
      return in_.give_up();
    }
    in_.fail(Code::nested_declaration, in_.span(), "'" + std::string(in_.text()) + "' cannot stand within a class",
             "move it out; names of a package see each other in any order");
    ++depth_;
    statement();
    --depth_;
  }

  void missing_brace(const std::optional<Span>& opening, const std::string& what, const tree::Name& name) {
    if (!opening) return;
    in_.fail(Code::missing_brace, in_.after_previous(),
             "expected '}' at the end of " + what + (name.text.empty() ? "" : " '" + std::string(name.text) + "'"),
             "add '}'", {{*opening, "its '{' is here"}});
  }

  // enum := 'enum' name options? '{' (enumerator | ';')* '}'
  void enum_(const tree::Doc& doc, const Span& start) { enum_rest(doc, start, declared_name("enum")); }

  void enum_rest(const tree::Doc& doc, const Span& start, const tree::Name& name) {
    declared_ = true;
    tree::Enum out;
    out.doc = doc;
    out.span = start;
    out.name = name;
    if (in_.is(Kind::open_bracket)) out.damaged |= !inside_.options(out.options);
    const Span opening = in_.span();
    if (open_body("enum")) {
      enumerators(out, opening);
    } else {
      out.damaged = true;
    }
    out.span.end = in_.previous_end();
    if (out.name.text.empty()) file_.names_lost = true;
    file_.statements.emplace_back(std::move(out));
  }

  void enumerators(tree::Enum& out, const Span& opening) {
    while (!in_.is(Kind::end)) {
      if (in_.is(Kind::close_brace)) return in_.advance();
      const size_t before = in_.position();
      if (declaration_begins()) break;
      inside_.enumerator(out);
      if (in_.position() == before) in_.advance();
    }
    out.damaged = true;
    missing_brace(opening, "enum", out.name);
  }

  // extern := 'extern' 'type' name string 'from' string ';'
  void extern_(const tree::Doc& doc, const Span& start) {
    declared_ = true;
    tree::Extern out;
    out.doc = doc;
    out.span = start;
    out.damaged = !extern_rest(out);
    if (out.damaged) {
      file_.names_lost = true;
      in_.skip_statement();
    }
    out.span.end = in_.previous_end();
    file_.statements.emplace_back(out);
  }

  bool extern_rest(tree::Extern& out) {
    const std::string form = R"(write extern type Q "your::Type" from "your/header.h";)";
    if (!in_.word("type", form)) return false;
    if (!in_.is(Kind::name)) {
      in_.expected("the type's letter", form);
      return false;
    }
    out.letter = in_.name();
    if (!in_.is(Kind::string)) {
      in_.expected("the type's C++ name in quotes", form);
      return false;
    }
    out.cpp_name = in_.value();
    if (!in_.word("from", form)) return false;
    if (!in_.is(Kind::string)) {
      in_.expected("the header's name in quotes", form);
      return false;
    }
    out.header = in_.value();
    return in_.end_of("the extern type");
  }

  Cursor in_;
  Inside inside_{in_};
  tree::File file_;
  int depth_ = 0;          // of declarations within declarations
  bool declared_ = false;  // an enum, a class or an extern has begun
};

}  // namespace

tree::File parse(const Files& files, FileId file, Diagnostics& diagnostics) {
  return Parser(files, file, diagnostics).run();
}

}  // namespace rdxc
