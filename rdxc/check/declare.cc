// Packages, classes, enums and types of somebody's own: what a file declares, before anything is looked up.
#include <algorithm>
#include <array>
#include <limits>
#include <map>

#include "rdxc/check/context.h"
#include "rdxc/check/cpp_name.h"
#include "rdxc/check/edits.h"
#include "rdxc/check/letters.h"
#include "rdxc/check/numbers.h"
#include "rdxc/check/options.h"
#include "rdxc/syntax/lexer.h"

namespace rdxc {
namespace {

constexpr uint64_t kEdition = 1;

class Declarer {
 public:
  explicit Declarer(Context& context) : context_(context) {}

  void file(schema::File& file) {
    file_ = &file;
    scope_ = &context_.scopes[&file];
    scope_->names_lost = file.tree->names_lost;
    head();
    for (const tree::Statement& statement : file.tree->statements) {
      if (const auto* one = std::get_if<tree::Enum>(&statement)) declare(*one);
      if (const auto* one = std::get_if<tree::Class>(&statement)) declare(*one);
      if (const auto* one = std::get_if<tree::Extern>(&statement)) declare(*one);
    }
  }

 private:
  // The edition and the package: each once, the edition first.
  void head() {
    const tree::Edition* edition = nullptr;
    const tree::Package* package = nullptr;
    for (const tree::Statement& statement : file_->tree->statements) {
      if (const auto* one = std::get_if<tree::Edition>(&statement)) {
        if (edition != nullptr || &statement != &file_->tree->statements.front()) misplaced(*one, edition);
        if (edition == nullptr) check_edition(*one);
        edition = one;
      } else if (const auto* next = std::get_if<tree::Package>(&statement)) {
        if (package == nullptr) {
          package = next;
        } else {
          context_.fail(Code::repeated_package, next->span, "a file has one package", "remove one",
                        {{package->span, "the first is here"}});
        }
      }
    }
    const bool quiet = file_->tree->head_damaged;
    if (edition == nullptr && !quiet) missing_edition();
    if (package != nullptr) return set_package(package->name);
    scope_->package_lost = true;
    if (!quiet && !file_->tree->empty)
      context_.fail(Code::missing_package, beginning(), "the file says no package",
                    "write package name; below the edition");
  }

  Span beginning() const {
    const auto& statements = file_->tree->statements;
    Span span{file_->id, 0, 0};
    if (!statements.empty())
      std::visit([&](const auto& one) { span.begin = span.end = one.span.begin; }, statements.front());
    return span;
  }

  void missing_edition() {
    const char* message = file_->tree->empty ? "the file is empty" : "the file does not say its edition";
    context_.fail(Code::missing_edition, beginning(), message,
                  file_->tree->empty ? "a schema begins with rdx 1; and package name;" : "begin it with rdx 1;", {},
                  file_->tree->empty ? std::nullopt
                                     : std::optional(add_first_line(context_.files[file_->id], file_->id, "rdx 1;")));
  }

  void check_edition(const tree::Edition& edition) {
    if (edition.number.kind == tree::Value::Kind::kNone || edition.number.damaged) return;
    if (parse_unsigned(edition.number.text) == kEdition) return;
    context_.fail(Code::unknown_edition, edition.number.span,
                  "this compiler knows edition 1, not " + std::string(edition.number.text),
                  "write rdx 1;, or take a newer compiler");
  }

  void misplaced(const tree::Edition& edition, const tree::Edition* first) {
    std::vector<Note> notes;
    if (first != nullptr) notes.push_back({first->span, "the first is here"});
    context_.fail(Code::misplaced_edition, edition.span,
                  first != nullptr ? "a file says its edition once" : "the edition stands before everything else",
                  first != nullptr ? "remove one" : "move it to the top", std::move(notes));
  }

  void set_package(const tree::Name& name) {
    file_->package = name.text;
    scope_->package_lost = name.text.empty();
    file_->cpp_namespace = cpp_namespace(name.text);
    check_reserved(name, "package");
  }

  void check_reserved(const tree::Name& name, const char* what) {
    if (name.text.empty() || !is_reserved_in_cpp(name.text)) return;
    context_.fail(
        Code::reserved_name, name.span,
        std::string(what) + ' ' + quoted(name.text) + " has a name that C++ keeps for itself: a leading '_' or a '__'",
        "choose another name");
  }

  std::string full_name(std::string_view name) const {
    std::string full(file_->package);
    if (!full.empty()) full += '.';
    return full += name;
  }

  void add(std::string_view full, const Declaration& declaration, const tree::Name& name) {
    check_reserved(name, declaration.kind());
    const auto [at, is_new] = context_.names.emplace(full, declaration);
    if (is_new) return;
    context_.fail(Code::name_taken, name.span,
                  quoted(name.text) + " is taken by " + at->second.kind() + ' ' + quoted(at->first),
                  "choose another name", {{at->second.span, quoted(name.text) + " is here"}});
  }

