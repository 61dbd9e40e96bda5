#include "rdxc/command/evolve.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

#include "rdxc/check/lock.h"

namespace rdxc {
namespace {

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

// A folder in which nobody keeps schemas: hidden, or a build's.
bool is_skipped(const std::filesystem::path& folder) {
  std::error_code error;
  return folder.filename().string().starts_with('.') || std::filesystem::exists(folder / "CMakeCache.txt", error);
}

// All schemas below a folder, sorted.
std::vector<std::string> schemas_below(const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    if (at->is_directory(error) && is_skipped(at->path())) {
      at.disable_recursion_pending();
    } else if (at->path().extension() == ".rdx" && at->is_regular_file(error)) {
      found.push_back(at->path().lexically_normal().string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Each folder among the files as the schemas below it; their imports are looked for there too.
SchemaArguments expanded(SchemaArguments arguments, const std::string& otherwise) {
  if (arguments.files.empty()) arguments.files.push_back(otherwise);
  std::vector<std::string> files;
  for (const std::string& file : arguments.files) {
    if (!is_folder(file)) {
      files.push_back(file);
      continue;
    }
    for (std::string& below : schemas_below(file)) files.push_back(std::move(below));
    arguments.folders.push_back(file);
  }
  arguments.files = std::move(files);
  return arguments;
}

bool is_lock(const std::string& path, const ReadResult& read) {
  return read.text.starts_with("rdx.lock ") || path.ends_with(".lock");
}

// The older schemas: imports come from their own folder first.
facts::Facts check_old(Schemas& schemas, const SchemaArguments& given, const std::string& against) {
  SchemaArguments old = expanded({{against}, {}, given.colour, given.form}, against);
  CheckOptions options;
  options.folders = {is_folder(against) ? against : folder_of(against)};
  options.folders.insert(options.folders.end(), given.folders.begin(), given.folders.end());
  Checked checked = rdxc::check(schemas.files, schemas.disk, old.files, options, schemas.diagnostics);
  std::vector<std::string>& unreadable = schemas.checked.unreadable;
  unreadable.insert(unreadable.end(), checked.unreadable.begin(), checked.unreadable.end());
  if (schemas.diagnostics.failed()) return {};
  return facts::facts_of(checked.schema);
}

facts::Facts read_old(Schemas& schemas, const SchemaArguments& given, const std::string& against) {
  if (is_folder(against)) return check_old(schemas, given, against);
  ReadResult read = schemas.disk.read(against);
  if (read.status != ReadStatus::kRead) {
    schemas.checked.unreadable.push_back(against + ": " + reason_of(read));
    return {};
  }
  if (!is_lock(against, read)) return check_old(schemas, given, against);
  return read_lock(schemas.files, schemas.files.add(against, std::move(read.text)), schemas.diagnostics);
}

bool is_bad(const Schemas& schemas) { return schemas.diagnostics.failed() || !schemas.checked.unreadable.empty(); }

void say(const Unsaid& unsaid, Form form) {
  if (form != Form::kText || unsaid.json + unsaid.source == 0) return;
  std::string text;
  if (unsaid.json > 0) text = std::to_string(unsaid.json) + " at the level json";
  if (unsaid.source > 0) text += (text.empty() ? "" : ", ") + std::to_string(unsaid.source) + " at the level source";
  std::fprintf(stderr, "rdxc: more differences: %s; --level shows them\n", text.c_str());
}

}  // namespace

int diff(const SchemaArguments& given, const DiffArguments& arguments) {
  const bool beside_lock = given.files.empty() && arguments.against.ends_with(".lock");
  const SchemaArguments now = expanded(given, beside_lock ? folder_of(arguments.against) : ".");
  if (now.files.empty()) return complain("there are no schemas here", kUsage);
  Unsaid unsaid;
  const int status = find_and_fix(now, arguments.fix, [&](Schemas& schemas) {
    schemas.check();
    const facts::Facts old = read_old(schemas, given, arguments.against);
    if (!is_bad(schemas))
      unsaid = compare(old, facts::facts_of(schemas.checked.schema), arguments.level, schemas.diagnostics);
  });
  say(unsaid, given.form);
  return status;
}

int lock(const SchemaArguments& given, const LockArguments& arguments) {
  const SchemaArguments now = expanded(given, folder_of(arguments.path));
  if (now.files.empty()) return complain("there are no schemas here", kUsage);
  Schemas& schemas = *std::make_unique<Schemas>(now).release();
  schemas.check();
  ReadResult read = schemas.disk.read(arguments.path);
  if (read.status != ReadStatus::kRead && (read.status != ReadStatus::kMissing || arguments.only_check))
    schemas.checked.unreadable.push_back(arguments.path + ": " + reason_of(read));
  if (is_bad(schemas)) return schemas.report();
  facts::Facts old;
  FileId id = kNoFile;
  if (read.status == ReadStatus::kRead) {
    id = schemas.files.add(arguments.path, std::move(read.text));
    old = read_lock(schemas.files, id, schemas.diagnostics);
  }
  const facts::Facts today = facts::facts_of(schemas.checked.schema);
  if (!schemas.diagnostics.failed() && !arguments.force) compare(old, today, arguments.level, schemas.diagnostics);
  if (!schemas.diagnostics.failed() && arguments.only_check)
    check_lock(schemas.files, id, old, today, schemas.diagnostics);
  if (const int status = schemas.report(); status != kFine || arguments.only_check) return status;
  const auto fault = schemas.disk.replace({{arguments.path, print_lock(remember(old, today))}}, false);
  return fault ? complain(*fault, kFiles) : kFine;
}

}  // namespace rdxc
