#include "rdxc/command/init.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "rdxc/check/cpp_name.h"
#include "rdxc/command/report.h"
#include "rdxc/source/disk.h"

namespace rdxc {
namespace {

// In the texts, PACKAGE is the package's name, NAMESPACE its name in C++ and TARGET its name in CMake.

constexpr std::string_view kCmake = R"(cmake_minimum_required(VERSION 3.25)
project(PACKAGE LANGUAGES CXX)

find_package(rdx REQUIRED)

add_executable(TARGET main.cc)
rdxc_generate(TARGET TARGET SCHEMAS PACKAGE.rdx)
target_link_libraries(TARGET PRIVATE rdx::runtime)
)";

constexpr std::string_view kSchema = R"(rdx 1;
package PACKAGE;

/// How far a task is.
enum State { open = 0; begun = 1; done = 2; }

/// Something to do, on a list that several replicas change at once.
class Task {
  title:  S        @1 [index = hash];   /// In a few words; the later change wins.
  state:  I<State> @2;
  votes:  C        @3;                  /// What several people add is added up.
  labels: E<S>     @4;
  notes:  text     @5;                  /// Several people may write at once.
}
)";

constexpr std::string_view kMain = R"(// A task in two replicas, changed apart and brought together.
#include <cstdlib>
#include <iostream>
#include <utility>

#include <rdx/rdx.h>

#include "PACKAGE.rdx.h"

// The value of a Result, or its message and the end.
template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
  return std::move(*result);
}

// `to` takes what it lacks of `from`.
void pull(rdx::Replica& to, rdx::Replica& from) {
  const auto request = need(to.request_diff());
  need(to.integrate_diff(need(from.build_diff(request))));
}

int main() {
  rdx::Replica phone = need(rdx::open_memory());  // on disk: rdx::open_rocksdb("PACKAGE.db") of <rdx/rocksdb.h>
  rdx::Replica laptop = need(rdx::open_memory());

  NAMESPACE::Task task;
  task.title = "Water the plants";
  task.votes = 1;
  need(phone.save(task));  // one packet; now the task has an id
  pull(laptop, phone);

  auto copy = need(laptop.load<NAMESPACE::Task>(task.id()));
  copy.state = NAMESPACE::State::begun;  // here the state and a vote,
  copy.votes += 1;
  need(laptop.save(copy));
  task.votes += 1;  // there a vote and a label
  task.labels.insert("garden");
  need(phone.save(task));

  pull(phone, laptop);
  pull(laptop, phone);
  for (rdx::Replica* replica : {&phone, &laptop}) {
    const auto merged = need(replica->load<NAMESPACE::Task>(task.id()));
    std::cout << merged.title << ": " << merged.votes << " votes, " << merged.labels.size() << " label, "
              << (merged.state == NAMESPACE::State::begun ? "begun" : "open") << '\n';
  }
}
)";

constexpr std::string_view kReadme = R"(# PACKAGE

Data that many replicas change at once, with rdx.

    cmake -S . -B build            # -DCMAKE_PREFIX_PATH=DIR where rdx is not installed below /usr or /usr/local
    cmake --build build
    build/TARGET

- `PACKAGE.rdx` describes the objects. The build makes `PACKAGE.rdx.h` and `PACKAGE.rdx.cc` of it.
- `main.cc` changes one of them in two replicas and brings both together.

A field is its number in all data that is stored: add fields with new numbers, never give one again, and reserve those of fields that go.

    rdxc check PACKAGE.rdx         # says what is wrong
    rdxc lint  PACKAGE.rdx         # says what could be better
    rdxc fmt   PACKAGE.rdx         # puts it into its one form
    rdxc doc   PACKAGE.rdx         # writes a page about it
)";

constexpr std::string_view kIgnore = "/build/\n";

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

std::string filled(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& words) {
  std::string out(text);
  for (const auto& [word, with] : words)
    for (size_t at = out.find(word); at != std::string::npos; at = out.find(word, at + with.size()))
      out.replace(at, word.size(), with);
  return out;
}

std::vector<NewFile> project_files(const std::string& folder) {
  const std::string package = package_of(folder);
  const bool taken = std::find(kTaken.begin(), kTaken.end(), package) != kTaken.end();
  const std::string target = package + (taken ? "_app" : "");
  // `rdxc_generate(TARGET` is CMake's word and not ours.
  const std::vector<std::pair<std::string_view, std::string>> words = {
      {"rdxc_generate(TARGET TARGET", "rdxc_generate(\x01 " + target},
      {"PACKAGE", package},
      {"NAMESPACE", cpp_namespace(package).front()},
      {"TARGET", target},
      {"\x01", "TARGET"}};
  std::vector<NewFile> files;
  for (const auto& [name, text] : {std::pair<std::string, std::string_view>("CMakeLists.txt", kCmake),
                                   {package + ".rdx", kSchema},
                                   {"main.cc", kMain},
                                   {"README.md", kReadme},
                                   {".gitignore", kIgnore}})
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
