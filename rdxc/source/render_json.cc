#include <nlohmann/json.hpp>

#include "rdxc/source/render.h"

namespace rdxc {
namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& out, const Files& files, const Span& span) {
  if (!span.is_set()) return;
  const File& file = files[span.file];
  const Place begin = file.place(span.begin);
  const Place end = file.place(span.end);
  out["file"] = file.path();
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end_line"] = end.line;
  out["end_column"] = end.column;
  out["character"] = begin.character;
  out["byte"] = begin.byte;
  out["offset"] = span.begin;
  out["length"] = span.end - span.begin;
}

Json to_json(const Files& files, const Diagnostic& diagnostic) {
  Json out;
  out["code"] = code_text(diagnostic.code);
  out["severity"] = diagnostic.severity == Severity::kError ? "error" : "warning";
  out["message"] = diagnostic.message;
  add_place(out, files, diagnostic.span);
  if (!diagnostic.help.empty()) out["help"] = diagnostic.help;
  if (diagnostic.fix) {
    Json fix;
    add_place(fix, files, diagnostic.fix->span);
    fix["text"] = diagnostic.fix->text;
    out["fix"] = std::move(fix);
  }
  out["notes"] = Json::array();
  for (const Note& note : diagnostic.notes) {
    Json one;
    one["message"] = note.message;
    add_place(one, files, note.span);
    out["notes"].push_back(std::move(one));
  }
  return out;
}

}  // namespace

std::string render_json(const Files& files, const Diagnostics& diagnostics) {
  Json out;
  out["diagnostics"] = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.list()) out["diagnostics"].push_back(to_json(files, diagnostic));
  out["errors"] = diagnostics.errors();
  out["warnings"] = diagnostics.warnings();
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace rdxc
