// Messages on a stream, as the Language Server Protocol frames them.
//
//   frame  := header+ "\r\n" content
//   header := name ": " value "\r\n"        Content-Length says how many bytes the content has; others are passed over
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rdxc {

class FrameReader {
 public:
  static constexpr size_t kLongestHeaders = 8 << 10;
  static constexpr size_t kLongestContent = 64u << 20;  // a schema of 8 MiB, each byte of it escaped

  enum class Kind {
    kNone,     // more bytes are needed
    kMessage,  // `text` is the content
    kBad,      // `text` says why; what it began is passed over, and the next frame can be read
    kLost,     // `text` says why; where the next frame begins cannot be known
  };
  struct Frame {
    Kind kind = Kind::kNone;
    std::string text;
  };

  void feed(std::string_view bytes) { buffer_ += bytes; }
  Frame next();

 private:
  Frame headers(std::string_view text);
  Frame content();

  std::string buffer_;
  size_t at_ = 0;        // where the unread bytes begin
  size_t expected_ = 0;  // bytes of content to come
  bool in_content_ = false;
  bool skipping_ = false;  // that content is too long
};

// A content with its header.
std::string frame(std::string_view content);

}  // namespace rdxc
