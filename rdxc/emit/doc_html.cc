#include <algorithm>

#include "rdxc/check/class_id.h"
#include "rdxc/emit/doc.h"

namespace rdxc {
namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6475; --line: #d5dae3; --paper: #ffffff; --panel: #f5f7fa; --mark: #1f5fbf; --warn: #a13d00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e8ef; --soft: #9aa4b5; --line: #39414f; --paper: #14181f; --panel: #1c222c; --mark: #7db2ff; --warn: #ffab70; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 6rem; max-width: 72rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.9rem; margin: 0 0 1rem; } h2 { font-size: 1.4rem; margin: 3rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { font-size: 1.1rem; margin: 2rem 0 .4rem; } h3 small { color: var(--soft); font-weight: normal; }
a { color: var(--mark); text-decoration: none; } a:hover { text-decoration: underline; }
code, .type { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .88em; }
p { margin: .4rem 0; max-width: 46rem; } .soft { color: var(--soft); } .warn { color: var(--warn); }
table { border-collapse: collapse; margin: .8rem 0; width: 100%; }
th, td { text-align: left; vertical-align: baseline; padding: .35rem 1.2rem .35rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td:last-child { padding-right: 0; width: 40%; } td p { margin: 0; }
th { color: var(--soft); font-weight: 600; font-size: .85rem; overflow-wrap: normal; } td.number { color: var(--soft); font-variant-numeric: tabular-nums; width: 5rem; }
.gone code { text-decoration: line-through; }
nav { margin: 1rem 0; columns: 20rem; } nav div { break-inside: avoid; overflow-wrap: anywhere; }
.diagram { overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--panel); margin: 1rem 0; }
.diagram svg { display: block; max-width: none; }
svg text { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; fill: var(--ink); } svg .title { font-weight: 700; fill: var(--mark); }
svg .kind { fill: var(--soft); } svg .box { fill: var(--paper); stroke: var(--line); } svg .rule { stroke: var(--line); }
svg .edge { fill: none; stroke: var(--soft); stroke-width: 1.2; opacity: .75; } svg .parent { stroke: var(--mark); stroke-width: 1.6; opacity: 1; }
@media (max-width: 44rem) {
  body { padding: 1.2rem 1rem 4rem; } table, tbody { display: block; } th, td:empty { display: none; }
  tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .9rem; padding: .45rem 0; border-bottom: 1px solid var(--line); }
  td { padding: 0; border: 0; } td.number, td:last-child { width: auto; } td:last-child { flex-basis: 100%; }
}
svg .tip { fill: var(--soft); stroke: none; } svg .hollow { fill: var(--paper); stroke: var(--mark); stroke-width: 1.4; }
)";

std::string text(const DocText& pieces) {
  std::string out;
  for (const DocPiece& piece : pieces) {
    const bool links = piece.file != nullptr && piece.file->is_root;
    out += links ? "<a href=\"#" + html_text(piece.anchor) + "\">" + html_text(piece.text) + "</a>"
                 : html_text(piece.text);
  }
  return out;
}

std::string code(std::string_view text) { return "<code>" + html_text(text) + "</code>"; }

// Lines up to an empty one are a paragraph; what stands in `…` is code.
std::string paragraphs(const schema::DocLines& doc) {
  std::string out;
  bool open = false;
  for (const std::string_view line : doc) {
    if (line.empty()) {
      out += open ? "</p>\n" : "";
      open = false;
      continue;
    }
    out += open ? " " : "<p>";
    open = true;
    std::string_view rest = line;
    for (bool is_code = false;; is_code = !is_code) {
      const size_t tick = rest.find('`');
      const bool closed = !is_code || tick != std::string_view::npos;
      const std::string_view part = rest.substr(0, tick);
      out += is_code && closed ? code(part) : (is_code ? "`" : "") + html_text(part);
      if (tick == std::string_view::npos) break;
      rest.remove_prefix(tick + 1);
    }
  }
  return open ? out + "</p>\n" : out;
}

std::string deprecation(const std::optional<std::string>& reason) {
  if (!reason) return {};
  return "<p class=\"warn\">Deprecated" + (reason->empty() ? std::string() : ": " + html_text(*reason)) + "</p>\n";
}

class HtmlWriter {
 public:
  explicit HtmlWriter(const schema::Schema& schema) : schema_(schema) {}

  std::string run() {
    std::string title;
    for (const schema::File& file : schema_.files)
      if (file.is_root) title += (title.empty() ? "" : ", ") + file.name;
    out_ =
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width\">\n<title>" +
        html_text(title) + "</title>\n<style>" + std::string(kStyle) + "</style>\n<h1>" + html_text(title) + "</h1>\n";
    contents();
    const std::string diagram = class_diagram(schema_);
    if (!diagram.empty()) out_ += "<div class=\"diagram\">\n" + diagram + "</div>\n";
    for (const schema::File& file : schema_.files)
      if (file.is_root) write(file);
    return std::move(out_) + "</html>\n";
  }

