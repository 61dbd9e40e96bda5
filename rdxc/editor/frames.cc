#include "rdxc/editor/frames.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace rdxc {
namespace {

bool is_length(std::string_view name) {
  constexpr std::string_view kName = "content-length";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(name.begin(), name.end(), kName.begin(), kName.end(),
                    [&](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

FrameReader::Frame FrameReader::next() {
  if (in_content_) return content();
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  const size_t end = rest.find("\r\n\r\n");
  if (std::min(end, rest.size()) > kLongestHeaders) return {Kind::kLost, "the headers have no end"};
  if (end == std::string_view::npos) return {};
  const std::string text(rest.substr(0, end));
  at_ += end + 4;
  return headers(text);
}

FrameReader::Frame FrameReader::headers(std::string_view text) {
  bool known = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find("\r\n"), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_length(trimmed(line.substr(0, colon)))) continue;
    const std::string_view value = trimmed(line.substr(colon + 1));
    const auto result = std::from_chars(value.data(), value.data() + value.size(), expected_);
    known = result.ec == std::errc() && result.ptr == value.data() + value.size() && !value.empty();
    if (!known) return {Kind::kLost, "Content-Length is not a number of bytes"};
  }
  if (!known) return {Kind::kBad, "there is no Content-Length"};
  in_content_ = true;
  skipping_ = expected_ > kLongestContent;
  return content();
}

FrameReader::Frame FrameReader::content() {
  const size_t here = std::min(buffer_.size() - at_, expected_);
  if (skipping_) {
    at_ += here;
    expected_ -= here;
  }
  const bool whole = skipping_ ? expected_ == 0 : here == expected_;
  Frame out;
  if (whole) {
    out = skipping_ ? Frame{Kind::kBad, "the message is longer than 64 MiB"}
                    : Frame{Kind::kMessage, buffer_.substr(at_, expected_)};
    if (!skipping_) at_ += expected_;
    in_content_ = false;
    expected_ = 0;
  }
  if (at_ == buffer_.size() || at_ > kLongestContent) buffer_.erase(0, std::exchange(at_, 0));
  return out;
}

std::string frame(std::string_view content) {
  return "Content-Length: " + std::to_string(content.size()) + "\r\n\r\n" + std::string(content);
}

}  // namespace rdxc
