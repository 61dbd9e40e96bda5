#include "rdxc/syntax/parser.h"

#include <array>
#include <string>
#include <utility>

#include "rdxc/source/suggest.h"
#include "rdxc/syntax/cursor.h"

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
             instead(meant.only));
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

  // This token as that word, where one is known.
  std::optional<Fix> instead(const std::optional<std::string>& word) const {
    return word ? std::optional(Fix{in_.span(), *word}) : std::nullopt;
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
    if (in_.is(Kind::open_bracket)) out.damaged |= !options(out.options);
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
        member(out);
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

  // member := field | reserved | ';'
  void member(tree::Class& out) {
    if (in_.is(Kind::semicolon)) return in_.advance();
    if (!in_.is(Kind::name)) {
      in_.expected_other("expected a field or '}', found " + in_.found(), "a field is written name: type @number;");
      return lost_member(out);
    }
    const bool reserved_word = in_.text() == "reserved";
    const Kind next = in_.peek(1).kind;
    if (next == Kind::at || (reserved_word && next != Kind::colon)) return reserved(out);
    field(out);
  }

  // `: S @1;` without its name: what is left is read, so that the next member begins in the right place.
  void lost_member(tree::Class& out) {
    out.damaged = true;
    if (in_.is(Kind::colon) && in_.peek(1).kind == Kind::name && in_.peek(2).kind == Kind::colon) return in_.advance();
    in_.skip_member();
  }

  // field := name ':' type '@' integer (options | '=' value)* ';'
  void field(tree::Class& out) {
    constexpr size_t kMost = 1000;  // there are 127 numbers: a class with more has its faults already
    tree::Field lost;
    tree::Field& field = out.fields.size() < kMost ? out.fields.emplace_back() : lost;
    field.doc = in_.doc();
    field.span = in_.span();
    field.name = in_.name();
    field.damaged = !field_rest(field);
    if (field.damaged) in_.skip_member_if_left();
    field.span.end = in_.previous_end();
    in_.add_trailing_doc(field.doc);
  }

  bool field_rest(tree::Field& field) {
    bool whole = field_colon(field);
    if (!in_.is(Kind::name) && !in_.is(Kind::path)) {
      if (whole) in_.expected("the field's type");
      whole = false;
      if (!in_.is(Kind::at)) return false;
    } else if (!type(field.type, 0)) {
      return false;
    }
    if (!field_number(field, whole)) return false;
    while (in_.is(Kind::open_bracket) || in_.is(Kind::equals)) {
      if (!field_suffix(field)) return false;
    }
    return in_.end_of("field '" + std::string(field.name.text) + "'") && whole;
  }

  bool field_colon(const tree::Field& field) {
    if (in_.is(Kind::colon)) {
      in_.advance();
      return true;
    }
    const std::string name(field.name.text);
    const bool foreign = in_.is(Kind::name) && in_.peek(1).kind == Kind::equals;  // string name = 1;
    in_.expected("':' after '" + name + "'",
                 foreign ? "a field is written " + std::string(in_.text()) + ": type @1;"
                         : "a field is written " + name + ": type @number;",
                 is_type_here() ? std::optional(Fix{in_.after_previous(), ":"}) : std::nullopt);
    if (in_.peek(1).kind == Kind::colon && !in_.first_on_line(0)) {
      in_.advance();
      in_.advance();
    }
    return false;
  }

  // A type that is one whatever was declared, and what comes behind types.
  bool is_type_here() const {
    const std::string_view word = in_.text();
    const bool is_letter = word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z';
    const Kind next = in_.peek(1).kind;
    return in_.is(Kind::name) && !in_.first_on_line(0) && (is_letter || word == "text" || word == "bool") &&
           (next == Kind::at || next == Kind::less);
  }

  bool field_number(tree::Field& field, bool& whole) {
    if (in_.is(Kind::at)) {
      in_.advance();
      if (in_.is(Kind::integer)) {
        field.number = in_.value();
        return true;
      }
      in_.expected("the field's number behind '@'");
      return false;
    }
    if (in_.is(Kind::semicolon) || in_.is(Kind::open_bracket)) return true;  // check/ says which number is free
    const bool has_number = in_.is(Kind::integer) && !in_.first_on_line(0) && in_.peek(1).kind != Kind::at;
    in_.expected("'@' and the field's number", "", has_number ? std::optional(in_.insertion("@")) : std::nullopt);
    whole = false;
    if (!in_.is(Kind::integer)) return false;
    field.number = in_.value();
    if (in_.is(Kind::at)) in_.advance();
    return true;
  }

  bool field_suffix(tree::Field& field) {
    if (in_.is(Kind::open_bracket)) {
      if (field.options.empty()) return options(field.options);
      in_.fail(Code::unexpected_token, in_.span(), "options stand in one pair of brackets", "join them with ','");
      options(field.options);
      return false;
    }
    in_.advance();
    if (field.initial.kind == tree::Value::Kind::kNone) return value(field.initial);
    in_.fail(Code::unexpected_token, in_.previous_span(), "a field has one default", "remove one");
    tree::Value second;
    value(second);
    return false;
  }

  // options := '[' option (',' option)* ']'      option := name ('=' value)?
  bool options(tree::Options& out) {
    in_.advance();
    for (;;) {
      tree::Option option;
      if (!in_.is(Kind::name)) {
        in_.expected("an option's name");
        return skip_options();
      }
      option.name = in_.name();
      if (in_.is(Kind::equals)) {
        in_.advance();
        if (!value(option.value)) return skip_options();
      }
      out.push_back(option);
      if (!in_.is(Kind::comma)) break;
      in_.advance();
    }
    if (in_.is(Kind::close_bracket)) {
      in_.advance();
      return true;
    }
    in_.expected("',' or ']'");
    return skip_options();
  }

  // To behind the ']' where it stands on this line.
  bool skip_options() {
    while (!in_.is(Kind::end) && !in_.is(Kind::close_bracket) && !in_.is(Kind::semicolon) &&
           !in_.is(Kind::open_brace) && !in_.first_on_line(0))
      in_.advance();
    if (in_.is(Kind::close_bracket)) in_.advance();
    return false;
  }

  // value := '-'? (integer | real | name | path) | string
  bool value(tree::Value& out) {
    const Span start = in_.span();
    const bool negative = in_.is(Kind::minus);
    if (negative) in_.advance();
    const bool number = in_.is(Kind::integer) || in_.is(Kind::real) || in_.is(Kind::name) || in_.is(Kind::path);
    if (!number && (negative || !in_.is(Kind::string))) {
      in_.expected("a value", "a value is a number, a \"string\", a name, true or false");
      return false;
    }
    out = in_.value();
    out.negative = negative;
    out.span.begin = start.begin;
    return true;
  }

  // type := (name | path) ('<' type (',' type)* '>')?
  bool type(tree::Type& out, int depth) {
    constexpr int kDeepest = 16;
    out.span = in_.span();
    if (!in_.is(Kind::name) && !in_.is(Kind::path)) {
      in_.expected("a type");
      return false;
    }
    out.name = in_.name();
    if (!in_.is(Kind::less)) return true;
    if (depth == kDeepest) {
      in_.fail(Code::nested_too_deeply, in_.span(), "types are nested more than 16 deep",
               "keep what is inside in a class of its own, and refer to it by R<Class>");
      return false;
    }
    do {
      in_.advance();
      out.arguments.emplace_back();
      if (!type(out.arguments.back(), depth + 1)) return false;
    } while (in_.is(Kind::comma));
    if (!in_.is(Kind::greater)) {
      in_.expected("',' or '>'");
      return false;
    }
    in_.advance();
    out.span.end = in_.previous_end();
    return true;
  }

  // reserved := 'reserved' range (',' range)* ';'
  void reserved(tree::Class& out) {
    tree::Reserved reserved;
    reserved.span = in_.span();
    bool whole = in_.text() == "reserved";
    if (!whole) {
      const std::array<std::string_view, 1> word = {"reserved"};
      Suggestion meant = suggest(in_.text(), word);
      if (meant.help.empty()) meant.help = "a field is written " + std::string(in_.text()) + ": type @number;";
      in_.fail(Code::unexpected_token, in_.span(), "expected ':' after '" + std::string(in_.text()) + "', found '@'",
               meant.help, {}, instead(meant.only));
    }
    in_.advance();
    do {
      if (in_.is(Kind::comma)) in_.advance();
      whole &= range(reserved);
    } while (in_.is(Kind::comma));
    if (whole && !in_.end_of("the reserved numbers")) whole = false;
    if (!whole) in_.skip_member_if_left();
    reserved.span.end = in_.previous_end();
    if (!reserved.ranges.empty()) out.reserved.push_back(std::move(reserved));
  }

  // range := '@' integer ('..' '@' integer)?
  bool range(tree::Reserved& reserved) {
    tree::Range range;
    range.span = in_.span();
    if (!numbered(range.first)) return false;
    if (in_.is(Kind::dots)) {
      in_.advance();
      if (!numbered(range.last)) return false;
    }
    range.span.end = in_.previous_end();
    reserved.ranges.push_back(range);
    return true;
  }

  bool numbered(tree::Value& out) {
    if (!in_.is(Kind::at)) {
      in_.expected("'@' and a number", "numbers are reserved by reserved @24, @30..@39;");
      return false;
    }
    in_.advance();
    if (!in_.is(Kind::integer)) {
      in_.expected("a number behind '@'");
      return false;
    }
    out = in_.value();
    return true;
  }

  // enum := 'enum' name options? '{' (enumerator | ';')* '}'
  void enum_(const tree::Doc& doc, const Span& start) { enum_rest(doc, start, declared_name("enum")); }

  void enum_rest(const tree::Doc& doc, const Span& start, const tree::Name& name) {
    declared_ = true;
    tree::Enum out;
    out.doc = doc;
    out.span = start;
    out.name = name;
    if (in_.is(Kind::open_bracket)) out.damaged |= !options(out.options);
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
      enumerator(out);
      if (in_.position() == before) in_.advance();
    }
    out.damaged = true;
    missing_brace(opening, "enum", out.name);
  }

  // enumerator := name '=' '-'? integer options? ';'
  void enumerator(tree::Enum& out) {
    if (in_.is(Kind::semicolon)) return in_.advance();
    if (!in_.is(Kind::name)) {
      in_.expected_other("expected a value's name or '}', found " + in_.found(), "a value is written name = 0;");
      out.damaged = true;
      return in_.skip_member();
    }
    out.enumerators.emplace_back();
    tree::Enumerator& one = out.enumerators.back();
    one.doc = in_.doc();
    one.span = in_.span();
    one.name = in_.name();
    one.damaged = !enumerator_rest(one);
    if (one.damaged) {
      in_.skip_member_if_left();
      out.damaged = true;
    }
    one.span.end = in_.previous_end();
    in_.add_trailing_doc(one.doc);
  }

  bool enumerator_rest(tree::Enumerator& one) {
    const std::string name(one.name.text);
    if (!in_.is(Kind::equals)) {
      const bool has_number = in_.is(Kind::integer) && !in_.first_on_line(0);
      in_.expected("'=' after '" + name + "'", "a value is written " + name + " = 0;",
                   has_number ? std::optional(Fix{in_.after_previous(), " ="}) : std::nullopt);
      return false;
    }
    in_.advance();
    const Span start = in_.span();
    const bool negative = in_.is(Kind::minus);
    if (negative) in_.advance();
    if (!in_.is(Kind::integer)) {
      in_.expected("a whole number");
      return false;
    }
    one.value = in_.value();
    one.value.negative = negative;
    one.value.span.begin = start.begin;
    if (in_.is(Kind::open_bracket) && !options(one.options)) return false;
    if (!in_.is(Kind::comma)) return in_.end_of("'" + name + "'");
    in_.fail(Code::missing_semicolon, in_.span(), "expected ';' after '" + name + "', found ','", "values end with ';'",
             {}, Fix{in_.span(), ";"});
    in_.advance();
    return true;
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
  tree::File file_;
  int depth_ = 0;          // of declarations within declarations
  bool declared_ = false;  // an enum, a class or an extern has begun
};

}  // namespace

tree::File parse(const Files& files, FileId file, Diagnostics& diagnostics) {
  return Parser(files, file, diagnostics).run();
}

}  // namespace rdxc
