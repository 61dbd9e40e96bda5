#include "rdxc/check/loader.h"

#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "rdxc/check/edits.h"
#include "rdxc/source/suggest.h"
#include "rdxc/syntax/lexer.h"
#include "rdxc/syntax/parser.h"

namespace rdxc {
namespace {

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

std::string join_path(const std::string& folder, const std::string& name) {
  return folder == "." ? name : (std::filesystem::path(folder) / name).string();
}

std::filesystem::path absolute(const std::string& path) {
  std::error_code error;
  auto whole = std::filesystem::absolute(path, error).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

// The shortest name that a folder of -I gives the file, else its own.
std::string name_of(const std::string& path, const std::vector<std::string>& folders) {
  const auto whole = absolute(path);
  std::optional<std::string> best;
  for (const std::string& folder : folders) {
    const std::string name = whole.lexically_relative(absolute(folder)).string();
    if (name.empty() || name == "." || name.starts_with("..")) continue;
    if (!best || name.size() < best->size()) best = name;
  }
  return best ? *best : whole.filename().string();
}

class Loader {
 public:
  Loader(Files& files, Disk& disk, const std::vector<std::string>& folders, Diagnostics& diagnostics)
      : files_(files), disk_(disk), folders_(folders), diagnostics_(diagnostics) {}

  Program run(const std::vector<std::string>& roots) {
    for (const std::string& root : roots) load_root(root);
    for (size_t next = 0; next < program_.files.size(); ++next) load_imports(next);
    break_circles();
    return std::move(program_);
  }

 private:
  void load_root(const std::string& path) {
    const std::string identity = disk_.identity(path);
    const auto known = known_.find(identity);
    if (known != known_.end() && !identity.empty()) {
      program_.files[known->second].is_root = true;
      return;
    }
    ReadResult result = disk_.read(path);
    if (result.status != ReadStatus::kRead) {
      program_.unreadable.push_back(path + ": " + reason_of(result));
      return;
    }
    program_.files[add(path, identity, std::move(result.text))].is_root = true;
  }

  size_t add(const std::string& path, const std::string& identity, std::string text) {
    const size_t index = program_.files.size();
    known_[identity.empty() ? path : identity] = index;
    Loaded& loaded = program_.files.emplace_back();
    loaded.name = name_of(path, folders_);
    loaded.id = files_.add(path, std::move(text));
    loaded.tree = parse(files_, loaded.id, diagnostics_);
    edges_.emplace_back();
    return index;
  }

  void load_imports(size_t index) {
    std::map<std::string, Span> seen;
    Loaded& loaded = program_.files[index];
    loaded.misses_import |= loaded.tree.import_damaged;
    for (const tree::Statement& statement : loaded.tree.statements) {
      const auto* import = std::get_if<tree::Import>(&statement);
      if (import == nullptr || import->path.kind == tree::Value::Kind::kNone) continue;
      if (import->path.damaged) {
        loaded.misses_import = true;
        continue;
      }
      const std::string path = unescape(import->path.text);
      const auto [first, is_new] = seen.emplace(path, import->path.span);
      if (is_new) {
        load_import(index, path, *import);
      } else {
        add_fault(Code::import_twice, import->path.span, "'" + path + "' is imported twice", "remove one",
                  {{first->second, "the first import is here"}}, removal(*import));
      }
    }
  }

  Fix removal(const tree::Import& import) const { return remove_statement(files_[import.span.file], import.span); }

  void load_import(size_t index, const std::string& path, const tree::Import& import) {
    const Span& span = import.path.span;
    Loaded& loaded = program_.files[index];
    if (!is_plain(path)) {
      loaded.misses_import = true;
      return add_fault(Code::import_path, span,
                       "an import names a file below the folders of -I, without '..' or a leading '/'",
                       "give rdxc the folder by -I and import the file by its name there");
    }
    const std::optional<size_t> target = find(index, path, span);
    if (!target) {
      loaded.misses_import = true;
    } else if (*target == index) {
      add_fault(Code::import_of_itself, span, "the file imports itself",
                "remove the import; a file knows its own names", {}, removal(import));
    } else {
      edges_[index].push_back({*target, span});
    }
  }

  static bool is_plain(const std::string& path) {
    const std::filesystem::path parts(path);
    if (path.empty() || parts.is_absolute()) return false;
    for (const auto& part : parts)
      if (part == "..") return false;
    return true;
  }

  std::vector<std::string> folders_for(size_t index) const {
    std::vector<std::string> all = folders_;
    const std::string own = folder_of(files_[program_.files[index].id].path());
    for (const std::string& folder : all)
      if (absolute(folder) == absolute(own)) return all;
    all.push_back(own);
    return all;
  }

  std::optional<size_t> find(size_t index, const std::string& path, const Span& span) {
    const std::vector<std::string> folders = folders_for(index);
    for (const std::string& folder : folders) {
      const std::string whole = join_path(folder, path);
      const std::string identity = disk_.identity(whole);
      const auto known = known_.find(identity);
      if (!identity.empty() && known != known_.end()) return known->second;
      ReadResult result = disk_.read(whole);
      if (result.status == ReadStatus::kMissing) continue;
      if (result.status == ReadStatus::kRead) return add(whole, identity, std::move(result.text));
      add_fault(Code::import_unreadable, span, "'" + whole + "' cannot be read: " + reason_of(result), "");
      return std::nullopt;
    }
    not_found(path, span, folders);
    return std::nullopt;
  }

  void not_found(const std::string& path, const Span& span, const std::vector<std::string>& folders) {
    const std::string inner = std::filesystem::path(path).parent_path().string();
    std::vector<std::string> names;
    std::vector<Note> notes;
    notes.reserve(folders.size());
    for (const std::string& folder : folders) {
      notes.push_back({{}, "looked in '" + folder + "'"});
      const auto found = disk_.list(inner.empty() ? folder : join_path(folder, inner), ".rdx");
      for (const std::string& name : found.value_or(std::vector<std::string>()))
        names.push_back(inner.empty() ? name : join_path(inner, name));
    }
    Suggestion meant = suggest(path, std::vector<std::string_view>(names.begin(), names.end()));
    if (meant.help.empty()) meant.help = "give rdxc the folder of the file by -I";
    std::optional<Fix> fix;
    if (meant.only && meant.only->find_first_of("\"\\\n") == std::string::npos) fix = {span, '"' + *meant.only + '"'};
    add_fault(Code::import_not_found, span, "import '" + path + "' is not found", std::move(meant.help),
              std::move(notes), std::move(fix));
  }

  // Walks the imports in depth; an import back to a file on the way is a fault and is taken out.
  void break_circles() {
    std::vector<char> state(edges_.size(), 0);  // 0 not met, 1 on the way, 2 done
    for (size_t start = 0; start < edges_.size(); ++start) {
      if (state[start] != 0) continue;
      std::vector<std::pair<size_t, size_t>> way = {{start, 0}};
      state[start] = 1;
      while (!way.empty()) {
        auto& [index, next] = way.back();
        if (next == edges_[index].size()) {
          state[index] = 2;
          way.pop_back();
          continue;
        }
        const Edge& edge = edges_[index][next++];
        if (state[edge.target] == 1) {
          circle(way, edge);
          continue;
        }
        program_.files[index].imports.push_back(edge.target);
        if (state[edge.target] != 0) continue;
        state[edge.target] = 1;
        way.emplace_back(edge.target, 0);
      }
    }
  }

  struct Edge {
    size_t target;
    Span span;
  };

  void circle(const std::vector<std::pair<size_t, size_t>>& way, const Edge& closing) {
    size_t first = way.size();
    while (first > 0 && way[first - 1].first != closing.target) --first;
    std::vector<Note> notes;
    constexpr size_t kMostNotes = 8;
    for (size_t i = first == 0 ? 0 : first - 1; i + 1 < way.size() && notes.size() < kMostNotes; ++i) {
      const Edge& edge = edges_[way[i].first][way[i].second - 1];
      notes.push_back({edge.span, "'" + program_.files[edge.target].name + "' is imported here"});
    }
    add_fault(Code::import_cycle, closing.span,
              "importing '" + program_.files[closing.target].name + "' closes a circle of imports",
              "move what both need into a third file", std::move(notes));
    Loaded& loaded = program_.files[way.back().first];
    loaded.imports.push_back(closing.target);  // its names are known all the same
  }

  void add_fault(Code code, const Span& span, std::string message, std::string help, std::vector<Note> notes = {},
                 std::optional<Fix> fix = {}) {
    diagnostics_.add(
        {code, Severity::kError, span, std::move(message), std::move(notes), std::move(help), std::move(fix)});
  }

  Files& files_;
  Disk& disk_;
  const std::vector<std::string>& folders_;
  Diagnostics& diagnostics_;
  Program program_;
  std::vector<std::vector<Edge>> edges_;
  std::map<std::string, size_t> known_;
};

}  // namespace

Program load(Files& files, Disk& disk, const std::vector<std::string>& roots, const std::vector<std::string>& folders,
             Diagnostics& diagnostics) {
  return Loader(files, disk, folders, diagnostics).run(roots);
}

}  // namespace rdxc
