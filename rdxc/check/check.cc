#include "rdxc/check/check.h"

#include <utility>

#include "rdxc/check/context.h"
#include "rdxc/check/loader.h"

namespace rdxc {
namespace {

// Program to empty schema: the files and who imports whom.
void add_files(Program& program, schema::Schema& schema) {
  for (Loaded& loaded : program.files) {
    schema::File& file = schema.files.emplace_back();
    schema.trees.push_back(std::move(loaded.tree));
    file.id = loaded.id;
    file.name = loaded.name;
    file.is_root = loaded.is_root;
    file.tree = &schema.trees.back();
  }
  for (size_t i = 0; i < program.files.size(); ++i)
    for (const size_t target : program.files[i].imports) schema.files[i].imports.push_back(&schema.files[target]);
}

// Does a file qualify names by a package that is nowhere? Then the missing import has a package of its own, and names
// without a package are not looked for in it.
class Qualifiers {
 public:
  explicit Qualifiers(const Context& context) : context_(context) {}

  bool any_unknown(const schema::File& file) {
    for (const tree::Statement& statement : file.tree->statements) {
      const auto* one = std::get_if<tree::Class>(&statement);
      if (one == nullptr) continue;
      if (is_unknown(one->parent)) return true;
      for (const tree::Field& field : one->fields)
        if (any_unknown(field.type)) return true;
    }
    return false;
  }

 private:
  bool any_unknown(const tree::Type& type) {
    if (is_unknown(type.name)) return true;
    for (const tree::Type& argument : type.arguments)
      if (any_unknown(argument)) return true;
    return false;
  }

  bool is_unknown(const tree::Name& name) {
    const size_t dot = name.text.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string_view package = name.text.substr(0, dot);
    for (const schema::File& file : context_.schema.files)
      if (file.package == package) return false;
    return true;
  }

  const Context& context_;
};

}  // namespace

Checked check(Files& files, Disk& disk, const std::vector<std::string>& roots, const CheckOptions& options,
              Diagnostics& diagnostics) {
  Checked out;
  Program program = load(files, disk, roots, options.folders, diagnostics);
  out.unreadable = std::move(program.unreadable);
  add_files(program, out.schema);
  Context context(files, options, out.schema, diagnostics);
  for (size_t i = 0; i < program.files.size(); ++i)
    context.scopes[&out.schema.files[i]].misses_import = program.files[i].misses_import;
  declare(context);
  for (const schema::File& file : out.schema.files) {
    Scope& scope = context.scopes[&file];
    scope.missing_is_named = scope.misses_import && Qualifiers(context).any_unknown(file);
  }
  link_parents(context);
  resolve_fields(context);
  give_class_ids(context);
  diagnostics.finish();
  return out;
}

}  // namespace rdxc