 private:
  void contents() {
    out_ += "<nav>\n";
    for (const schema::File& file : schema_.files) {
      if (!file.is_root) continue;
      for (const schema::Class* one : file.classes) entry("class", one->full_name);
      for (const schema::Enum* one : file.enums) entry("enum", one->full_name);
    }
    out_ += "</nav>\n";
  }

  void entry(const char* kind, const std::string& name) {
    out_ += "<div><span class=\"soft\">" + std::string(kind) + "</span> <a href=\"#" + html_text(name) + "\">" +
            html_text(name) + "</a></div>\n";
  }

  void write(const schema::File& file) {
    file_ = &file;
    out_ += "<h2>" + html_text(file.name) + "</h2>\n<p class=\"soft\">package " + code(file.package);
    for (size_t i = 0; i < file.imports.size(); ++i) out_ += (i == 0 ? ", with " : ", ") + code(file.imports[i]->name);
    out_ += "</p>\n";
    for (const schema::Class* one : file.classes) write(*one);
    for (const schema::Enum* one : file.enums) write(*one);
    for (const schema::Extern* one : file.externs) {
      heading("type", std::string(file.package) + '.' + one->letter, std::string_view(&one->letter, 1));
      out_ +=
          paragraphs(one->doc) + "<p>Somebody's own: " + code(one->cpp_name) + " of " + code(one->header) + "</p>\n";
    }
  }

  void heading(const char* kind, const std::string& anchor, std::string_view name) {
    out_ += "<h3 id=\"" + html_text(anchor) + "\"><small>" + kind + "</small> " + html_text(name) + "</h3>\n";
  }

  void write(const schema::Class& one) {
    heading("class", one.full_name, one.name);
    out_ += paragraphs(one.doc) + deprecation(one.deprecated) + "<p class=\"soft\">";
    if (one.parent != nullptr) out_ += "a " + text(doc_name(*one.parent, *file_)) + " · ";
    const std::vector<const schema::Class*> children = doc_children(schema_, one);
    for (size_t i = 0; i < children.size(); ++i)
      out_ += (i == 0 ? "parent of " : ", ") + text(doc_name(*children[i], *file_));
    out_ += children.empty() ? "" : " · ";
    if (one.was) out_ += "once " + code(*one.was) + " · ";
    out_ += "id " + code(id_text(one.id)) + "</p>\n";
    if (!one.fields.empty()) {
      out_ += "<table>\n<tr><th>Number</th><th>Field</th><th>Type</th><th>Default</th><th>About</th></tr>\n";
      for (const schema::Field& field : one.fields) row(field);
      out_ += "</table>\n";
    }
    for (const schema::Class* ancestor : one.ancestors) inherited(*ancestor);
    const std::string reserved = doc_reserved(one);
    if (!reserved.empty()) out_ += "<p class=\"soft\">reserved numbers: " + reserved + "</p>\n";
  }

  void row(const schema::Field& field) {
    std::string about = paragraphs(field.doc);
    const auto add = [&](const std::string& note) { about += "<p class=\"soft\">" + note + "</p>\n"; };
    if (field.unit) add("in " + html_text(*field.unit));
    if (field.has_index) add("has an index");
    if (field.was) add("once " + code(*field.was));
    about += deprecation(field.deprecated);
    const std::string initial = doc_default(field);
    out_ += std::string("<tr") + (field.deprecated ? " class=\"gone\"" : "") + "><td class=\"number\">" +
            std::to_string(field.number) + "</td><td>" + code(field.name) + "</td><td class=\"type\">" +
            text(doc_type(field.type, *file_)) + "</td><td>" + (initial.empty() ? "" : code(initial)) + "</td><td>" +
            about + "</td></tr>\n";
  }

  void inherited(const schema::Class& ancestor) {
    if (ancestor.fields.empty()) return;
    out_ += "<p class=\"soft\">from " + text(doc_name(ancestor, *file_)) + ": ";
    for (size_t i = 0; i < ancestor.fields.size(); ++i) out_ += (i == 0 ? "" : ", ") + code(ancestor.fields[i].name);
    out_ += "</p>\n";
  }

  void write(const schema::Enum& one) {
    heading("enum", one.full_name, one.name);
    out_ += paragraphs(one.doc) + deprecation(one.deprecated) +
            "<table>\n<tr><th>Value</th><th>Name</th><th>About</th></tr>\n";
    for (const schema::Enumerator& each : one.enumerators) {
      const std::string was = each.was ? "<p class=\"soft\">once " + code(*each.was) + "</p>\n" : "";
      out_ += std::string("<tr") + (each.deprecated ? " class=\"gone\"" : "") + "><td class=\"number\">" +
              std::to_string(each.value) + "</td><td>" + code(each.name) + "</td><td>" + paragraphs(each.doc) + was +
              deprecation(each.deprecated) + "</td></tr>\n";
    }
    out_ += "</table>\n";
  }

  const schema::Schema& schema_;
  const schema::File* file_ = nullptr;
  std::string out_;
};

}  // namespace

std::string html_page(const schema::Schema& schema) { return HtmlWriter(schema).run(); }

}  // namespace rdxc
