#include "rdxc/emit/plugin.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "rdxc/emit/json.h"
#include "rdxc/source/utf8.h"

namespace rdxc {
namespace {

using Json = nlohmann::json;

constexpr size_t kMostOutput = size_t{1} << 30;

// The place of a class, an enum, a field or a value by its full name.
std::optional<Span> find_name(const schema::Schema& schema, std::string_view name) {
  const auto member = [name](const std::string& owner) {
    const bool below = name.size() > owner.size() && name.starts_with(owner) && name[owner.size()] == '.';
    return below ? name.substr(owner.size() + 1) : std::string_view();
  };
  for (const schema::Class& one : schema.classes) {
    if (one.full_name == name) return one.tree->name.span;
    const std::string_view wanted = member(one.full_name);
    for (const schema::Field& field : one.fields)
      if (field.name == wanted) return field.tree->name.span;
  }
  for (const schema::Enum& one : schema.enums) {
    if (one.full_name == name) return one.tree->name.span;
    const std::string_view wanted = member(one.full_name);
    for (const schema::Enumerator& value : one.enumerators)
      if (value.name == wanted) return value.span;
  }
  return std::nullopt;
}

// The character at a line and a column, both from 1; the whole line where the column is 0.
std::optional<Span> find_place(const Files& files, FileId id, int64_t line, int64_t column) {
  const File& file = files[id];
  if (line < 1 || line > file.line_count() || column < 0) return std::nullopt;
  const std::string_view text = file.line(static_cast<uint32_t>(line));
  const uint32_t begin = file.line_begin(static_cast<uint32_t>(line));
  if (column == 0) return Span{id, begin, begin + static_cast<uint32_t>(text.size())};
  size_t at = 0;
  for (; column > 1 && at < text.size(); --column) at += std::max<size_t>(decode_utf8(text, at).size, 1);
  const size_t size = at < text.size() ? std::max<size_t>(decode_utf8(text, at).size, 1) : 0;
  return Span{id, begin + static_cast<uint32_t>(at), begin + static_cast<uint32_t>(at + size)};
}

// Relative, and no way out of the folder.
bool stays_below(const std::string& name) {
  if (name.empty() || name.find('\0') != std::string::npos || name.ends_with('/')) return false;
  const std::filesystem::path path(name);
  if (path.is_absolute()) return false;
  return std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".." || part == "."; });
}

class Answer {
 public:
  Answer(const Plugin& plugin, const schema::Schema& schema, const Files& files, Diagnostics& diagnostics)
      : plugin_(plugin), schema_(schema), files_(files), diagnostics_(diagnostics) {}

  void read(const std::string& text, const std::string& folder, std::vector<NewFile>& outputs) {
    const Json answer = Json::parse(text, nullptr, false);
    if (!answer.is_object()) return garbage(answer.is_discarded() ? "is no JSON" : "is no JSON object");
    for (const auto& [name, value] : answer.items()) {
      if (name != "files" && name != "diagnostics") return garbage("has a member '" + name + "'");
      if (!value.is_array()) return garbage("has '" + name + "', which is no array");
    }
    for (const Json& one : answer.value("diagnostics", Json::array())) read_diagnostic(one);
    for (const Json& one : answer.value("files", Json::array())) read_file(one, folder, outputs);
  }

  void fail(Code code, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.message = std::move(message);
    diagnostic.help = std::move(help);
    diagnostics_.add(std::move(diagnostic));
  }

  std::string program() const { return "rdxc-gen-" + plugin_.name; }

 private:
  void garbage(const std::string& what) {
    fail(Code::plugin_answer, "the answer of '" + program() + "' " + what,
         R"(it answers {"files": [{"name": …, "content": …}], "diagnostics": [{"severity": …, "message": …}]})");
  }

