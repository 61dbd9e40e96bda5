#include "rdxc/command/templates.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "rdxc/emit/templates.h"
#include "rdxc/source/line_diff.h"

namespace rdxc {
namespace {

// By the name of their file.
using Texts = std::map<std::string, std::string>;

Texts embedded(const std::string& language) {
  Texts texts;
  for (const EmbeddedTemplate& one : embedded_templates())
    if (one.language == language) texts.emplace(std::string(one.name) + ".mustache", one.text);
  return texts;
}

std::string language_of(const TemplatesArguments& arguments) {
  return arguments.language.empty() ? "cpp" : arguments.language;
}

std::string what_for(const EmbeddedTemplate& one) {
  if (one.language == "init") return "  for rdxc init";
  const std::string writes = what_it_writes(one.text);
  return writes.empty() ? "  a part of others" : "  writes " + writes;
}

int no_such_language(const std::string& language) {
  return complain("there are no templates for '" + language + "'; rdxc templates list shows what there is", kUsage);
}

std::string in_folder(const std::string& folder, const std::string& name) {
  return (std::filesystem::path(folder) / name).string();
}

}  // namespace

int list_templates(const TemplatesArguments& arguments) {
  std::string out;
  for (const EmbeddedTemplate& one : embedded_templates()) {
    if (!arguments.language.empty() && one.language != arguments.language) continue;
    out += std::string(one.language) + '/' + std::string(one.name) + ".mustache";
    out += what_for(one) + '\n';
  }
  return out.empty() ? no_such_language(arguments.language) : print(out, kFine);
}

int dump_templates(const TemplatesArguments& arguments) {
  const Texts texts = embedded(language_of(arguments));
  if (texts.empty()) return no_such_language(arguments.language);
  RealDisk disk;
  std::vector<NewFile> files;
  for (const auto& [name, text] : texts) {
    const std::string path = in_folder(arguments.folder, name);
    const ReadResult there = disk.read(path);
    const bool differs = there.status != ReadStatus::kMissing && there.text != text;
    if (differs && !arguments.force)
      return complain(path + ": it is there and differs; --force writes over it, and nothing was written", kFiles);
    files.push_back({path, text});
  }
  if (const auto fault = disk.replace(files, false)) return complain(*fault, kFiles);
  return kFine;
}

int diff_templates(const TemplatesArguments& arguments) {
  const std::string language = language_of(arguments);
  const Texts texts = embedded(language);
  if (texts.empty()) return no_such_language(arguments.language);
  RealDisk disk;
  const auto names = disk.list(arguments.folder, ".mustache");
  if (!names) return complain(arguments.folder + ": there is no such folder of templates", kFiles);
  std::string out;
  for (const std::string& name : *names) {
    const std::string path = in_folder(arguments.folder, name);
    const ReadResult theirs = disk.read(path);
    if (theirs.status != ReadStatus::kRead) return complain(path + ": the template cannot be read", kFiles);
    const auto ours = texts.find(name);
    const std::string title = ours == texts.end() ? "/dev/null" : "templates/" + language + '/' + name;
    out += unified_diff(title, ours == texts.end() ? std::string_view() : ours->second, path, theirs.text);
  }
  return print(out, out.empty() ? kFine : kFindings);
}

}  // namespace rdxc
