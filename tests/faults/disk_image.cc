#include "tests/faults/disk_image.h"

#include <algorithm>

namespace rdx::faults {
namespace {

constexpr std::size_t kSectorBytes = 512;

std::pair<std::string, std::string> split(std::string_view path) {
  const std::string clean = clean_path(path);
  const std::size_t slash = clean.rfind('/');
  if (slash == std::string::npos) return {"", clean};
  return {clean.substr(0, slash), clean.substr(slash + 1)};
}

void put_names(std::map<std::string, DiskFilePtr>& names,
               const std::vector<std::pair<std::string, DiskFilePtr>>& change) {
  for (const auto& [name, file] : change) {
    if (file) {
      names[name] = file;
    } else {
      names.erase(name);
    }
  }
}

std::size_t up_to(std::size_t most, Random& random) {
  return std::uniform_int_distribution<std::size_t>(0, most)(random);
}

// Each sector is the old or the new one; the length is either.
std::string mixed_sectors(const DiskFile& file, Random& random) {
  std::string mixed = file.synced;
  mixed.resize(std::max(file.synced.size(), file.written.size()));
  for (std::size_t at = 0; at < file.written.size(); at += kSectorBytes) {
    const std::size_t size = std::min(kSectorBytes, file.written.size() - at);
    if (up_to(1, random) == 0) mixed.replace(at, size, file.written, at, size);
  }
  mixed.resize(up_to(1, random) == 0 ? file.synced.size() : file.written.size());
  return mixed;
}

std::string torn(const DiskFile& file, Loss loss, Random& random) {
  if (file.written == file.synced) return file.synced;
  if (file.is_rewritten) return mixed_sectors(file, random);
  const std::size_t unsynced = file.written.size() - file.synced.size();
  const std::string front = file.written.substr(0, file.synced.size() + up_to(unsynced, random));
  switch (up_to(loss == Loss::zeroes ? 3 : 2, random)) {
    case 0: return file.synced;
    case 1: return file.written;
    case 2: return front;
    default: return front + std::string(file.written.size() - front.size(), '\0');
  }
}

std::size_t kept_changes(std::size_t changes, Loss loss, Random& random) {
  switch (loss) {
    case Loss::nothing: return changes;
    case Loss::all_unsynced: return 0;
    case Loss::some_unsynced:
    case Loss::zeroes: return up_to(changes, random);
  }
  return 0;
}

std::string kept_bytes(const DiskFile& file, Loss loss, Random& random) {
  switch (loss) {
    case Loss::nothing: return file.written;
    case Loss::all_unsynced: return file.synced;
    case Loss::some_unsynced:
    case Loss::zeroes: return torn(file, loss, random);
  }
  return {};
}

}  // namespace

void append(DiskFile& file, std::string_view bytes) { file.written.append(bytes); }

void write_at(DiskFile& file, std::size_t offset, std::string_view bytes) {
  if (offset < file.synced.size()) file.is_rewritten = true;
  if (file.written.size() < offset + bytes.size()) file.written.resize(offset + bytes.size());
  file.written.replace(offset, bytes.size(), bytes);
}

void truncate(DiskFile& file, std::size_t size) {
  if (size < file.synced.size()) file.is_rewritten = true;
  file.written.resize(size);
}

void sync(DiskFile& file) {
  if (file.is_rewritten) {
    file.synced = file.written;
  } else {
    file.synced.append(file.written, file.synced.size());
  }
  file.is_rewritten = false;
}

std::string clean_path(std::string_view path) {
  std::string clean;
  for (const char letter : path)
    if (letter != '/' || clean.empty() || clean.back() != '/') clean.push_back(letter);
  if (clean.size() > 1 && clean.back() == '/') clean.pop_back();
  return clean;
}

DiskImage::DiskImage(const Survivors& files) {
  for (const auto& [path, bytes] : files) {
    const auto file = std::make_shared<DiskFile>(DiskFile{bytes, bytes});
    Directory& directory = directory_of(path);
    directory.names[split(path).second] = file;
    directory.synced[split(path).second] = file;
  }
}

void DiskImage::Directory::change(Change change) {
  put_names(names, change);
  journal.push_back(std::move(change));
}

DiskImage::Directory& DiskImage::directory_of(std::string_view path) { return directories_[split(path).first]; }

DiskFilePtr DiskImage::find(std::string_view path) const {
  const auto [where, name] = split(path);
  const auto directory = directories_.find(where);
  if (directory == directories_.end()) return nullptr;
  const auto found = directory->second.names.find(name);
  return found == directory->second.names.end() ? nullptr : found->second;
}

DiskFilePtr DiskImage::create(std::string_view path) {
  if (const DiskFilePtr file = find(path)) {
    truncate(*file, 0);
    return file;
  }
  const auto file = std::make_shared<DiskFile>();
  directory_of(path).change({{split(path).second, file}});
  return file;
}

void DiskImage::link(std::string_view path, std::string_view name) {
  const DiskFilePtr file = find(path);
  if (file) directory_of(name).change({{split(name).second, file}});
}

void DiskImage::rename(std::string_view from, std::string_view to) {
  const DiskFilePtr file = find(from);
  if (!file || clean_path(from) == clean_path(to)) return;
  Directory& source = directory_of(from);
  Directory& target = directory_of(to);
  if (&source == &target) {
    source.change({{split(to).second, file}, {split(from).second, nullptr}});
  } else {
    target.change({{split(to).second, file}});
    source.change({{split(from).second, nullptr}});
  }
}

void DiskImage::remove(std::string_view path) {
  if (find(path)) directory_of(path).change({{split(path).second, nullptr}});
}

void DiskImage::sync_directory(std::string_view path) {
  const auto found = directories_.find(clean_path(path));
  if (found == directories_.end()) return;
  found->second.synced = found->second.names;
  found->second.journal.clear();
}

void DiskImage::rename_directory(std::string_view from, std::string_view to) {
  const std::string old_path = clean_path(from);
  std::map<std::string, Directory, std::less<>> moved;
  for (auto& [path, directory] : directories_) {
    const bool is_within = path == old_path || path.compare(0, old_path.size() + 1, old_path + "/") == 0;
    moved[is_within ? clean_path(to) + path.substr(old_path.size()) : path] = std::move(directory);
  }
  directories_ = std::move(moved);
}

std::size_t DiskImage::written_bytes() const {
  std::size_t bytes = 0;
  for (const auto& [path, directory] : directories_)
    for (const auto& [name, file] : directory.names) bytes += file->written.size();
  return bytes;
}

Survivors DiskImage::after_cut(Loss loss, Random& random) const {
  Survivors survivors;
  std::map<const DiskFile*, std::string> bytes;  // a file with two names survives once
  for (const auto& [path, directory] : directories_) {
    Names names = directory.synced;
    const std::size_t kept = kept_changes(directory.journal.size(), loss, random);
    for (std::size_t i = 0; i < kept; ++i) put_names(names, directory.journal[i]);
    for (const auto& [name, file] : names) {
      const auto [found, is_new] = bytes.try_emplace(file.get());
      if (is_new) found->second = kept_bytes(*file, loss, random);
      survivors[path + "/" + name] = found->second;
    }
  }
  return survivors;
}

}  // namespace rdx::faults
