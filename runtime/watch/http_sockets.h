// HttpSockets: the sockets of a page: takes requests and sends answers; what they say is its owner's.
//
//   connection := head answer            one each, then it is closed
//   head       := bytes up to the first empty line, CR LF CR LF; what comes behind it is dropped
//
// One thread has all sockets, so whoever says nothing, says it slowly or takes nothing holds nobody up. A head is
// bounded in bytes and in time, an answer in time. There is room for so many connections: where one more comes, the
// oldest that is not being answered is cut off.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"

namespace rdx {

struct HttpBounds {
  std::size_t threads = 2;  // that answer
  std::size_t connections = 64;
  std::size_t head_bytes = std::size_t{16} << 10;
  std::chrono::milliseconds patience{5000};  // for the head; again for the answer, and for the other side to close
};

/// Why there is no whole head.
enum class HeadFault : uint8_t { none, too_long, too_slow };

/// Called by several threads at a time.
using AnswerHead = std::function<std::string(Bytes head, HeadFault fault)>;

class HttpSockets {
 public:
  /// `host`: a name or an address; the first that it resolves to. Port 0: any free one.
  static Result<std::unique_ptr<HttpSockets>> open(const std::string& host, uint16_t port, AnswerHead answer,
                                                   const HttpBounds& bounds = {});
  HttpSockets(const HttpSockets&) = delete;
  HttpSockets& operator=(const HttpSockets&) = delete;
  /// Cuts off whoever is connected; waits only for answers that are being made.
  ~HttpSockets();

  /// `127.0.0.1:9464`, `[::1]:9464`
  const std::string& address() const;

 private:
  class Core;

  explicit HttpSockets(std::unique_ptr<Core> core);

  std::unique_ptr<Core> core_;
};

}  // namespace rdx
