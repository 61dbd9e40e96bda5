#include "rdxc/check/lint.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "rdxc/check/context.h"
#include "rdxc/check/edits.h"
#include "rdxc/check/lint_names.h"
#include "rdxc/source/suggest.h"

namespace rdxc {
namespace {

constexpr LintRule kRules[] = {
    {Code::type_name, "type-name", true},
    {Code::field_name, "field-name", true},
    {Code::value_name, "value-name", true},
    {Code::package_name, "package-name", true},
    {Code::undocumented_type, "undocumented-type", true},
    {Code::undocumented_field, "undocumented-field", false},
    {Code::lost_doc, "lost-doc", true},
    {Code::deprecated_reason, "deprecated-reason", true},
    {Code::number_gap, "number-gap", true},
    {Code::number_order, "number-order", true},
    {Code::enum_without_zero, "enum-without-zero", true},
    {Code::unused_import, "unused-import", true},
    {Code::untyped, "untyped", false},
    {Code::lint_comment, "lint-comment", true},
};

const LintRule* find_rule(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kRules), std::end(kRules), [&](const LintRule& rule) { return rule.name == name; });
  return found == std::end(kRules) ? nullptr : found;
}

Suggestion suggest_rule(std::string_view name) {
  std::vector<std::string_view> names;
  for (const LintRule& rule : kRules) names.push_back(rule.name);
  Suggestion meant = suggest(name, names);
  if (meant.help.empty()) meant.help = "rdxc lint --rules lists them";
  return meant;
}

// The silence that comments ask for in one file.
class Suppressions {
 public:
  Suppressions(const Files& files, const schema::File& file) : file_(files[file.id]) {
    for (const Comment& comment : file.tree->comments) read(files.text(comment.span), comment);
  }

  bool silent(Code code, uint32_t offset) const { return off_.count({file_.line_number(offset), code}) != 0; }

  struct Unknown {
    std::string name;
    Span span;
  };
  const std::vector<Unknown>& unknown() const { return unknown_; }

 private:
  void read(std::string_view text, const Comment& comment) {
    constexpr std::string_view kMark = "// lint: off";
    if (comment.kind != CommentKind::kLine || !text.starts_with(kMark)) return;
    const uint32_t line = file_.line_number(comment.span.begin) + (comment.own_line ? 1 : 0);
    size_t at = kMark.size();
    while (at < text.size()) {
      const size_t begin = text.find_first_not_of(", \t", at);
      if (begin == std::string_view::npos) break;
      at = std::min(text.find_first_of(", \t", begin), text.size());
      add(text.substr(begin, at - begin), line, comment.span.begin + static_cast<uint32_t>(begin));
    }
  }

  void add(std::string_view name, uint32_t line, uint32_t offset) {
    const LintRule* rule = find_rule(name);
    if (rule != nullptr) {
      off_.insert({line, rule->code});
    } else {
      unknown_.push_back({std::string(name), {0, offset, offset + static_cast<uint32_t>(name.size())}});
    }
  }

  const File& file_;
  std::set<std::pair<uint32_t, Code>> off_;
  std::vector<Unknown> unknown_;
};

class Linter {
 public:
  Linter(const Files& files, const schema::File& file, const std::set<Code>& on, Diagnostics& diagnostics)
      : files_(files), file_(file), on_(on), diagnostics_(diagnostics), suppressions_(files, file) {}

  void run() {
    for (const auto& unknown : suppressions_.unknown()) {
      const Span span{file_.id, unknown.span.begin, unknown.span.end};
      const Suggestion meant = suggest_rule(unknown.name);
      add(Code::lint_comment, span, "there is no lint rule " + quoted(unknown.name), meant.help,
          fix_of(span, meant.only));
    }
    for (const tree::Statement& statement : file_.tree->statements)
      if (const auto* package = std::get_if<tree::Package>(&statement)) look_at(*package);
    for (const schema::Enum* one : file_.enums) look_at(*one);
    for (const schema::Class* one : file_.classes) look_at(*one);
    lost_docs();
    unused_imports();
  }

 private:
  void add(Code code, const Span& span, std::string message, std::string help, std::optional<Fix> fix = {}) {
    if (on_.count(code) == 0 || suppressions_.silent(code, span.begin)) return;
    diagnostics_.add({code, Severity::kWarning, span, std::move(message), {}, std::move(help), std::move(fix)});
  }

  void look_at(const tree::Package& package) {
    const std::string better = package_form(package.name.text);
    if (better != package.name.text)
      add(Code::package_name, package.name.span, "package " + quoted(package.name.text) + " is not in lower case",
          "write " + better);
  }

