#include "rdxc/check/options.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "rdxc/check/edits.h"
#include "rdxc/check/numbers.h"
#include "rdxc/source/suggest.h"
#include "rdxc/syntax/lexer.h"

namespace rdxc {
namespace {

const char* place_word(OptionPlace place) {
  switch (place) {
    case OptionPlace::kClass: return "a class";
    case OptionPlace::kField: return "a field";
    case OptionPlace::kEnum: return "an enum";
    case OptionPlace::kEnumerator: return "an enum's value";
  }
  return "";
}

const OptionRule* find_rule(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOptionRules), std::end(kOptionRules),
                                   [&](const OptionRule& rule) { return rule.name == name; });
  return found == std::end(kOptionRules) ? nullptr : found;
}

class Reader {
 public:
  Reader(Context& context, OptionPlace place, const tree::Name& owner)
      : context_(context), place_(place), owner_(owner) {}

  OptionValues run(const tree::Options& options) {
    constexpr size_t kMost = 32;  // behind these there are faults enough
    for (size_t i = 0; i < std::min(options.size(), kMost); ++i) {
      const tree::Option& option = options[i];
      const auto same = [&](const tree::Option& other) { return other.name.text == option.name.text; };
      const auto first = std::find_if(options.begin(), options.begin() + static_cast<std::ptrdiff_t>(i), same);
      if (first != options.begin() + static_cast<std::ptrdiff_t>(i)) {
        context_.fail(Code::repeated_option, option.name.span,
                      "option " + quoted(option.name.text) + " stands here twice", "remove one",
                      {{first->name.span, "the first is here"}});
      } else {
        read(option);
      }
    }
    return std::move(values_);
  }

 private:
  void read(const tree::Option& option) {
    const OptionRule* rule = find_rule(option.name.text);
    if (rule == nullptr) return unknown(option);
    if (!rule->stands_on(place_)) {
      const OptionPlace right = rule->name == "id" ? OptionPlace::kClass : OptionPlace::kField;
      return context_.fail(
          Code::misplaced_option, option.name.span,
          "option " + quoted(rule->name) + " belongs to " + place_word(right) + ", not to " + place_word(place_),
          "remove it here");
    }
    if (!option.value.damaged) take(*rule, option);
  }

  void unknown(const tree::Option& option) {
    std::vector<std::string_view> names;
    std::string known;
    for (const OptionRule& rule : kOptionRules) {
      if (!rule.stands_on(place_)) continue;
      names.push_back(rule.name);
      known += (known.empty() ? "" : ", ") + std::string(rule.name);
    }
    Suggestion meant = suggest(option.name.text, names);
    if (meant.help.empty()) meant.help = std::string(place_word(place_)) + " takes " + known;
    context_.fail(Code::unknown_option, option.name.span, "unknown option " + quoted(option.name.text), meant.help, {},
                  fix_of(option.name.span, meant.only));
  }

  void take(const OptionRule& rule, const tree::Option& option) {
    const tree::Value& value = option.value;
    const bool is_string = value.kind == tree::Value::Kind::kString;
    switch (rule.takes) {
      case OptionTakes::kHash: return take_index(rule, option);
      case OptionTakes::kReason:
        if (!is_string && value.kind != tree::Value::Kind::kNone)
          return wrong(option, bracketed(rule) + " or [deprecated]");
        values_.deprecated = is_string ? unescape(value.text) : std::string();
        return;
      case OptionTakes::kName: return take_was(rule, option, is_string);
      case OptionTakes::kString:
        if (!is_string) return wrong(option, bracketed(rule));
        if (rule.name == "unit") values_.unit = unescape(value.text);
        if (rule.name == "id") {
          values_.id = unescape(value.text);
          values_.id_span = value.span;
        }
        return;
    }
  }

  void take_index(const OptionRule& rule, const tree::Option& option) {
    const bool is_bare = option.value.kind == tree::Value::Kind::kNone;
    if (option.value.kind != tree::Value::Kind::kName || option.value.negative || option.value.text != "hash") {
      return wrong(option, bracketed(rule),
                   is_bare ? Fix{option.name.span, std::string(rule.form)} : Fix{option.value.span, "hash"});
    }
    values_.index = true;
    values_.index_span = option.name.span;
  }

  // A name; a class's may have its package.
  void take_was(const OptionRule& rule, const tree::Option& option, bool is_string) {
    if (!is_string) return wrong(option, bracketed(rule));
    const std::string old = unescape(option.value.text);
    std::string_view rest = old;
    bool good = !rest.empty();
    for (size_t dot = rest.find('.'); good && dot != std::string_view::npos; dot = rest.find('.')) {
      good = place_ != OptionPlace::kField && place_ != OptionPlace::kEnumerator && is_identifier(rest.substr(0, dot));
      rest.remove_prefix(dot + 1);
    }
    if (!good || !is_identifier(rest)) return wrong(option, bracketed(rule));
    if (old == owner_.text) {
      return context_.fail(Code::same_name_as_was, option.value.span, quoted(old) + " is the name that it still has",
                           "write the name before the rename, or remove the option");
    }
    values_.was = old;
  }

  static std::string bracketed(const OptionRule& rule) { return '[' + std::string(rule.form) + ']'; }

  void wrong(const tree::Option& option, const std::string& form, std::optional<Fix> fix = {}) {
    const Span& span = option.value.kind == tree::Value::Kind::kNone ? option.name.span : option.value.span;
    context_.fail(Code::option_value, span, "option " + quoted(option.name.text) + " does not take this value",
                  "write " + form, {}, std::move(fix));
  }

  Context& context_;
  OptionPlace place_;
  const tree::Name& owner_;
  OptionValues values_;
};

}  // namespace

OptionValues read_options(Context& context, const tree::Options& options, OptionPlace place, const tree::Name& owner) {
  if (options.empty()) return {};
  return Reader(context, place, owner).run(options);
}

}  // namespace rdxc
