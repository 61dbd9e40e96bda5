#include "rdxc/editor/buffers.h"

#include <filesystem>
#include <system_error>

namespace rdxc {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("/-._~").find(c) != std::string_view::npos;
}

}  // namespace

std::string path_of_uri(std::string_view uri) {
  constexpr std::string_view kScheme = "file://";
  if (!uri.starts_with(kScheme)) return std::string(uri);
  const std::string path = decoded(uri.substr(std::min(uri.find('/', kScheme.size()), uri.size())));
  return path.empty() || path.find('\0') != std::string::npos ? std::string(uri) : path;
}

std::string uri_of_path(const std::string& path) {
  std::error_code error;
  const std::string whole = std::filesystem::absolute(path, error).lexically_normal().string();
  std::string out = "file://";
  for (const char c : error ? path : whole) {
    if (is_plain(c)) {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[static_cast<uint8_t>(c) >> 4];
      out += "0123456789ABCDEF"[static_cast<uint8_t>(c) & 15];
    }
  }
  return out;
}

std::string Buffers::key_of(const std::string& path) {
  const std::string there = base_.identity(path);
  if (!there.empty()) return there;
  std::error_code error;
  const std::string whole = std::filesystem::absolute(path, error).lexically_normal().string();
  return error ? path : whole;
}

Buffer& Buffers::open(const std::string& uri) {
  const std::string path = path_of_uri(uri);
  Buffer& buffer = open_[key_of(path)];
  buffer.uri = uri;
  buffer.path = path;
  return buffer;
}

Buffer* Buffers::find_path(const std::string& path) {
  const auto found = open_.find(key_of(path));
  return found == open_.end() ? nullptr : &found->second;
}

std::string Buffers::uri_of(const std::string& path) {
  const Buffer* buffer = find_path(path);
  return buffer != nullptr ? buffer->uri : uri_of_path(path);
}

ReadResult Buffers::read(const std::string& path) {
  const Buffer* buffer = find_path(path);
  if (buffer == nullptr) return base_.read(path);
  if (buffer->text.size() > kLongestFile) return {ReadStatus::kTooLarge, {}, {}};
  return {ReadStatus::kRead, buffer->text, {}};
}

std::string Buffers::identity(const std::string& path) {
  const std::string key = key_of(path);
  return open_.count(key) != 0 ? key : base_.identity(path);
}

std::optional<std::vector<std::string>> Buffers::list(const std::string& folder, std::string_view suffix) {
  return base_.list(folder, suffix);
}

std::optional<std::string> Buffers::replace(const std::vector<NewFile>&, bool) {
  return "an editor's buffers are read only";
}

}  // namespace rdxc
