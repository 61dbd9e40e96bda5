#include "rdxc/emit/templates.h"

#include <algorithm>
#include <filesystem>
#include <optional>

namespace rdxc {
namespace {

constexpr std::string_view kSuffix = ".mustache";

std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find_first_of(" }\n"));
  text.remove_prefix(word.size());
  if (text.starts_with(' ')) text.remove_prefix(1);
  return word;
}

// {{! output .h }}, {{! output .json.h json }} or {{! file rdx.ts }} on the first line.
struct FirstLine {
  std::string_view suffix;  // ".h"
  std::string_view part;    // "json"
  std::string_view file;    // "rdx.ts"
};

FirstLine read_first_line(std::string_view text) {
  constexpr std::string_view kOutput = "{{! output ";
  constexpr std::string_view kFile = "{{! file ";
  FirstLine line;
  if (text.starts_with(kOutput)) {
    text.remove_prefix(kOutput.size());
    line.suffix = take_word(text);
    line.part = take_word(text);
  } else if (text.starts_with(kFile)) {
    text.remove_prefix(kFile.size());
    line.file = take_word(text);
  }
  return line;
}

bool is_asked_for(const FirstLine& line, const std::vector<std::string_view>& parts) {
  if (line.suffix.empty()) return false;
  return line.part.empty() || std::find(parts.begin(), parts.end(), line.part) != parts.end();
}

// Of what a fixed file may print: nothing.
constexpr Shape kNothing{"fixed file", {}};

void read_folder(Files& files, Disk& disk, const std::string& folder, std::map<std::string, FileId, std::less<>>& known,
                 TemplateSet& out) {
  const std::optional<std::vector<std::string>> names = disk.list(folder, kSuffix);
  if (!names) {
    out.unreadable.push_back(folder + ": there is no such folder of templates");
    return;
  }
  for (const std::string& name : *names) {
    const std::string path = (std::filesystem::path(folder) / name).string();
    ReadResult result = disk.read(path);
    if (result.status != ReadStatus::kRead) {
      out.unreadable.push_back(path + ": the template cannot be read");
      continue;
    }
    known[name.substr(0, name.size() - kSuffix.size())] = files.add(path, std::move(result.text));
    out.read.push_back(path);
  }
}

}  // namespace

std::string what_it_writes(std::string_view text) {
  const FirstLine line = read_first_line(text);
  if (!line.file.empty()) return std::string(line.file) + ", once";
  return std::string(line.suffix) + (line.part.empty() ? "" : " with --" + std::string(line.part));
}

TemplateSet load_templates(Files& files, Disk& disk, std::string_view language,
                           const std::vector<std::string_view>& parts, const std::string& folder,
                           Diagnostics& diagnostics) {
  TemplateSet out;
  std::map<std::string, FileId, std::less<>> known;
  for (const EmbeddedTemplate& one : embedded_templates()) {
    if (one.language != language) continue;
    const std::string path =
        "templates/" + std::string(one.language) + '/' + std::string(one.name) + std::string(kSuffix);
    known[std::string(one.name)] = files.add(path, std::string(one.text));
  }
  if (!folder.empty()) read_folder(files, disk, folder, known, out);
  const auto find = [&](std::string_view name) -> std::optional<FileId> {
    const auto found = known.find(name);
    if (found == known.end()) return std::nullopt;
    return found->second;
  };
  for (const auto& [name, file] : known) {
    const FirstLine line = read_first_line(files[file].text());
    if (!line.file.empty())
      out.fixed.push_back({std::string(line.file), Template::compile(files, file, kNothing, find, diagnostics)});
    if (is_asked_for(line, parts))
      out.outputs.push_back(
          {std::string(line.suffix), Template::compile(files, file, file_shape(), find, diagnostics)});
  }
  return out;
}

}  // namespace rdxc