  void declare(const tree::Class& tree) {
    schema::Class& out = context_.schema.classes.emplace_back();
    out.tree = &tree;
    out.file = file_;
    out.name = tree.name.text;
    out.full_name = full_name(tree.name.text);
    out.cpp_name = cpp_name(tree.name.text, CppPlace::kType);
    out.doc = doc_lines(context_.files, *file_, tree.doc);
    if (!tree.name.text.empty()) add(out.full_name, {&out, nullptr, file_, tree.name.span}, tree.name);
    file_->classes.push_back(&out);
  }

  void declare(const tree::Enum& tree) {
    schema::Enum& out = context_.schema.enums.emplace_back();
    out.tree = &tree;
    out.file = file_;
    out.name = tree.name.text;
    out.full_name = full_name(tree.name.text);
    out.cpp_name = cpp_name(tree.name.text, CppPlace::kType);
    out.doc = doc_lines(context_.files, *file_, tree.doc);
    const OptionValues options = read_options(context_, tree.options, OptionPlace::kEnum, tree.name);
    out.was = options.was;
    out.deprecated = options.deprecated;
    if (!tree.name.text.empty()) add(out.full_name, {nullptr, &out, file_, tree.name.span}, tree.name);
    file_->enums.push_back(&out);
    enumerators(out, tree);
  }

  void enumerators(schema::Enum& out, const tree::Enum& tree) {
    if (tree.enumerators.empty() && !tree.damaged)
      context_.fail(Code::empty_enum, tree.name.span, "enum " + quoted(tree.name.text) + " has no values",
                    "give it one, as in none = 0;");
    std::map<std::string, const tree::Enumerator*, std::less<>> by_name;
    std::map<int64_t, const tree::Enumerator*> by_value;
    out.enumerators.reserve(tree.enumerators.size());
    for (const tree::Enumerator& one : tree.enumerators) {
      schema::Enumerator enumerator;
      enumerator.name = one.name.text;
      enumerator.cpp_name = cpp_name(one.name.text, CppPlace::kEnumerator);
      enumerator.span = one.name.span;
      enumerator.doc = doc_lines(context_.files, *file_, one.doc);
      check_reserved(one.name, "value");
      name_once(by_name, enumerator, one);
      if (!one.damaged) value_once(by_value, enumerator, one);
      const OptionValues options = read_options(context_, one.options, OptionPlace::kEnumerator, one.name);
      enumerator.was = options.was;
      enumerator.deprecated = options.deprecated;
      out.enumerators.push_back(std::move(enumerator));
    }
  }

  void name_once(std::map<std::string, const tree::Enumerator*, std::less<>>& known,
                 const schema::Enumerator& enumerator, const tree::Enumerator& one) {
    const auto [at, is_new] = known.emplace(enumerator.cpp_name, &one);
    if (is_new) return;
    const tree::Name& other = at->second->name;
    if (other.text == one.name.text) {
      return context_.fail(Code::enumerator_taken, one.name.span,
                           "value " + quoted(one.name.text) + " stands here twice", "rename one",
                           {{other.span, "the first is here"}});
    }
    context_.fail(Code::names_meet, one.name.span,
                  "values " + quoted(other.text) + " and " + quoted(one.name.text) + " are both " +
                      quoted(enumerator.cpp_name) + " in C++",
                  "rename one", {{other.span, quoted(other.text) + " is here"}});
  }

  void value_once(std::map<int64_t, const tree::Enumerator*>& known, schema::Enumerator& enumerator,
                  const tree::Enumerator& one) {
    if (one.value.damaged) return;
    const std::optional<int64_t> value = parse_signed(one.value.text, one.value.negative);
    if (!value) {
      return context_.fail(Code::value_out_of_range, one.value.span,
                           "the value does not fit an I, a whole number of 64 bits", "the most is 9223372036854775807");
    }
    enumerator.value = *value;
    const auto [at, is_new] = known.emplace(*value, &one);
    if (is_new || at->second->name.text == one.name.text) return;
    context_.fail(Code::value_taken, one.value.span,
                  "value " + std::to_string(*value) + " is taken by " + quoted(at->second->name.text),
                  known.rbegin()->first < std::numeric_limits<int64_t>::max()
                      ? "the next free one is " + std::to_string(known.rbegin()->first + 1)
                      : "",
                  {{at->second->name.span, quoted(at->second->name.text) + " is here"}});
  }

