#include <algorithm>

#include "rdxc/check/class_id.h"
#include "rdxc/emit/doc.h"

namespace rdxc {
namespace {

// Comments are Markdown already; only a '<' outside of code is no tag.
std::string doc_line(std::string_view line) {
  std::string out;
  bool code = false;
  for (const char c : line) {
    code ^= c == '`';
    if (c == '<' && !code) {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string paragraphs(const schema::DocLines& doc) {
  std::string out;
  for (const std::string_view line : doc) out += doc_line(line) + '\n';
  return out.empty() ? out : out + '\n';
}

// In a table: on one line, and no '|' ends the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string code(std::string_view text) {
  const char* fence = text.find('`') == std::string_view::npos ? "`" : "``";
  return text.empty() ? std::string() : fence + std::string(text) + fence;
}

std::string deprecation(const std::optional<std::string>& reason) {
  if (!reason) return {};
  return reason->empty() ? "**Deprecated.**" : "**Deprecated**: " + doc_line(*reason) + '.';
}

void join(std::string& out, const std::string& sentence) {
  if (!sentence.empty()) out += (out.empty() ? "" : " ") + sentence;
}

class MarkdownWriter {
 public:
  MarkdownWriter(const schema::Schema& schema, bool one_page) : schema_(schema), one_page_(one_page) {}

  void write(const schema::File& file) {
    file_ = &file;
    out_ += "# " + file.name + "\n\nPackage " + code(file.package);
    for (size_t i = 0; i < file.imports.size(); ++i) out_ += (i == 0 ? ", with " : ", ") + import(*file.imports[i]);
    out_ += ".\n\n";
    for (const tree::Statement& statement : file.tree->statements) {
      if (const auto* one = std::get_if<tree::Enum>(&statement)) write_enum(*one);
      if (const auto* one = std::get_if<tree::Class>(&statement)) write_class(*one);
      if (const auto* one = std::get_if<tree::Extern>(&statement)) write_extern(*one);
    }
  }

  std::string take() {
    while (out_.ends_with("\n\n")) out_.pop_back();
    return std::move(out_);
  }

 private:
  std::string import(const schema::File& other) const {
    if (one_page_ || !other.is_root) return code(other.name);
    return '[' + other.name + "](" + page_of(other) + ')';
  }

  // From this file's page to that of another: pages lie as their schemas do.
  std::string page_of(const schema::File& other) const {
    std::string up;
    for (const char c : file_->name)
      if (c == '/') up += "../";
    return up + other.name.substr(0, other.name.rfind('.')) + ".md";
  }

  std::string text(const DocText& pieces) const {
    std::string out;
    for (const DocPiece& piece : pieces) {
      std::string plain;
      for (const char c : piece.text)
        plain += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '_' ? "\\_" : std::string(1, c);
      const bool links = piece.file != nullptr && piece.file->is_root;
      const std::string page = links && piece.file != file_ && !one_page_ ? page_of(*piece.file) : "";
      out += links ? '[' + plain + "](" + page + '#' + piece.anchor + ')' : plain;
    }
    return out;
  }

  void heading(const char* kind, const std::string& full_name, std::string_view name) {
    out_ += "<a id=\"" + full_name + "\"></a>\n\n## " + kind + ' ' + std::string(name) + "\n\n";
  }

  void write_enum(const tree::Enum& tree) {
    const auto found = std::find_if(file_->enums.begin(), file_->enums.end(),
                                    [&](const schema::Enum* one) { return one->tree == &tree; });
    const schema::Enum& one = **found;
    heading("enum", one.full_name, one.name);
    out_ += paragraphs(one.doc);
    if (one.deprecated) out_ += deprecation(one.deprecated) + "\n\n";
    out_ += "| Value | Name | |\n|--:|---|---|\n";
    for (const schema::Enumerator& each : one.enumerators) {
      std::string about;
      for (const std::string_view line : each.doc) join(about, doc_line(line));
      if (each.was) join(about, "Once " + code(*each.was) + '.');
      join(about, deprecation(each.deprecated));
      out_ += "| " + std::to_string(each.value) + " | " + code(each.name) + " | " + cell(about) + " |\n";
    }
    out_ += '\n';
  }

  void write_class(const tree::Class& tree) {
    const auto found = std::find_if(file_->classes.begin(), file_->classes.end(),
                                    [&](const schema::Class* one) { return one->tree == &tree; });
    const schema::Class& one = **found;
    heading("class", one.full_name, one.name);
    out_ += paragraphs(one.doc);
    if (one.deprecated) out_ += deprecation(one.deprecated) + "\n\n";
    out_ += relations(one) + "\n\n";
    if (!one.fields.empty()) {
      out_ += "| Number | Field | Type | Default | |\n|--:|---|---|---|---|\n";
      for (const schema::Field& field : one.fields) row(field);
      out_ += '\n';
    }
    for (const schema::Class* ancestor : one.ancestors) inherited(*ancestor);
    const std::string reserved = doc_reserved(one);
    if (!reserved.empty()) out_ += "Reserved numbers: " + reserved + ".\n\n";
  }

  std::string relations(const schema::Class& one) const {
    std::string out;
    if (one.parent != nullptr) join(out, "A " + text(doc_name(*one.parent, *file_)) + '.');
    std::string children;
    for (const schema::Class* child : doc_children(schema_, one))
      children += (children.empty() ? "" : ", ") + text(doc_name(*child, *file_));
    if (!children.empty()) join(out, "Parent of " + children + '.');
    if (one.was) join(out, "Once " + code(*one.was) + '.');
    join(out, "Id " + code(id_text(one.id)) + '.');
    return out;
  }

  void row(const schema::Field& field) {
    std::string about;
    for (const std::string_view line : field.doc) join(about, doc_line(line));
    if (field.unit) join(about, "In " + doc_line(*field.unit) + '.');
    if (field.has_index) join(about, "Has an index.");
    if (field.was) join(about, "Once " + code(*field.was) + '.');
    join(about, deprecation(field.deprecated));
    out_ += "| " + std::to_string(field.number) + " | " + code(field.name) + " | " +
            text(doc_type(field.type, *file_)) + " | " + cell(code(doc_default(field))) + " | " + cell(about) + " |\n";
  }

  void inherited(const schema::Class& ancestor) {
    if (ancestor.fields.empty()) return;
    out_ += "From " + text(doc_name(ancestor, *file_)) + ": ";
    for (size_t i = 0; i < ancestor.fields.size(); ++i) out_ += (i == 0 ? "" : ", ") + code(ancestor.fields[i].name);
    out_ += ".\n\n";
  }

  void write_extern(const tree::Extern& tree) {
    for (const schema::Extern* one : file_->externs) {
      if (one->tree != &tree) continue;
      heading("type", std::string(file_->package) + '.' + one->letter, std::string_view(&one->letter, 1));
      out_ += paragraphs(one->doc) + "Somebody's own: " + code(one->cpp_name) + " of " + code(one->header) + ".\n\n";
    }
  }

  const schema::Schema& schema_;
  const bool one_page_;
  const schema::File* file_ = nullptr;
  std::string out_;
};

}  // namespace

std::string markdown_page(const schema::Schema& schema) {
  MarkdownWriter writer(schema, true);
  for (const schema::File& file : schema.files)
    if (file.is_root) writer.write(file);
  return writer.take();
}

std::vector<NewFile> markdown_pages(const schema::Schema& schema, const std::string& folder) {
  std::vector<NewFile> out;
  for (const schema::File& file : schema.files) {
    if (!file.is_root) continue;
    MarkdownWriter writer(schema, false);
    writer.write(file);
    out.push_back({folder + '/' + file.name.substr(0, file.name.rfind('.')) + ".md", writer.take()});
  }
  return out;
}

}  // namespace rdxc
