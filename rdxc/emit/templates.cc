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

// {{! output .h }} or {{! output .json.h json }} on the first line: the ending, if the part is asked for.
std::string output_suffix(std::string_view text, const std::vector<std::string_view>& parts) {
  constexpr std::string_view kOpening = "{{! output ";
  if (!text.starts_with(kOpening)) return {};
  text.remove_prefix(kOpening.size());
  const std::string_view suffix = take_word(text);
  const std::string_view part = take_word(text);
  const bool asked = part.empty() || std::find(parts.begin(), parts.end(), part) != parts.end();
  return asked ? std::string(suffix) : std::string();
}

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
    const std::string suffix = output_suffix(files[file].text(), parts);
    if (suffix.empty()) continue;
    out.outputs.push_back({suffix, Template::compile(files, file, file_shape(), find, diagnostics)});
  }
  return out;
}

}  // namespace rdxc
