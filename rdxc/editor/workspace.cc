#include "rdxc/editor/workspace.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "rdxc/check/numbers.h"
#include "rdxc/syntax/formatter.h"

namespace rdxc {
namespace {

auto order(const Range& range) {
  return std::tuple(range.begin.line, range.begin.character, range.end.line, range.end.character);
}

void apply(std::string& text, std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return order(a.range) > order(b.range); });
  for (const Edit& edit : edits) {
    const TextIndex index(text);
    const uint32_t begin = index.offset(edit.range.begin);
    text.replace(begin, index.offset(edit.range.end) - begin, edit.text);
  }
}

// Without the blanks and line ends around it.
std::string_view bare(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string title_of(std::string_view old, std::string_view text) {
  const std::string before(bare(old));
  const std::string after(bare(text));
  if (before.empty()) return "add " + after;
  return after.empty() ? "remove " + before : "write " + after + " for " + before;
}

}  // namespace

void Workspace::open(const std::string& uri, std::string text, int64_t version) {
  Buffer& buffer = buffers_.open(uri);
  buffer.text = std::move(text);
  buffer.version = version;
  drop(uri);
}

void Workspace::close(const std::string& uri) {
  drop(uri);
  buffers_.close(uri);
}

bool Workspace::change(const std::string& uri, const std::optional<Range>& range, std::string_view text) {
  Buffer* buffer = buffers_.find(uri);
  if (buffer == nullptr) return false;
  if (range) {
    const TextIndex index(buffer->text);
    const uint32_t begin = index.offset(range->begin);
    const uint32_t end = std::max(index.offset(range->end), begin);
    buffer->text.replace(begin, end - begin, text);
  } else {
    buffer->text = text;
  }
  drop(uri);
  return true;
}

// The models that stand on a schema, or that miss one which this may be.
void Workspace::drop(const std::string& uri) {
  const std::string changed = buffers_.key_of(path_of_uri(uri));
  std::erase_if(models_, [&](const auto& entry) {
    const Model& model = *entry.second;
    if (entry.first == changed || !model.checked.unreadable.empty()) return true;
    for (const Diagnostic& one : model.diagnostics.list())
      if (one.code >= Code::import_not_found && one.code <= Code::import_unreadable) return true;
    for (const schema::File& file : model.checked.schema.files)
      if (buffers_.key_of(model.files[file.id].path()) == changed) return true;
    return false;
  });
}

void Workspace::set_version(const std::string& uri, int64_t version) {
  if (Buffer* buffer = buffers_.find(uri)) buffer->version = version;
}

std::optional<int64_t> Workspace::version(const std::string& uri) {
  const Buffer* buffer = buffers_.find(uri);
  return buffer == nullptr ? std::nullopt : std::optional(buffer->version);
}

const Model* Workspace::model_of(const std::string& key, const Buffer& buffer) {
  std::unique_ptr<Model>& model = models_[key];
  if (!model) model = make_model(buffers_, buffer.path, folders_);
  return model.get();
}

std::optional<Workspace::Asked> Workspace::ask(const std::string& uri, const Position& at) {
  const Buffer* buffer = buffers_.find(uri);
  if (buffer == nullptr) return std::nullopt;
  const Model* model = model_of(buffers_.key_of(buffer->path), *buffer);
  if (model->root() == nullptr) return std::nullopt;
  return Asked{model, model->index(model->root()->id).offset(at)};
}

std::optional<Occurrence> Workspace::occurrence(const Asked& asked) const {
  return occurrence_at(*asked.model, *asked.model->root(), asked.offset);
}

Location Workspace::location(const Model& model, const Span& span) {
  const TextIndex& index = model.index(span.file);
  return {buffers_.uri_of(model.files[span.file].path()), {index.position(span.begin), index.position(span.end)}};
}

EditorDiagnostic Workspace::finding(const Model& model, const Diagnostic& diagnostic) {
  EditorDiagnostic out;
  out.range = location(model, diagnostic.span).range;
  out.severity = diagnostic.severity;
  out.code = code_text(diagnostic.code);
  out.message = diagnostic.message;
  for (const Note& note : diagnostic.notes) {
    if (note.span.is_set()) {
      Remark& remark = out.remarks.emplace_back();
      remark.at = location(model, note.span);
      remark.message = note.message;
    } else {
      out.message += '\n' + note.message;
    }
  }
  if (!diagnostic.help.empty()) out.message += '\n' + diagnostic.help;
  return out;
}

