// What the rules of check/ share: the schema being built, the names in it, and where faults go.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rdxc/check/check.h"
#include "rdxc/check/schema.h"
#include "rdxc/source/diagnostic.h"
#include "rdxc/source/file.h"

namespace rdxc {

// What a full name stands for: one of the two.
struct Declaration {
  schema::Class* class_ = nullptr;
  schema::Enum* enum_ = nullptr;
  const schema::File* file = nullptr;
  Span span;  // of its name

  const char* kind() const { return class_ != nullptr ? "class" : "enum"; }
};

// What is known of a file beyond its schema.
struct Scope {
  bool misses_import = false;
  bool names_lost = false;        // a declaration without a readable name is in it
  bool package_lost = false;      // it says no package, or one that could not be read
  bool missing_is_named = false;  // a name is qualified by a package that no file here has
};

class Context {
 public:
  Context(const Files& all_files, const CheckOptions& all_options, schema::Schema& built, Diagnostics& sink)
      : files(all_files), options(all_options), schema(built), diagnostics_(sink) {}

  const Files& files;
  const CheckOptions& options;
  schema::Schema& schema;
  std::unordered_map<std::string_view, Declaration> names;  // by full name
  std::unordered_map<const schema::File*, Scope> scopes;
  std::vector<std::pair<char, schema::Extern*>> externs;
  std::vector<schema::Class*> order;  // of all files, a parent before its children
  size_t looks = 0;                   // names compared for suggestions

  void fail(Code code, const Span& span, std::string message, std::string help = {}, std::vector<Note> notes = {},
            std::optional<Fix> fix = {}) {
    diagnostics_.add(
        {code, Severity::kError, span, std::move(message), std::move(notes), std::move(help), std::move(fix)});
  }

 private:
  Diagnostics& diagnostics_;
};

enum class Want { kClass, kEnum, kAny };

// The declaration that a name in `file` stands for; nothing, and a diagnostic unless the name may be in what is
// missing.
//
//   a name      in the file's package, here or in what is imported
//   a.b.Name    in the package a.b, or in a.b within a package around the file's own
const Declaration* find_declaration(Context& context, const schema::File& file, const tree::Name& name, Want want);

// The lines of a doc comment without their slashes and the blanks at their ends.
schema::DocLines doc_lines(const Files& files, const schema::File& file, const tree::Doc& doc);

inline std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// The stages of check(), in order; each a file.
void declare(Context& context);         // packages, classes, enums, externs
void link_parents(Context& context);    // ancestors, circles, depth, order
void resolve_fields(Context& context);  // types, numbers, names, defaults, options
void give_class_ids(Context& context);

}  // namespace rdxc