  void declare(const tree::Extern& tree) {
    if (tree.damaged) return;
    schema::Extern& out = context_.schema.externs.emplace_back();
    out.tree = &tree;
    out.file = file_;
    out.doc = doc_lines(context_.files, *file_, tree.doc);
    out.letter = tree.letter.text.size() == 1 ? tree.letter.text[0] : '\0';
    file_->externs.push_back(&out);
    check_letter(out, tree);
    if (!tree.cpp_name.damaged) check_cpp_type(out, tree.cpp_name);
    if (!tree.header.damaged) check_header(out, tree.header);
  }

  void check_letter(schema::Extern& out, const tree::Extern& tree) {
    const std::string_view letter = tree.letter.text;
    if (letter.size() != 1 || kFreeLetters.find(letter) == std::string_view::npos) {
      const bool taken = letter.size() == 1 && kTakenLetters.find(letter) != std::string_view::npos;
      out.letter = 0;
      scope_->names_lost |= letter.size() == 1;
      return context_.fail(
          Code::extern_letter, tree.letter.span,
          taken ? "letter " + quoted(letter) + " has a meaning in rdx" : quoted(letter) + " is no free letter",
          "free are A H J K Q W Y");
    }
    for (const auto& [known, other] : context_.externs) {
      if (known != letter[0]) continue;
      return context_.fail(Code::extern_taken, tree.letter.span,
                           "letter " + quoted(letter) + " is taken by another type", "free are A H J K Q W Y",
                           {{other->tree->letter.span, "it is given here"}});
    }
    context_.externs.emplace_back(letter[0], &out);
  }

  // A qualified name: "acme::GrowSet", with or without a leading "::".
  void check_cpp_type(schema::Extern& out, const tree::Value& value) {
    out.cpp_name = unescape(value.text);
    std::string_view rest = out.cpp_name;
    if (rest.starts_with("::")) rest.remove_prefix(2);
    bool good = !rest.empty();
    while (good && !rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find("::"));
      good = is_identifier(part) && !is_cpp_keyword_name(part);
      rest.remove_prefix(part.size());
      if (rest.starts_with("::")) {
        rest.remove_prefix(2);
        good &= !rest.empty();
      }
    }
    if (!good)
      context_.fail(Code::extern_name, value.span, quoted(out.cpp_name) + " is not the name of a C++ type",
                    "write it with its namespaces, as in \"acme::GrowSet\"");
  }

  void check_header(schema::Extern& out, const tree::Value& value) {
    out.header = unescape(value.text);
    const bool bad =
        out.header.empty() || out.header.find_first_of("\"\\\n\r<>") != std::string::npos ||
        std::any_of(out.header.begin(), out.header.end(), [](char c) { return static_cast<uint8_t>(c) < 0x20; });
    if (bad)
      context_.fail(Code::extern_name, value.span, quoted(out.header) + " is not the name of a header",
                    "write it as an #include would, as in \"acme/grow_set.h\"");
  }

  static bool is_cpp_keyword_name(std::string_view part) { return cpp_name(part, CppPlace::kEnumerator) != part; }

  Context& context_;
  schema::File* file_ = nullptr;
  Scope* scope_ = nullptr;
};

// A class or an enum may bear no name that is a namespace too, and no two one C++ name.
void check_cpp_names(Context& context) {
  std::map<std::string, Declaration> types;
  const auto scope_of = [](const schema::File& file) {
    std::string scope;
    for (const std::string& part : file.cpp_namespace) scope += part + "::";
    return scope;
  };
  for (const schema::File& file : context.schema.files) {
    const auto meet = [&](const auto& one, const Declaration& declaration) {
      if (one.name.empty()) return;
      const auto [at, is_new] = types.emplace(scope_of(file) + one.cpp_name, declaration);
      if (is_new || context.files.text(at->second.span) == one.name) return;
      context.fail(Code::names_meet, declaration.span,
                   quoted(context.files.text(at->second.span)) + " and " + quoted(one.name) + " are both " +
                       quoted(one.cpp_name) + " in C++",
                   "rename one", {{at->second.span, quoted(context.files.text(at->second.span)) + " is here"}});
    };
    for (const schema::Enum* one : file.enums) meet(*one, Declaration{nullptr, nullptr, &file, one->tree->name.span});
    for (const schema::Class* one : file.classes)
      meet(*one, Declaration{nullptr, nullptr, &file, one->tree->name.span});
  }
  for (const schema::File& file : context.schema.files) {
    std::string scope;
    for (const std::string& part : file.cpp_namespace) {
      const auto found = types.find(scope + part);
      scope += part + "::";
      if (found == types.end()) continue;
      context.fail(Code::names_meet, found->second.span,
                   quoted(context.files.text(found->second.span)) + " has the name of package " + quoted(file.package) +
                       " in C++",
                   "rename one");
      types.erase(found);
    }
  }
}

}  // namespace

void declare(Context& context) {
  Declarer declarer(context);
  for (schema::File& file : context.schema.files) declarer.file(file);
  check_cpp_names(context);
}

}  // namespace rdxc
