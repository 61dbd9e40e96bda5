// Stream: one side of a stream of messages: the hello, the cutting, keeping alive, the end. What the messages between
// say is its owner's.
//
//   alive := K( )                nothing else was sent for a while
//
// Pure: bytes in, bytes out, no clock of its own. Used by one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "rdx/replica/messages.h"

namespace rdx {

struct StreamTimes {
  int64_t keep_alive_ms = 10'000;  // sent nothing for so long: K
  int64_t silent_ms = 30'000;      // heard nothing, or could send nothing, for so long: the end
};

class Stream {
 public:
  /// `bound` is asked for the owner's letters only.
  Stream(StreamRole role, uint32_t source, MessageBound bound, const StreamTimes& times, int64_t now_ms);

  void receive(Bytes bytes, int64_t now_ms);
  /// The owner's next message; nothing until more comes, and after the end. The body lives until the next receive.
  std::optional<Message> next();
  void send(char letter, Bytes body, int64_t now_ms);

  Bytes output() const { return Bytes(output_).substr(output_at_); }
  void consume(std::size_t size, int64_t now_ms);
  void tick(int64_t now_ms);
  /// Says bye; the output is still to be sent.
  void end(Error reason);

  /// The peer said hello, and it has not ended.
  bool is_open() const { return is_greeted_ && !has_ended_; }
  bool has_ended() const { return has_ended_; }
  /// `closed` for an orderly end. Only after the end.
  const Error& reason() const { return reason_; }
  /// 0 before its hello.
  uint32_t peer_source() const { return peer_source_; }
  std::size_t queued_bytes() const { return output_.size() - output_at_; }
  std::size_t waiting_bytes() const { return reader_.waiting_bytes(); }
  uint64_t received_bytes() const { return received_bytes_; }
  uint64_t sent_bytes() const { return sent_bytes_; }

 private:
  bool is_own(const Message& message);
  void greet(Bytes hello);
  void give_back_sent();

  const StreamRole role_;
  const StreamTimes times_;
  MessageReader reader_;
  std::string output_;
  std::size_t output_at_ = 0;
  bool is_greeted_ = false;
  bool has_ended_ = false;
  Error reason_;
  uint32_t peer_source_ = 0;
  uint64_t received_bytes_ = 0;
  uint64_t sent_bytes_ = 0;
  int64_t received_ms_;
  int64_t sent_ms_;  // of the last byte, or of when the output began to wait
};

}  // namespace rdx
