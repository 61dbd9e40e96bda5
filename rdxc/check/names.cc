#include <algorithm>

#include "rdxc/check/context.h"
#include "rdxc/check/edits.h"
#include "rdxc/source/suggest.h"

namespace rdxc {
namespace {

bool sees(const schema::File& file, const schema::File& other) {
  return &file == &other || std::find(file.imports.begin(), file.imports.end(), &other) != file.imports.end();
}

std::string_view outer_package(std::string_view package) {
  const size_t dot = package.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : package.substr(0, dot);
}

const Declaration* look_up(const Context& context, const schema::File& file, std::string_view name) {
  std::string full;
  const bool qualified = name.find('.') != std::string_view::npos;
  for (std::string_view package = file.package;; package = outer_package(package)) {
    full.assign(package);
    if (!package.empty()) full += '.';
    full += name;
    const auto found = context.names.find(full);
    if (found != context.names.end()) return &found->second;
    if (!qualified || package.empty()) return nullptr;
  }
}

bool wanted(const Declaration& declaration, Want want) {
  return want == Want::kAny || (want == Want::kClass) == (declaration.class_ != nullptr);
}

// Suggestions look at every name; past this many looks in a run there are no more suggestions.
bool may_suggest(Context& context) {
  constexpr size_t kMostLooks = 2000000;
  context.looks += context.names.size();
  return context.looks < kMostLooks;
}

// Every name that the file sees, as it would write it.
std::vector<std::string> visible_names(const Context& context, const schema::File& file, Want want) {
  std::vector<std::string> out;
  if (want == Want::kAny) out = {"bool", "text"};  // the types that are words
  for (const auto& [full, declaration] : context.names) {
    if (!wanted(declaration, want) || !sees(file, *declaration.file)) continue;
    const bool own = declaration.file->package == file.package;
    out.emplace_back(own ? full.substr(full.rfind('.') + 1) : full);
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The same name in other packages: `Person` for `people.Person`. The first, and whether it is the only one.
std::pair<std::string, bool> elsewhere(const Context& context, const schema::File& file, std::string_view name,
                                       Want want) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  std::string best;
  size_t count = 0;
  for (const auto& [full, declaration] : context.names) {
    if (!wanted(declaration, want) || full.substr(full.rfind('.') + 1) != last || !sees(file, *declaration.file))
      continue;
    ++count;
    if (best.empty() || full < best) best = std::string(full);
  }
  return {best, count == 1};
}

bool is_package(const Context& context, std::string_view package) {
  return std::any_of(context.schema.files.begin(), context.schema.files.end(),
                     [&](const schema::File& file) { return file.package == package; });
}

// May the name stand in something that this run has not seen?
bool may_be_missing(Context& context, const schema::File& file, std::string_view name) {
  Scope& scope = context.scopes[&file];
  const size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    if (!is_package(context, name.substr(0, dot))) return scope.misses_import || scope.package_lost;
    for (const schema::File* import : file.imports)
      if (import->package == name.substr(0, dot) && context.scopes[import].names_lost) return true;
    return false;
  }
  if (scope.names_lost || scope.package_lost) return true;
  for (const schema::File* import : file.imports)
    if (import->package == file.package && context.scopes[import].names_lost) return true;
  return scope.misses_import && !scope.missing_is_named;
}

Suggestion suggest_name(Context& context, const schema::File& file, const tree::Name& name, Want want) {
  if (!may_suggest(context)) return {};
  const auto [other, is_only] = elsewhere(context, file, name.text, want);
  if (!other.empty()) {
    return {"did you mean '" + other + "'? names of another package are written with it",
            is_only ? std::optional(other) : std::nullopt};
  }
  const std::vector<std::string> names = visible_names(context, file, want);
  return suggest(name.text, std::vector<std::string_view>(names.begin(), names.end()));
}

void unknown(Context& context, const schema::File& file, const tree::Name& name, Want want) {
  const Suggestion meant = suggest_name(context, file, name, want);
  if (meant.help.empty() && may_be_missing(context, file, name.text)) return;
  const char* what = want == Want::kClass ? "class" : want == Want::kEnum ? "enum" : "type";
  context.fail(want == Want::kClass ? Code::unknown_class : Code::unknown_type, name.span,
               std::string("unknown ") + what + ' ' + quoted(name.text), meant.help, {}, fix_of(name.span, meant.only));
}

}  // namespace

const Declaration* find_declaration(Context& context, const schema::File& file, const tree::Name& name, Want want) {
  const Declaration* found = look_up(context, file, name.text);
  if (found == nullptr) {
    unknown(context, file, name, want);
    return nullptr;
  }
  if (!sees(file, *found->file)) {
    context.fail(
        Code::not_imported, name.span,
        quoted(name.text) + " is declared in " + quoted(found->file->name) + ", which this file does not import",
        "add import \"" + found->file->name + "\";", {{found->span, quoted(name.text) + " is here"}},
        add_import(context.files[file.id], *file.tree, found->file->name));
  }
  return found;
}

schema::DocLines doc_lines(const Files& files, const schema::File& file, const tree::Doc& doc) {
  schema::DocLines lines;
  lines.reserve(doc.count);
  for (uint32_t i = 0; i < doc.count; ++i) {
    std::string_view line = files.text(file.tree->comments[doc.first + i].span).substr(3);
    if (line.starts_with(' ')) line.remove_prefix(1);
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    lines.push_back(line);
  }
  return lines;
}

}  // namespace rdxc
