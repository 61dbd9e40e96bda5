#include "rdxc/editor/symbols.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "rdxc/check/class_id.h"
#include "rdxc/check/letters.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/printer.h"

namespace rdxc {
namespace {

Symbol symbol_of(const schema::Class& one) {
  return {SymbolKind::kClass, one.tree->name.span, &one, nullptr, nullptr, nullptr, nullptr, {}};
}
Symbol symbol_of(const schema::Enum& one) {
  return {SymbolKind::kEnum, one.tree->name.span, nullptr, &one, nullptr, nullptr, nullptr, {}};
}
Symbol symbol_of(const schema::Field& one) {
  return {SymbolKind::kField, one.tree->name.span, one.owner, nullptr, &one, nullptr, nullptr, {}};
}
Symbol symbol_of(const schema::Enum& owner, const schema::Enumerator& one) {
  return {SymbolKind::kValue, one.span, nullptr, &owner, nullptr, &one, nullptr, {}};
}
Symbol symbol_of(const schema::File& file) {
  return {SymbolKind::kFile, {file.id, 0, 0}, nullptr, nullptr, nullptr, nullptr, &file, {}};
}

// The last part of a name with its package.
Span last_part(const tree::Name& name) {
  Span span = name.span;
  const size_t dot = name.text.rfind('.');
  if (dot != std::string_view::npos) span.begin += static_cast<uint32_t>(dot + 1);
  return span;
}

bool is_letter_type(std::string_view name) {
  return name == "bool" || name == "text" || (name.size() == 1 && find_letter(name[0]) != nullptr);
}

class Finder {
 public:
  Finder(const Model& model, const schema::File& file) : model_(model), file_(file) {
    for (const schema::Class& one : model.checked.schema.classes) names_.emplace(one.full_name, symbol_of(one));
    for (const schema::Enum& one : model.checked.schema.enums) names_.emplace(one.full_name, symbol_of(one));
  }

  std::vector<Occurrence> run() {
    imports();
    for (const schema::Enum* one : file_.enums) {
      add(one->tree->name.span, symbol_of(*one));
      for (const schema::Enumerator& each : one->enumerators) add(each.span, symbol_of(*one, each));
    }
    for (const schema::Class* one : file_.classes) look_at(*one);
    return std::move(out_);
  }

 private:
  void add(const Span& span, const Symbol& symbol) {
    if (span.begin < span.end) out_.push_back({span, symbol});
  }

  void imports() {
    for (const tree::Statement& statement : file_.tree->statements) {
      const auto* import = std::get_if<tree::Import>(&statement);
      if (import == nullptr || import->path.kind != tree::Value::Kind::kString) continue;
      const std::string path = unescape(import->path.text);
      for (const schema::File* file : file_.imports) {
        const std::string& whole = model_.files[file->id].path();
        if (whole == path || whole.ends_with('/' + path)) add(import->path.span, symbol_of(*file));
      }
    }
  }

  void look_at(const schema::Class& one) {
    add(one.tree->name.span, symbol_of(one));
    refer(one.tree->parent);
    for (const schema::Field& field : one.fields) {
      add(field.tree->name.span, symbol_of(field));
      look_at(field.tree->type, false);
      const tree::Value& initial = field.tree->initial;
      const schema::Enum* values = field.type.element.enumeration;
      if (initial.kind != tree::Value::Kind::kName || values == nullptr) continue;
      for (const schema::Enumerator& each : values->enumerators)
        if (each.name == initial.text) add(initial.span, symbol_of(*values, each));
    }
  }

  void look_at(const tree::Type& type, bool wants_name) {
    if (!wants_name && is_letter_type(type.name.text)) {
      Symbol letter;
      letter.letter = type.name.text;
      add(type.name.span, letter);
    } else {
      refer(type.name);
    }
    const bool takes_name = type.name.text == "R" || type.name.text == "I";
    for (const tree::Type& argument : type.arguments) look_at(argument, takes_name);
  }

  // As check finds it: in the file's package, or with its package in one around.
  void refer(const tree::Name& name) {
    if (name.text.empty()) return;
    std::string_view package = file_.package;
    for (;;) {
      std::string full(package);
      full += (package.empty() ? "" : ".") + std::string(name.text);
      const auto found = names_.find(full);
      if (found != names_.end()) return add(last_part(name), found->second);
      if (package.empty() || name.text.find('.') == std::string_view::npos) return;
      const size_t dot = package.rfind('.');
      package = dot == std::string_view::npos ? std::string_view() : package.substr(0, dot);
    }
  }