  void look_at(const schema::Enum& one) {
    type(*one.tree, "enum", !one.doc.empty());
    reason(one.tree->options, one.deprecated);
    const bool has_zero = std::any_of(one.enumerators.begin(), one.enumerators.end(),
                                      [](const schema::Enumerator& each) { return each.value == 0; });
    if (!has_zero)
      add(Code::enum_without_zero, one.tree->name.span,
          "enum " + quoted(one.name) + " has no name for 0, which is what a field reads as that nobody has written",
          "begin it with a value as unknown = 0;");
    for (size_t i = 0; i < one.enumerators.size(); ++i) {
      const schema::Enumerator& each = one.enumerators[i];
      name(Code::value_name, "value", {each.name, each.span});
      reason(one.tree->enumerators[i].options, each.deprecated);
    }
  }

  void look_at(const schema::Class& one) {
    type(*one.tree, "class", !one.doc.empty());
    reason(one.tree->options, one.deprecated);
    int highest = 0;
    for (const schema::Field& field : one.fields) {
      look_at(field);
      if (field.number < highest)
        add(Code::number_order, field.tree->number.span,
            "number " + std::to_string(field.number) + " stands below number " + std::to_string(highest),
            "put the fields in the order of their numbers; the next free one is easier to find");
      highest = std::max(highest, field.number);
    }
    gaps(one);
  }

  void look_at(const schema::Field& field) {
    name(Code::field_name, "field", field.tree->name);
    if (field.doc.empty())
      add(Code::undocumented_field, field.tree->name.span, "field " + quoted(field.name) + " has no documentation",
          "write /// above it, or behind it on its line");
    reason(field.tree->options, field.deprecated);
    const bool container = field.type.letter == 'E' || field.type.letter == 'M' || field.type.letter == 'L';
    const bool anything = container && !field.type.is_text && field.type.element.letter == 0;
    const bool anybody = field.type.letter == 'R' && field.type.element.target == nullptr;
    if (anything || anybody)
      add(Code::untyped, field.tree->type.span,
          std::string("a bare ") + field.type.letter + " holds " +
              (anybody ? "objects of any class" : "values of any type"),
          anybody ? "name the class, as in R<Class>" : "name the type, as in E<S>, L<S> or M<S, I>");
  }

  template <class Tree>
  void type(const Tree& tree, const std::string& kind, bool documented) {
    const std::string better = type_form(tree.name.text);
    if (better != tree.name.text)
      add(Code::type_name, tree.name.span, kind + ' ' + quoted(tree.name.text) + " is not written in CamelCase",
          "write " + better);
    if (!documented)
      add(Code::undocumented_type, tree.name.span, kind + ' ' + quoted(tree.name.text) + " has no documentation",
          "write /// above it; generated code and editors show it");
  }

  void name(Code code, const std::string& kind, const tree::Name& name) {
    const std::string better = member_form(name.text);
    if (better != name.text)
      add(code, name.span, kind + ' ' + quoted(name.text) + " is not written in lower_case", "write " + better);
  }

  void reason(const tree::Options& options, const std::optional<std::string>& deprecated) {
    if (!deprecated || !deprecated->empty()) return;
    for (const tree::Option& option : options)
      if (option.name.text == "deprecated")
        add(Code::deprecated_reason, option.name.span, "'deprecated' does not say what to use instead",
            "write [deprecated = \"use …\"]");
  }

  // Numbers between the class's own that neither it nor an ancestor has, nor reserves.
  void gaps(const schema::Class& one) {
    std::map<int, const schema::Field*> own;
    for (const schema::Field& field : one.fields) own[field.number] = &field;
    std::array<bool, 128> taken{};
    take(one, taken);
    for (const schema::Class* ancestor : one.ancestors) take(*ancestor, taken);
    for (auto at = own.begin(); at != own.end() && std::next(at) != own.end(); ++at)
      gap(at->first, *std::next(at), taken);
  }

  static void take(const schema::Class& one, std::array<bool, 128>& taken) {
    for (const schema::Field& field : one.fields) taken[static_cast<size_t>(field.number)] = true;
    for (const schema::Reserved& range : one.reserved)
      for (int i = range.first; i <= range.last; ++i) taken[static_cast<size_t>(i)] = true;
  }

  void gap(int below, const std::pair<const int, const schema::Field*>& above, const std::array<bool, 128>& taken) {
    std::string free;
    int count = 0;
    const auto is_free = [&](int number) { return !taken[static_cast<size_t>(number)]; };
    for (int first = below + 1; first < above.first; ++first) {
      if (!is_free(first)) continue;
      int last = first;
      for (int next = first + 1; next < above.first && is_free(next); ++next) last = next;
      free += (free.empty() ? "@" : ", @") + std::to_string(first);
      if (last > first) free += "..@" + std::to_string(last);
      count += last - first + 1;
      first = last;
    }
    if (count == 0) return;
    add(Code::number_gap, above.second->tree->number.span,
        std::string(count == 1 ? "number " : "numbers ") + free + " below this one " + (count == 1 ? "is" : "are") +
            " neither used nor reserved",
        "if fields had them once: reserved " + free + ";");
  }

