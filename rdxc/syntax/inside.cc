#include "rdxc/syntax/inside.h"

#include <array>
#include <string>

#include "rdxc/source/suggest.h"

namespace rdxc {
namespace {

using Kind = TokenKind;

}  // namespace

// member := field | reserved | ';'
void Inside::member(tree::Class& out) {
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
void Inside::lost_member(tree::Class& out) {
  out.damaged = true;
  if (in_.is(Kind::colon) && in_.peek(1).kind == Kind::name && in_.peek(2).kind == Kind::colon) return in_.advance();
  in_.skip_member();
}

// field := name ':' type '@' integer (options | '=' value)* ';'
void Inside::field(tree::Class& out) {
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

bool Inside::field_rest(tree::Field& field) {
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

bool Inside::field_colon(const tree::Field& field) {
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
bool Inside::is_type_here() const {
  const std::string_view word = in_.text();
  const bool is_letter = word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z';
  const Kind next = in_.peek(1).kind;
  return in_.is(Kind::name) && !in_.first_on_line(0) && (is_letter || word == "text" || word == "bool") &&
         (next == Kind::at || next == Kind::less);
}

bool Inside::field_number(tree::Field& field, bool& whole) {
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

bool Inside::field_suffix(tree::Field& field) {
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
bool Inside::options(tree::Options& out) {
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
bool Inside::skip_options() {
  while (!in_.is(Kind::end) && !in_.is(Kind::close_bracket) && !in_.is(Kind::semicolon) && !in_.is(Kind::open_brace) &&
         !in_.first_on_line(0))
    in_.advance();
  if (in_.is(Kind::close_bracket)) in_.advance();
  return false;
}

// value := '-'? (integer | real | name | path) | string
bool Inside::value(tree::Value& out) {
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
bool Inside::type(tree::Type& out, int depth) {
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
void Inside::reserved(tree::Class& out) {
  tree::Reserved reserved;
  reserved.span = in_.span();
  bool whole = in_.text() == "reserved";
  if (!whole) {
    const std::array<std::string_view, 1> word = {"reserved"};
    Suggestion meant = suggest(in_.text(), word);
    if (meant.help.empty()) meant.help = "a field is written " + std::string(in_.text()) + ": type @number;";
    in_.fail(Code::unexpected_token, in_.span(), "expected ':' after '" + std::string(in_.text()) + "', found '@'",
             meant.help, {}, in_.instead(meant.only));
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
bool Inside::range(tree::Reserved& reserved) {
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

bool Inside::numbered(tree::Value& out) {
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

// enumerator := name '=' '-'? integer options? ';'
void Inside::enumerator(tree::Enum& out) {
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

bool Inside::enumerator_rest(tree::Enumerator& one) {
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

}  // namespace rdxc
