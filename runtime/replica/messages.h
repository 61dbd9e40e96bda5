// Messages: how a stream between two machines is cut, and what every stream has.                    FORMAT.md 1
//
//   stream  := hello ( alive | message )* bye?
//   message := letter( body )                     a short or long record; each letter has a bound for its body
//   hello   := H( "rdx" version role zip(source) )   version and role one byte each; source: the sender's, 0 for none
//   alive   := K( )                               (stream.h)
//   bye     := B( tiny name, reason )             name of an error code, empty for none; a reason in UTF-8 for people
//
// A length is held against its letter's bound before a byte is kept for it; memory grows with what came, never with
// what was announced.
#pragma once

#include <optional>
#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"

namespace rdx {

inline constexpr uint8_t kLinkVersion = 1;
/// The largest packet, a chunk's worth of smaller ones before it, and what a diff puts around them.
inline constexpr std::size_t kMaxMessageBytes = (std::size_t{17} << 20) + (std::size_t{64} << 10);
inline constexpr std::size_t kMaxHelloBytes = 64;
inline constexpr std::size_t kMaxByeBytes = 2048;

struct Message {
  char letter = 0;
  Bytes body;
};

/// What the body of a message may have at most; nothing where the stream has none of that letter.
using MessageBound = std::optional<std::size_t> (*)(char letter);

/// Cuts messages from bytes that come in pieces.
class MessageReader {
 public:
  explicit MessageReader(MessageBound bound) : bound_(bound) {}

  void feed(Bytes bytes);
  /// The next whole message; nothing until more bytes come. The body lives until the next feed. An error says what no
  /// message can begin with; it stays.
  Result<std::optional<Message>> next();
  std::size_t waiting_bytes() const { return buffer_.size() - at_; }

 private:
  std::optional<std::size_t> bound_of(char letter) const;

  MessageBound bound_;
  std::string buffer_;
  std::size_t at_ = 0;
};

/// What a stream is for.
enum class StreamRole : char { sync = 'Y', store = 'S', ring = 'R' };

void append_hello(std::string& to, StreamRole role, uint32_t source);
/// The source of a hello of this version and role, 0 for none; `format` for another version or role, `invalid` for what
/// is no hello.
Result<uint32_t> read_hello(Bytes body, StreamRole role);

/// `reason` is cut to what fits. Code `closed` stands for an orderly end.
void append_bye(std::string& to, const Error& reason);
/// The code of that name; `invalid` for a name that nobody has.
ErrorCode error_code_of(Bytes name);
/// What the peer gave as its reason; any bytes.
Error read_bye(Bytes body);

}  // namespace rdx