  // Doc comments that belong to no declaration, one warning for those that stand together.
  void lost_docs() {
    std::vector<bool> used(file_.tree->comments.size(), false);
    mark_docs(used);
    for (size_t i = 0; i < used.size(); ++i) {
      if (used[i] || file_.tree->comments[i].kind != CommentKind::kDoc) continue;
      add(Code::lost_doc, file_.tree->comments[i].span, "this '///' documents nothing",
          "it stands right above a declaration, or behind a field or value on its line; other comments begin with //");
      while (i + 1 < used.size() && !used[i + 1] && is_next_line(i)) ++i;
    }
  }

  bool is_next_line(size_t i) const {
    const Comment& next = file_.tree->comments[i + 1];
    const File& file = files_[file_.id];
    return next.kind == CommentKind::kDoc &&
           file.line_number(next.span.begin) == file.line_number(file_.tree->comments[i].span.begin) + 1;
  }

  void mark_docs(std::vector<bool>& used) const {
    const auto mark = [&](const tree::Doc& doc) {
      for (uint32_t i = doc.first; i < doc.first + doc.count; ++i) used[i] = true;
    };
    for (const tree::Statement& statement : file_.tree->statements) {
      if (const auto* package = std::get_if<tree::Package>(&statement)) mark(package->doc);
      if (const auto* one = std::get_if<tree::Extern>(&statement)) mark(one->doc);
      if (const auto* one = std::get_if<tree::Enum>(&statement)) {
        mark(one->doc);
        for (const tree::Enumerator& each : one->enumerators) mark(each.doc);
      }
      if (const auto* one = std::get_if<tree::Class>(&statement)) {
        mark(one->doc);
        for (const tree::Field& field : one->fields) mark(field.doc);
      }
    }
  }

  // A schema without errors has a file for each import, in their order.
  void unused_imports() {
    const std::set<const schema::File*> used = used_files();
    size_t next = 0;
    for (const tree::Statement& statement : file_.tree->statements) {
      const auto* import = std::get_if<tree::Import>(&statement);
      if (import == nullptr || next == file_.imports.size()) continue;
      if (used.count(file_.imports[next++]) == 0)
        add(Code::unused_import, import->path.span, "nothing of " + std::string(import->path.text) + " is used",
            "remove the import", remove_statement(files_[file_.id], import->span));
    }
  }

  std::set<const schema::File*> used_files() const {
    std::set<const schema::File*> used;
    for (const schema::Class* one : file_.classes) {
      if (one->parent != nullptr) used.insert(one->parent->file);
      for (const schema::Field& field : one->fields) {
        for (const schema::Element* element : {&field.type.element, &field.type.key}) {
          if (element->target != nullptr) used.insert(element->target->file);
          if (element->enumeration != nullptr) used.insert(element->enumeration->file);
        }
        if (field.type.external != nullptr) used.insert(field.type.external->file);
      }
    }
    return used;
  }

  const Files& files_;
  const schema::File& file_;
  const std::set<Code>& on_;
  Diagnostics& diagnostics_;
  Suppressions suppressions_;
};

}  // namespace

std::span<const LintRule> lint_rules() { return kRules; }

std::set<Code> default_rules() {
  std::set<Code> on;
  for (const LintRule& rule : kRules)
    if (rule.is_default) on.insert(rule.code);
  return on;
}

void choose_rules(std::set<Code>& on, const std::vector<std::string>& enable, const std::vector<std::string>& disable,
                  std::vector<std::string>& unknown) {
  const auto each = [&](const std::vector<std::string>& names, const auto& act) {
    for (const std::string& name : names) {
      const LintRule* known = find_rule(name);
      if (known == nullptr && name != "all")
        unknown.push_back("there is no lint rule " + quoted(name) + "; " + suggest_rule(name).help);
      for (const LintRule& rule : kRules)
        if (name == "all" || known == &rule) act(rule.code);
    }
  };
  each(disable, [&](Code code) { on.erase(code); });
  each(enable, [&](Code code) { on.insert(code); });
}

void lint(const Files& files, const schema::Schema& schema, const std::set<Code>& on, Diagnostics& diagnostics) {
  for (const schema::File& file : schema.files)
    if (file.is_root) Linter(files, file, on, diagnostics).run();
  diagnostics.finish();
}

}  // namespace rdxc
