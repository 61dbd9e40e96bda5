// Calls: questions over a connection, one answer each. What is asked and answered is their owner's: store_calls.h, or a
// ring's, ring_calls.h.
//
//   call   := C( number call )           number := tiny zip(u64), the caller's, of one connection
//   answer := A( number result ) | E( number tiny error-code message )
//
// A caller fails at once while the other side is known to be away. Calls of one connection are answered in order, each
// on a thread of the transport; those of several connections at the same time, as far as that has threads.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "rdx/link/transport.h"
#include "rdx/replica/stream.h"

namespace rdx {

/// Threads may share it.
class CallerLink {
 public:
  static Result<std::unique_ptr<CallerLink>> open(const std::string& address, StreamRole role,
                                                  const TransportOptions& options, const StreamTimes& times);
  CallerLink(const CallerLink&) = delete;
  CallerLink& operator=(const CallerLink&) = delete;
  ~CallerLink();

  /// Waits for the answer, for that long.
  Result<std::string> call(Bytes call, int64_t within_ms) const;
  /// Whether the other side is there.
  bool is_open() const;

 private:
  class Caller;

  CallerLink(std::shared_ptr<Caller> caller, std::unique_ptr<Transport> transport);

  std::shared_ptr<Caller> caller_;
  std::unique_ptr<Transport> transport_;  // the last, so that it is stopped first
};

/// Any bytes; called by several threads at a time.
using AnswerCall = std::function<Result<std::string>(Bytes call)>;

/// For a transport to listen with.
MakeChannel serve_calls(AnswerCall answer, StreamRole role, const StreamTimes& times);

/// The body of an E, behind the number.
std::string write_error(const Error& error);
Error read_error(Bytes bytes);

}  // namespace rdx