  // The text of a member; nothing where it is missing or no text.
  static std::optional<std::string> text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
  }

  void read_file(const Json& one, const std::string& folder, std::vector<NewFile>& outputs) {
    const std::optional<std::string> name = one.is_object() ? text_of(one, "name") : std::nullopt;
    const std::optional<std::string> content = one.is_object() ? text_of(one, "content") : std::nullopt;
    if (!name || !content) return garbage("has a file without a name and content, both texts");
    if (!stays_below(*name)) {
      return fail(Code::plugin_path, "'" + program() + "' would write '" + *name + "', outside of the output folder",
                  "a name is a path below the folder, without '..' and '.'");
    }
    outputs.push_back({(std::filesystem::path(folder) / *name).string(), *content});
  }

  void read_diagnostic(const Json& one) {
    const std::optional<std::string> message = one.is_object() ? text_of(one, "message") : std::nullopt;
    const std::string severity = one.is_object() ? text_of(one, "severity").value_or("error") : "";
    if (!message || (severity != "error" && severity != "warning"))
      return garbage("has a diagnostic without a message, or whose severity is neither error nor warning");
    Diagnostic diagnostic;
    diagnostic.code = Code::plugin_finding;
    diagnostic.severity = severity == "error" ? Severity::kError : Severity::kWarning;
    diagnostic.message = *message + " (" + program() + ")";
    diagnostic.help = text_of(one, "help").value_or("");
    const std::optional<Span> span = place_of(one);
    if (!span) return garbage("has a diagnostic at a place that the schemas do not have: " + *message);
    diagnostic.span = *span;
    diagnostics_.add(std::move(diagnostic));
  }

  // An unset span where the diagnostic says no place; nothing where there is no such place.
  std::optional<Span> place_of(const Json& one) const {
    if (const auto at = text_of(one, "at")) return find_name(schema_, *at);
    const auto name = text_of(one, "file");
    if (!name) return Span();
    for (const schema::File& file : schema_.files)
      if (file.name == *name) return find_place(files_, file.id, integer(one, "line", 1), integer(one, "column", 0));
    return std::nullopt;
  }

  static int64_t integer(const Json& object, const char* name, int64_t otherwise) {
    const auto found = object.find(name);
    if (found == object.end()) return otherwise;
    return found->is_number_integer() ? found->get<int64_t>() : -1;
  }

  const Plugin& plugin_;
  const schema::Schema& schema_;
  const Files& files_;
  Diagnostics& diagnostics_;
};

void take(Answer& answer, const Plugin& plugin, const ProcessResult& result, const std::string& folder,
          std::vector<NewFile>& outputs) {
  using End = ProcessResult::End;
  const std::string who = "'" + answer.program() + "'";
  switch (result.end) {
    case End::kNotStarted:
      return answer.fail(Code::plugin_missing, who + " cannot be started: " + result.reason,
                         "give the path of a program: --plugin " + plugin.name + "=PATH");
    case End::kSignalled:
      return answer.fail(Code::plugin_failed, who + " crashed: " + ::strsignal(result.status), "nothing was written");
    case End::kTimedOut:
      return answer.fail(Code::plugin_silent,
                         who + " did not end within " + std::to_string(plugin.timeout_ms) + " ms, and was stopped",
                         "give it longer by --plugin-timeout, if it needs longer");
    case End::kTooMuch: return answer.fail(Code::plugin_answer, "the answer of " + who + " is longer than 1 GiB", "");
    case End::kExited: break;
  }
  if (result.status != 0) {
    return answer.fail(Code::plugin_failed, who + " ended with status " + std::to_string(result.status),
                       "a plugin that found something wrong says so in its answer, and ends with status 0");
  }
  answer.read(result.output, folder, outputs);
}

}  // namespace

void read_answer(const Plugin& plugin, const std::string& text, const schema::Schema& schema, const Files& files,
                 const std::string& folder, std::vector<NewFile>& outputs, Diagnostics& diagnostics) {
  Answer(plugin, schema, files, diagnostics).read(text, folder, outputs);
}

void run_plugin(const Plugin& plugin, const Views& views, std::string_view compiler_version,
                const schema::Schema& schema, const Files& files, const std::string& folder,
                std::vector<NewFile>& outputs, std::vector<std::string>& read, Diagnostics& diagnostics) {
  Answer answer(plugin, schema, files, diagnostics);
  const std::optional<std::string> path = plugin.path.empty() ? find_program(answer.program()) : plugin.path;
  if (!path) {
    return answer.fail(Code::plugin_missing, "there is no program '" + answer.program() + "' in the folders of PATH",
                       "install it, or give its path: --plugin " + plugin.name + "=PATH");
  }
  const std::string request = plugin_request(views, compiler_version, plugin.name, plugin.options);
  read.push_back(*path);
  take(answer, plugin, run_process(*path, request, plugin.timeout_ms, kMostOutput), folder, outputs);
}

}  // namespace rdxc
