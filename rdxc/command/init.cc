#include "rdxc/command/init.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/check/cpp_name.h"
#include "rdxc/command/report.h"
#include "rdxc/emit/templates.h"
#include "rdxc/source/disk.h"

namespace rdxc {
namespace {

// Targets that CMake's generators have for themselves.
constexpr std::array<std::string_view, 12> kTaken = {
    "all",     "clean", "depend",         "edit_cache",    "help",          "install",
    "package", "test",  "package_source", "rebuild_cache", "install_local", "preinstall"};

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// The folder's name as a package's: lower case, one '_' for whatever cannot stand there; "app" where nothing is left.
std::string package_of(const std::string& folder) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(folder, error).lexically_normal();
  const std::string name = (whole.has_filename() ? whole : whole.parent_path()).filename().string();
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (is_alphanumeric(c)) {
      if (!out.empty() || c > '9') out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (out.ends_with('_')) out.pop_back();
  return out.empty() ? "app" : out;
}

// The text of templates/init/NAME.mustache, with these words in it.
std::string filled(std::string_view name, const std::vector<std::pair<std::string_view, std::string>>& words) {
  std::string out;
  for (const EmbeddedTemplate& one : embedded_templates())
    if (one.language == "init" && one.name == name) out = one.text;
  for (const auto& [word, with] : words)
    for (size_t at = out.find(word); at != std::string::npos; at = out.find(word, at + with.size()))
      out.replace(at, word.size(), with);
  return out;
}

std::vector<NewFile> project_files(const std::string& folder) {
  const std::string package = package_of(folder);
  const bool taken = std::find(kTaken.begin(), kTaken.end(), package) != kTaken.end();
  const std::vector<std::pair<std::string_view, std::string>> words = {
      {"{{package}}", package},
      {"{{namespace}}", cpp_namespace(package).front()},
      {"{{target}}", package + (taken ? "_app" : "")}};
  const std::pair<std::string, std::string_view> names[] = {{"CMakeLists.txt", "CMakeLists.txt"},
                                                            {package + ".rdx", "schema.rdx"},
                                                            {"main.cc", "main.cc"},
                                                            {"README.md", "README.md"},
                                                            {".gitignore", "gitignore"}};
  std::vector<NewFile> files;
  for (const auto& [name, text] : names)
    files.push_back({(std::filesystem::path(folder) / name).string(), filled(text, words)});
  return files;
}

}  // namespace

int init_project(const std::string& folder) {
  const std::vector<NewFile> files = project_files(folder);
  for (const NewFile& file : files) {
    std::error_code error;
    const auto status = std::filesystem::symlink_status(file.path, error);
    if (std::filesystem::exists(status))
      return complain(file.path + ": it is there already; nothing was written", kFiles);
  }
  RealDisk disk;
  if (const auto fault = disk.replace(files, false)) return complain(*fault, kFiles);
  std::string said;
  for (const NewFile& file : files) said += file.path + '\n';
  return print(said, kFine);
}

}  // namespace rdxc