  const Model& model_;
  const schema::File& file_;
  std::unordered_map<std::string, Symbol> names_;
  std::vector<Occurrence> out_;
};

std::string code_block(const std::string& text) { return "```rdx\n" + text + "\n```"; }

std::string doc_text(const schema::DocLines& doc) {
  std::string out;
  for (const std::string_view line : doc) out += (out.empty() ? "\n\n" : "\n") + std::string(line);
  return out;
}

std::string deprecation(const std::optional<std::string>& deprecated) {
  if (!deprecated) return {};
  return "\n\n**Deprecated**" + (deprecated->empty() ? std::string(".") : ": " + *deprecated);
}

std::string letter_text(std::string_view name) {
  if (name == "bool") return "An integer of 0 and 1.";
  if (name == "text") return "A text that several people edit at once: an array of characters.";
  const Letter* letter = find_letter(name[0]);
  return "A " + std::string(letter->word) +
         (letter->is_register ? "; the last write wins." : "; changes of several replicas join.");
}

std::string class_text(const schema::Class& one) {
  std::string head = "class " + one.full_name;
  if (one.parent != nullptr) head += " : " + one.parent->full_name;
  return code_block(head) + doc_text(one.doc) + deprecation(one.deprecated) + "\n\nid `" + id_text(one.id) + "`" +
         (one.has_own_id ? "" : ", made from its name");
}

std::string field_text(const schema::Field& field) {
  std::string line =
      std::string(field.name) + ": " + print(field.tree->type) + " @" + std::string(field.tree->number.text);
  if (field.tree->initial.kind != tree::Value::Kind::kNone) line += " = " + print(field.tree->initial);
  std::string out = code_block(line) + doc_text(field.doc) + deprecation(field.deprecated);
  if (field.unit) out += "\n\nin " + *field.unit;
  if (field.was) out += "\n\nonce `" + *field.was + "`";
  if (field.has_index) out += "\n\nhas an index";
  return out + "\n\nof `" + field.owner->full_name + "`";
}

}  // namespace

const TextIndex& Model::index(FileId file) const {
  return indexes_.try_emplace(file, files[file].text()).first->second;
}

std::unique_ptr<Model> make_model(Disk& disk, const std::string& path, const std::vector<std::string>& folders) {
  auto model = std::make_unique<Model>();
  CheckOptions options;
  options.folders = folders;
  model->checked = check(model->files, disk, {path}, options, model->diagnostics);
  return model;
}

std::vector<Occurrence> occurrences(const Model& model, const schema::File& file) { return Finder(model, file).run(); }

std::optional<Occurrence> occurrence_at(const Model& model, const schema::File& file, uint32_t offset) {
  for (const Occurrence& one : occurrences(model, file))
    if (one.span.begin <= offset && offset <= one.span.end) return one;
  return std::nullopt;
}

const schema::Class* class_at(const schema::File& file, uint32_t offset) {
  for (const schema::Class* one : file.classes)
    if (one->tree->span.begin <= offset && offset <= one->tree->span.end) return one;
  return nullptr;
}

int next_free_number(const schema::Class& one) {
  constexpr int kLast = 127;
  std::array<bool, kLast + 1> taken{};
  int highest = 0;
  const auto take = [&](int number) {
    if (number < 1 || number > kLast) return;
    taken[static_cast<size_t>(number)] = true;
    highest = std::max(highest, number);
  };
  std::vector<const schema::Class*> line = one.ancestors;
  line.push_back(&one);
  for (const schema::Class* each : line) {
    for (const schema::Field& field : each->fields) take(field.number);
    for (const schema::Reserved& range : each->reserved)
      for (int number = range.first; number <= range.last; ++number) take(number);
  }
  if (highest < kLast) return highest + 1;
  for (int number = 1; number <= kLast; ++number)
    if (!taken[static_cast<size_t>(number)]) return number;
  return 0;
}

std::string hover_text(const Symbol& symbol) {
  switch (symbol.kind) {
    case SymbolKind::kClass: return class_text(*symbol.class_);
    case SymbolKind::kEnum:
      return code_block("enum " + symbol.enum_->full_name) + doc_text(symbol.enum_->doc) +
             deprecation(symbol.enum_->deprecated);
    case SymbolKind::kField: return field_text(*symbol.field);
    case SymbolKind::kValue:
      return code_block(std::string(symbol.value->name) + " = " + std::to_string(symbol.value->value)) +
             doc_text(symbol.value->doc) + deprecation(symbol.value->deprecated) + "\n\nof `" +
             symbol.enum_->full_name + "`";
    case SymbolKind::kFile:
      return code_block("package " + std::string(symbol.file->package)) + "\n\n" + symbol.file->name;
    case SymbolKind::kLetter: return code_block(std::string(symbol.letter)) + "\n\n" + letter_text(symbol.letter);
  }
  return {};
}

}  // namespace rdxc