std::map<std::string, std::vector<EditorDiagnostic>> Workspace::findings() {
  std::map<std::string, std::vector<EditorDiagnostic>> out;
  std::set<std::tuple<std::string, std::string, uint32_t, uint32_t>> said;
  for (const auto& [key, buffer] : buffers_.all()) {
    std::vector<EditorDiagnostic>& own = out[buffer.uri];
    const Model* model = model_of(key, buffer);
    for (const std::string& reason : model->checked.unreadable) own.emplace_back().message = reason;
    for (const Diagnostic& one : model->diagnostics.list()) {
      if (!one.span.is_set()) continue;
      const std::string uri = buffers_.uri_of(model->files[one.span.file].path());
      const bool open_elsewhere = uri != buffer.uri && is_open(uri);  // says it itself
      if (open_elsewhere || !said.insert({uri, code_text(one.code), one.span.begin, one.span.end}).second) continue;
      EditorDiagnostic found = finding(*model, one);
      out[uri].push_back(std::move(found));
    }
  }
  return out;
}

std::vector<QuickFix> Workspace::quick_fixes(const std::string& uri, const Range& range) {
  std::vector<QuickFix> out;
  const auto asked = ask(uri, range.begin);
  if (!asked) return out;
  const FileId file = asked->model->root()->id;
  const uint32_t end = asked->model->index(file).offset(range.end);
  for (const Diagnostic& one : asked->model->diagnostics.list()) {
    const bool touches = one.span.file == file && one.span.begin <= end && one.span.end >= asked->offset;
    if (!touches || !one.fix || one.fix->span.file != file) continue;
    const std::string_view old = asked->model->files.text(one.fix->span);
    out.push_back({finding(*asked->model, one),
                   title_of(old, one.fix->text),
                   {location(*asked->model, one.fix->span).range, one.fix->text}});
  }
  return out;
}

std::optional<Location> Workspace::definition(const std::string& uri, const Position& at) {
  const auto asked = ask(uri, at);
  const auto found = asked ? occurrence(*asked) : std::nullopt;
  if (!found || !found->symbol.declaration.is_set()) return std::nullopt;
  return location(*asked->model, found->symbol.declaration);
}

// In every open schema and all that they import, each place once.
std::vector<Workspace::Place> Workspace::places(const Model& model, const Symbol& symbol) {
  const std::string home = buffers_.key_of(model.files[symbol.declaration.file].path());
  std::vector<Place> out;
  std::set<std::pair<std::string, uint32_t>> seen;
  for (const auto& [key, buffer] : buffers_.all()) {
    const Model* other = model_of(key, buffer);
    for (const schema::File& file : other->checked.schema.files) {
      const std::string path = buffers_.key_of(other->files[file.id].path());
      for (const Occurrence& one : occurrences(*other, file)) {
        const Span& declared = one.symbol.declaration;
        if (one.symbol.kind != symbol.kind || !declared.is_set() || declared.begin != symbol.declaration.begin)
          continue;
        if (buffers_.key_of(other->files[declared.file].path()) != home) continue;
        if (seen.emplace(path, one.span.begin).second) out.push_back({path, one.span, other, one.span == declared});
      }
    }
  }
  return out;
}

std::vector<Location> Workspace::references(const std::string& uri, const Position& at, bool with_declaration) {
  const auto asked = ask(uri, at);
  const auto found = asked ? occurrence(*asked) : std::nullopt;
  std::vector<Location> out;
  if (!found || !found->symbol.declaration.is_set()) return out;
  for (const Place& place : places(*asked->model, found->symbol))
    if (with_declaration || !place.is_declaration) out.push_back(location(*place.model, place.span));
  return out;
}

std::optional<Hover> Workspace::hover(const std::string& uri, const Position& at) {
  const auto asked = ask(uri, at);
  const auto found = asked ? occurrence(*asked) : std::nullopt;
  if (!found) return std::nullopt;
  return Hover{location(*asked->model, found->span).range, hover_text(found->symbol)};
}

