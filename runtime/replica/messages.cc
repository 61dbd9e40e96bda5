#include "rdx/replica/messages.h"

#include <array>

#include "rdx/base/id.h"
#include "rdx/base/utf8.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"

namespace rdx {

namespace {

constexpr Bytes kMagic = "rdx";
constexpr std::size_t kKeptBytes = std::size_t{1} << 20;  // a buffer that grew past it is given back
constexpr std::array kCodes = {
    ErrorCode::invalid,  ErrorCode::not_found,    ErrorCode::gone,       ErrorCode::limit,  ErrorCode::conflict,
    ErrorCode::no_space, ErrorCode::input_output, ErrorCode::busy,       ErrorCode::format, ErrorCode::source_taken,
    ErrorCode::forked,   ErrorCode::behind,       ErrorCode::wrong_view, ErrorCode::closed};

Error garbage(const std::string& what) { return {ErrorCode::invalid, what}; }

// The letter and length of a message that has begun; a size of 0 while its header is not whole.
struct Header {
  char letter = 0;
  std::size_t header_bytes = 0;
  std::size_t body_bytes = 0;
};

Header peek_header(Bytes bytes) {
  const char first = bytes[0];
  if (first >= 'a' && first <= 'z') {
    const auto letter = static_cast<char>(first - 'a' + 'A');
    if (bytes.size() < 2) return {letter, 0, 0};
    return {letter, 2, byte_at(bytes, 1)};
  }
  if (first < 'A' || first > 'Z') return {};
  if (bytes.size() < 5) return {first, 0, 0};
  return {first, 5, load_number(bytes.data() + 1, 4)};
}

}  // namespace

// Of the letters that every stream has, and the owner's.
std::optional<std::size_t> MessageReader::bound_of(char letter) const {
  switch (letter) {
    case 0: return std::nullopt;
    case 'H': return kMaxHelloBytes;
    case 'K': return 0;
    case 'B': return kMaxByeBytes;
    default: return bound_(letter);
  }
}

void MessageReader::feed(Bytes bytes) {
  if (at_ == buffer_.size()) {
    if (buffer_.capacity() > kKeptBytes) buffer_ = std::string();
    buffer_.clear();
    at_ = 0;
  } else if (at_ > kKeptBytes / 16) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  buffer_.append(bytes);
}

Result<std::optional<Message>> MessageReader::next() {
  Bytes rest = Bytes(buffer_).substr(at_);
  if (rest.empty()) return std::optional<Message>();
  const Header header = peek_header(rest);
  const auto bound = bound_of(header.letter);
  if (!bound) return garbage("no message begins with the byte " + to_hex(rest.substr(0, 1)));
  if (header.header_bytes == 0) return std::optional<Message>();
  if (header.header_bytes == 5 && header.body_bytes <= kMaxShort) return garbage("a length that is not the shortest");
  if (header.body_bytes > *bound)
    return garbage("a message '" + std::string(1, header.letter) + "' of " + std::to_string(header.body_bytes) +
                   " bytes, over the bound of " + std::to_string(*bound));
  if (rest.size() < header.header_bytes + header.body_bytes) return std::optional<Message>();
  at_ += header.header_bytes + header.body_bytes;
  return std::optional<Message>({header.letter, rest.substr(header.header_bytes, header.body_bytes)});
}

void append_hello(std::string& to, StreamRole role, uint32_t source) {
  std::string body(kMagic);
  body.push_back(static_cast<char>(kLinkVersion));
  body.push_back(static_cast<char>(role));
  append_record(to, 'H', body.append(zip(source)));
}

Result<uint32_t> read_hello(Bytes body, StreamRole role) {
  if (body.size() < kMagic.size() + 2 || !body.starts_with(kMagic)) return garbage("the hello is none of rdx");
  const uint8_t version = byte_at(body, kMagic.size());
  if (version != kLinkVersion)
    return Error{ErrorCode::format, "the peer speaks version " + std::to_string(version) +
                                        " of the link's protocol, not " + std::to_string(kLinkVersion)};
  if (body[kMagic.size() + 1] != static_cast<char>(role))
    return Error{ErrorCode::format,
                 "the two sides want different things: one syncs, one calls a store or a node of a ring"};
  const auto source = unzip(body.substr(kMagic.size() + 2));
  if (!source || *source > kMaxSource) return garbage("the hello names no source");
  return static_cast<uint32_t>(*source);
}

void append_bye(std::string& to, const Error& reason) {
  std::string body;
  append_tiny(body, 'C', reason.code == ErrorCode::closed ? "" : error_code_name(reason.code));
  std::size_t fits = std::min(reason.message.size(), kMaxByeBytes - body.size());
  while (fits > 0 && fits < reason.message.size() && (byte_at(reason.message, fits) & 0xc0) == 0x80) --fits;
  append_record(to, 'B', body.append(reason.message, 0, fits));
}

ErrorCode error_code_of(Bytes name) {
  for (const ErrorCode code : kCodes)
    if (name == error_code_name(code)) return code;
  return ErrorCode::invalid;
}

Error read_bye(Bytes body) {
  Error reason{ErrorCode::closed, "the peer ended the session"};
  const auto name = take_tiny(body, 'C');
  if (!name || !is_utf8(body)) return reason;
  if (!name->empty()) reason.code = error_code_of(*name);
  if (!body.empty()) reason.message.append(": ").append(body);
  for (char& each : reason.message)
    if (static_cast<uint8_t>(each) < 0x20 || each == 0x7f) each = '?';
  return reason;
}

}  // namespace rdx
