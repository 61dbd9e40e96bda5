#include "rdxc/emit/generate.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace rdxc {
namespace {

// Make takes a blank for the end of a name, '#' for a comment and '$' for a variable.
std::string escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (c == ' ' || c == '#') out += '\\';
    if (c == '$') out += '$';
    out += c;
  }
  return out;
}

}  // namespace

std::vector<NewFile> generate(const Views& views, const TemplateSet& templates, const std::string& folder) {
  std::vector<NewFile> outputs;
  for (const FixedTemplate& one : templates.fixed) {
    NewFile& output = outputs.emplace_back();
    output.path = (std::filesystem::path(folder) / one.name).string();
    one.content.render(nullptr, output.text);
  }
  for (const FileView& file : views.files) {
    for (const OutputTemplate& one : templates.outputs) {
      NewFile& output = outputs.emplace_back();
      output.path = (std::filesystem::path(folder) / (std::string(file.name) + one.suffix)).string();
      one.content.render(&file, output.text);
    }
  }
  return outputs;
}

std::optional<std::string> find_clash(const std::vector<NewFile>& outputs) {
  std::set<std::string_view> known;
  for (const NewFile& output : outputs)
    if (!known.insert(output.path).second) return output.path;
  return std::nullopt;
}

std::string depfile(const std::vector<std::string>& targets, const std::vector<std::string>& inputs) {
  std::string out;
  for (const std::string& target : targets) out += (out.empty() ? "" : " ") + escaped(target);
  out += ':';
  for (const std::string& input : inputs) out += " \\\n  " + escaped(input);
  return out + '\n';
}

}  // namespace rdxc