std::vector<CompletionItem> Workspace::completion(const std::string& uri, const Position& at) {
  std::vector<CompletionItem> out;
  const auto asked = ask(uri, at);
  if (!asked) return out;
  const TextIndex& index = asked->model->index(asked->model->root()->id);
  for (Item& item : complete(*asked->model, asked->offset, buffers_, folders_)) {
    CompletionItem one{std::move(item), std::nullopt};
    const Position place = index.position(one.item.import_at);
    if (!one.item.import_line.empty()) one.import = Edit{{place, place}, one.item.import_line};
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<Edit> Workspace::formatting(const std::string& uri) {
  const Buffer* buffer = buffers_.find(uri);
  if (buffer == nullptr || buffer->text.size() > kLongestFile) return {};
  Files files;
  Diagnostics diagnostics;
  std::optional<std::string> text = format(files, files.add(buffer->path, buffer->text), diagnostics);
  if (!text || *text == buffer->text) return {};
  return {Edit{{{}, TextIndex(buffer->text).end()}, std::move(*text)}};
}

std::optional<Hover> Workspace::renamable(const std::string& uri, const Position& at) {
  const auto asked = ask(uri, at);
  const auto found = asked ? occurrence(*asked) : std::nullopt;
  if (!found || found->symbol.kind == SymbolKind::kLetter || found->symbol.kind == SymbolKind::kFile)
    return std::nullopt;
  return Hover{location(*asked->model, found->span).range, std::string(asked->model->files.text(found->span))};
}

Renaming Workspace::rename(const std::string& uri, const Position& at, const std::string& name) {
  Renaming out;
  const auto old = renamable(uri, at);
  if (!old) {
    out.refusal = "there is no name here that could be another";
  } else if (!is_identifier(name)) {
    out.refusal = "'" + name + "' is not a name: names are made of a-z, A-Z, 0-9 and _";
  }
  if (!out.refusal.empty() || old->markdown == name) return out;
  const Asked asked = *ask(uri, at);
  const Symbol symbol = occurrence(asked)->symbol;
  for (const Place& place : places(*asked.model, symbol)) {
    const Location where = location(*place.model, place.span);
    out.edits[where.uri].push_back({where.range, name});
  }
  if (symbol.kind == SymbolKind::kClass) keep_class_id(out, *asked.model, symbol);
  out.refusal = refusal(out);
  if (!out.refusal.empty()) out.edits.clear();
  return out;
}

// A class's id comes from its name: under another, objects that are stored would be of no class, so it says what it
// was.
void Workspace::keep_class_id(Renaming& out, const Model& model, const Symbol& symbol) {
  const schema::Class& one = *symbol.class_;
  if (one.has_own_id || one.was) return;
  const std::string was = "was = \"" + std::string(one.name) + '"';
  const tree::Class& tree = *one.tree;
  if (!tree.options.empty()) {
    Span before = tree.options.front().name.span;
    before.end = before.begin;
    const Location where = location(model, before);
    out.edits[where.uri].push_back({where.range, was + ", "});
    return;
  }
  Span behind = tree.parent.text.empty() ? tree.name.span : tree.parent.span;
  behind.begin = behind.end;
  const Location where = location(model, behind);
  out.edits[where.uri].push_back({where.range, " [" + was + ']'});
}

size_t Workspace::errors() {
  size_t count = 0;
  for (const auto& [uri, list] : findings())
    for (const EditorDiagnostic& one : list) count += one.severity == Severity::kError;
  return count;
}

// What would be wrong under the new name and is not now: the edits are made in a copy, and looked at.
std::string Workspace::refusal(const Renaming& renaming) {
  const size_t before = errors();
  Workspace after(buffers_, folders_);
  for (const auto& [key, buffer] : buffers_.all()) after.open(buffer.uri, buffer.text, buffer.version);
  for (const auto& [uri, edits] : renaming.edits) {
    ReadResult text = buffers_.read(path_of_uri(uri));
    if (text.status != ReadStatus::kRead) return "'" + uri + "' cannot be read: " + reason_of(text);
    apply(text.text, edits);
    after.open(uri, std::move(text.text), 0);
  }
  std::map<std::string, std::vector<EditorDiagnostic>> known = findings();
  if (after.errors() <= before) return {};
  for (const auto& [uri, list] : after.findings()) {
    for (const EditorDiagnostic& one : list) {
      const auto same = [&](const EditorDiagnostic& other) { return other.message == one.message; };
      if (std::none_of(known[uri].begin(), known[uri].end(), same))
        return one.message.substr(0, one.message.find('\n'));
    }
  }
  return "there would be an error more";
}

}  // namespace rdxc
