// Channel: what one connection carries: a pure machine, bytes in and bytes out, under a transport that has the sockets.
//
// A transport calls a channel from one thread at a time. Times are milliseconds of the transport's clock.
#pragma once

#include <functional>
#include <memory>

#include "rdx/base/bytes.h"
#include "rdx/base/result.h"

namespace rdx {

class Channel {
 public:
  virtual ~Channel() = default;

  virtual void receive(Bytes bytes, int64_t now_ms) = 0;
  /// What is to be sent; lives until the next call of anything else. Bytes are only added behind it until `consume`.
  virtual Bytes output() const = 0;
  virtual void consume(std::size_t size, int64_t now_ms) = 0;
  virtual void tick(int64_t now_ms) = 0;
  /// Its waker was called.
  virtual void wake(int64_t now_ms) = 0;
  /// Ends in good order.
  virtual void finish(int64_t now_ms) = 0;

  /// Nothing is to be received until the output has shrunk.
  virtual bool is_full() const { return false; }
  /// The peer is known and the work has begun.
  virtual bool is_open() const = 0;
  /// Nothing more is taken; the connection closes once the output is out.
  virtual bool has_ended() const = 0;
  virtual Error reason() const = 0;
  /// The connection is gone; the last call.
  virtual void closed(const Error& reason) = 0;

 protected:
  Channel() = default;
  Channel(const Channel&) = default;
  Channel& operator=(const Channel&) = default;
};

/// Has a channel's `wake` called soon. Any thread may call it, also when the connection is long gone.
using Waker = std::function<void()>;
using MakeChannel = std::function<std::shared_ptr<Channel>(Waker, int64_t now_ms)>;

}  // namespace rdx
