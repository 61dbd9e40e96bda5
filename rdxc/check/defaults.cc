#include "rdxc/check/defaults.h"

#include <algorithm>
#include <array>
#include <limits>

#include "rdxc/check/edits.h"
#include "rdxc/check/letters.h"
#include "rdxc/check/numbers.h"
#include "rdxc/source/suggest.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

using Kind = schema::Default::Kind;
using Written = tree::Value::Kind;

class Reader {
 public:
  Reader(Context& context, const tree::Field& field, const schema::Type& type)
      : context_(context), field_(field), value_(field.initial), type_(type) {}

  std::optional<schema::Default> run() {
    const Letter* row = find_letter(type_.letter);
    if (row == nullptr || !row->takes_default) return not_allowed();
    if (type_.element.is_bool) return boolean();
    if (type_.element.enumeration != nullptr) return enumerator(*type_.element.enumeration);
    if (type_.letter == 'I') return integer();
    if (type_.letter == 'F') return real();
    return string();
  }

 private:
  std::optional<schema::Default> fail(Code code, std::string message, std::string help, std::vector<Note> notes = {},
                                      const std::optional<std::string>& instead = {}) {
    context_.fail(code, value_.span, std::move(message), std::move(help), std::move(notes),
                  fix_of(value_.span, instead));
    return std::nullopt;
  }

  std::optional<schema::Default> not_allowed() {
    const Letter* row = find_letter(type_.letter);
    const std::string what =
        type_.is_text    ? "a text"
        : row == nullptr ? "a type of your own"
                         : (row->word == "integer" || row->word == "array" ? "an " : "a ") + std::string(row->word);
    return fail(Code::default_not_allowed, what + " takes no default",
                "remove it; defaults are for F, I, S, bool and I<Enum>");
  }

  std::optional<schema::Default> wrong(const char* wanted, std::string help,
                                       const std::optional<std::string>& instead = {}) {
    return fail(Code::default_type, "the default of " + quoted(field_.name.text) + " is no " + wanted, std::move(help),
                {}, instead);
  }

  std::optional<schema::Default> boolean() {
    schema::Default out;
    out.kind = Kind::kBool;
    out.integer = value_.text == "true" ? 1 : 0;
    if (value_.kind == Written::kName && !value_.negative && (out.integer == 1 || value_.text == "false")) return out;
    constexpr std::array<std::string_view, 2> kWords = {"true", "false"};
    const Suggestion meant = value_.negative ? Suggestion() : suggest(value_.text, kWords);
    return wrong("bool", meant.help.empty() ? "write true or false" : meant.help, meant.only);
  }

  std::optional<schema::Default> enumerator(const schema::Enum& enumeration) {
    if (value_.kind != Written::kName || value_.negative) return wrong("value of the enum", "write the value's name");
    std::string_view name = value_.text;
    const std::string prefix = std::string(enumeration.name) + '.';
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    std::vector<std::string_view> names;
    for (const schema::Enumerator& one : enumeration.enumerators) {
      if (one.name != name) {
        names.push_back(one.name);
        continue;
      }
      schema::Default out;
      out.kind = Kind::kEnumerator;
      out.integer = one.value;
      out.enumerator = one.cpp_name;
      return out;
    }
    if (enumeration.tree->damaged) return std::nullopt;
    const Suggestion meant = suggest(name, names);
    return fail(Code::unknown_enumerator, "enum " + quoted(enumeration.name) + " has no value " + quoted(name),
                meant.help, {{enumeration.tree->name.span, "enum " + quoted(enumeration.name) + " is here"}},
                meant.only);
  }

  std::optional<schema::Default> integer() {
    if (value_.kind != Written::kInteger) return wrong("whole number", "an I takes a whole number, as in = 12");
    schema::Default out;
    const auto number = parse_signed(value_.text, value_.negative);
    if (!number)
      return fail(Code::default_out_of_range, "the default does not fit an I, a whole number of 64 bits",
                  "the most is 9223372036854775807");
    out.integer = *number;
    return out;
  }

  std::optional<schema::Default> real() {
    schema::Default out;
    out.kind = Kind::kReal;
    if (value_.kind == Written::kName) {
      if (value_.text == "inf") out.real = std::numeric_limits<double>::infinity();
      if (value_.text == "nan") out.real = std::numeric_limits<double>::quiet_NaN();
      if (out.real == 0) return wrong("number", "an F takes a number, as in = 1.5, or inf or nan");
      if (value_.negative) out.real = -out.real;
      return out;
    }
    if (value_.kind == Written::kString) return wrong("number", "an F takes a number, as in = 1.5");
    const bool hex = value_.text.starts_with("0x") || value_.text.starts_with("0X");
    const auto number = hex ? std::optional<double>() : parse_real(value_.text, value_.negative);
    if (hex) return wrong("decimal number", "an F takes a number, as in = 1.5");
    if (!number)
      return fail(Code::default_out_of_range, "the default does not fit an F, a float of 64 bits",
                  "the most is about 1.8e308; write inf for infinity");
    out.real = *number;
    return out;
  }

  std::optional<schema::Default> string() {
    const std::string in_quotes = '"' + print(value_) + '"';
    if (value_.kind != Written::kString) return wrong("string", "write = " + in_quotes, in_quotes);
    schema::Default out;
    out.kind = Kind::kString;
    out.string = unescape(value_.text);
    return out;
  }

  Context& context_;
  const tree::Field& field_;
  const tree::Value& value_;
  const schema::Type& type_;
};

}  // namespace

std::optional<schema::Default> read_default(Context& context, const tree::Field& field, const schema::Type& type) {
  if (field.initial.kind == Written::kNone || field.initial.damaged || type.letter == 0) return std::nullopt;
  return Reader(context, field, type).run();
}

}  // namespace rdxc
