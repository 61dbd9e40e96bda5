// Diagnostics as SARIF 2.1.0, which code hosts show beside the changed lines.
#include <nlohmann/json.hpp>
#include <set>

#include "rdxc/source/catalogue.h"
#include "rdxc/source/render.h"

namespace rdxc {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// A path as a URI reference: what may not stand in one as %xx.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<uint8_t>(c);
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 15];
    }
  }
  return out;
}

// Columns in code points, as the run says; `endColumn` is the one behind the last.
Json region(const File& file, const Span& span) {
  const Place begin = file.place(span.begin);
  const Place end = file.place(span.end);
  return {{"startLine", begin.line},    {"startColumn", begin.character}, {"endLine", end.line},
          {"endColumn", end.character}, {"byteOffset", span.begin},       {"byteLength", span.end - span.begin}};
}

Json physical(const Files& files, const Span& span) {
  const File& file = files[span.file];
  return {{"artifactLocation", {{"uri", uri_of(file.path())}}}, {"region", region(file, span)}};
}

Json related(const Files& files, const std::vector<Note>& notes) {
  Json out = Json::array();
  for (const Note& note : notes) {
    Json one = {{"id", out.size()}, {"message", {{"text", note.message}}}};
    if (note.span.is_set()) one["physicalLocation"] = physical(files, note.span);
    out.push_back(std::move(one));
  }
  return out;
}

Json fixes(const Files& files, const Diagnostic& diagnostic) {
  const File& file = files[diagnostic.fix->span.file];
  Json replacement = {{"deletedRegion", region(file, diagnostic.fix->span)},
                      {"insertedContent", {{"text", diagnostic.fix->text}}}};
  Json change = {{"artifactLocation", {{"uri", uri_of(file.path())}}},
                 {"replacements", Json::array({std::move(replacement)})}};
  Json fix;
  if (!diagnostic.help.empty()) fix["description"] = {{"text", diagnostic.help}};
  fix["artifactChanges"] = Json::array({std::move(change)});
  return Json::array({std::move(fix)});
}

Json result(const Files& files, const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  if (!diagnostic.help.empty()) text += "\nhelp: " + diagnostic.help;
  Json out = {{"ruleId", code_text(diagnostic.code)},
              {"level", diagnostic.severity == Severity::kError ? "error" : "warning"},
              {"message", {{"text", std::move(text)}}}};
  out["locations"] = Json::array();
  if (diagnostic.span.is_set()) out["locations"].push_back({{"physicalLocation", physical(files, diagnostic.span)}});
  if (!diagnostic.notes.empty()) out["relatedLocations"] = related(files, diagnostic.notes);
  if (diagnostic.fix) out["fixes"] = fixes(files, diagnostic);
  return out;
}

// The pages of the codes that were given.
Json rules(const Diagnostics& diagnostics) {
  std::set<Code> codes;
  for (const Diagnostic& one : diagnostics.list()) codes.insert(one.code);
  Json out = Json::array();
  for (const Code code : codes) {
    const std::optional<Page> page = find_page(code);
    if (!page) continue;
    out.push_back({{"id", code_text(code)},
                   {"name", std::string(page->name)},
                   {"shortDescription", {{"text", std::string(page->title)}}},
                   {"fullDescription", {{"text", std::string(page->meaning)}}}});
  }
  return out;
}

}  // namespace

std::string render_sarif(const Files& files, const Diagnostics& diagnostics) {
  Json results = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.list()) results.push_back(result(files, diagnostic));
  const Json driver = {{"name", "rdxc"}, {"version", RDXC_VERSION}, {"rules", rules(diagnostics)}};
  const Json run = {
      {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  const Json out = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({run})}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace rdxc
