// Session: two replicas over one stream of bytes; a pure state machine, bytes in and bytes out.      DESIGN.md, Sync
//
//   hello    H  both sides, first: version and source                                               (messages.h)
//   request  Q( what request_diff gives )     asks for what the sender lacks; one at a time
//   diff     D( what build_diff gives )       answers one request: a chunk; the receiver asks on while there is more
//   ops      O( head packets )                pushed as they are committed, from the first diff on
//   news     N( )                             there is more than was pushed: ask again
//   alive    K( )                             nothing else was sent for a while
//   bye      B( name, reason )                the last one, orderly or not
//
// Both sides do all of it at the same time. What a session queues is bounded: a request is answered once what was
// queued before has gone out, ops that find no room are left to the log, and news go out in their place. So a slow or
// silent peer costs its replica nothing, and whatever is lost with a stream the next session's request asks for.
// Anything that is not as above, or that the replica refuses, ends the session with a reason; nothing of it is applied.
//
// A session is used by one thread at a time. It reads no clock: times are milliseconds of any steady clock.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "rdx/replica/stream.h"
#include "rdx/store/store.h"

namespace rdx {

/// What a session asks of its replica. Errors end the session with their code.
class SessionReplica {
 public:
  virtual ~SessionReplica() = default;

  virtual uint32_t source() const = 0;
  /// What stands in front of packets that are pushed: who pushes them.
  virtual std::string push_head() const { return {}; }
  virtual Result<std::string> request_diff() = 0;
  /// About `limit` bytes and at most one packet more.
  virtual Result<std::string> build_diff(Bytes request, std::size_t limit) = 0;
  /// Takes diffs, and packets as they were committed.
  virtual Result<Integrated> integrate_diff(Bytes diff) = 0;

 protected:
  SessionReplica() = default;
  SessionReplica(const SessionReplica&) = default;
  SessionReplica& operator=(const SessionReplica&) = default;
};

struct SessionOptions {
  std::size_t chunk_bytes = std::size_t{1} << 20;       // of one diff; more only for one packet that is larger
  std::size_t max_queued_bytes = std::size_t{1} << 20;  // of ops that wait to be sent
  StreamTimes times = {};
  int64_t report_ms = 60'000;  // asks again after so long, so that the peer knows what is here: its gc waits for that
};

enum class SessionState : uint8_t { greeting, open, ended };

struct SessionFigures {
  uint64_t received_bytes = 0;
  uint64_t sent_bytes = 0;  // consumed from the output
  uint64_t requests = 0;    // own ones
  uint64_t applied = 0;
  uint64_t known = 0;
  uint64_t left_out = 0;
  uint64_t overflows = 0;  // times that ops were left to the log
};

class Session {
 public:
  /// `replica` must outlive the session.
  Session(SessionReplica& replica, const SessionOptions& options, int64_t now_ms);

  /// Takes bytes of the peer in whatever pieces. After the end they are dropped.
  void receive(Bytes bytes, int64_t now_ms);
  /// What is to be sent. The view lives until the next call of anything else.
  Bytes output() const { return stream_.output(); }
  /// The first `size` bytes of the output have been sent.
  void consume(std::size_t size, int64_t now_ms);

  /// Packets that the replica has just applied, to be pushed. A session may leave them to the log, never to chance.
  void offer(Bytes ops, int64_t now_ms);
  /// Packets were applied that nobody offered.
  void miss(int64_t now_ms);
  /// Another session with this peer is spoken over: this one asks by itself no more, and otherwise goes on. Where it is
  /// not a spare any more both sides ask, for what the other session had not carried when it ended.
  void set_spare(bool is_spare, int64_t now_ms);
  /// To be called now and then, at least every quarter of keep_alive_ms.
  void tick(int64_t now_ms);
  /// Says bye. What stands in the output is still to be sent.
  void end(Error reason) { stream_.end(std::move(reason)); }

  SessionState state() const;
  /// Why it ended; `closed` for an orderly end. Only after it.
  const Error& reason() const { return stream_.reason(); }
  /// The peer's source; 0 before its hello.
  uint32_t peer_source() const { return stream_.peer_source(); }
  /// Whether all that the peer had when it was last asked is here.
  bool caught_up() const { return caught_up_ && !pulling_ && !pull_wanted_; }
  SessionFigures figures() const;
  /// Bytes kept of what was received and not yet a whole message.
  std::size_t waiting_bytes() const { return stream_.waiting_bytes(); }

 private:
  Result<void> handle(const Message& message);
  Result<void> greet();
  Result<void> take_diff(Bytes diff);
  Result<void> take_ops(Bytes ops);
  Result<Integrated> take(Bytes packets);
  Result<void> pump();
  Result<void> ask();
  Result<void> answer();
  void finish(Result<void> outcome);
  void send(char letter, Bytes body = {}) { stream_.send(letter, body, now_ms_); }

  SessionReplica& replica_;
  SessionOptions options_;
  Stream stream_;
  bool is_met_ = false;  // the peer is one to go on with
  SessionFigures figures_;

  // What the peer has of us.
  std::optional<std::string> request_;  // to be answered
  bool asked_ = false;                  // once answered, ops are pushed
  bool missed_ = false;                 // ops were left to the log since the last answer
  bool news_sent_ = false;
  // What we have of the peer.
  bool pulling_ = false;      // a request is out
  bool pull_wanted_ = false;  // another is to follow
  bool stuck_ = false;        // the last diff brought nothing that could be applied
  bool caught_up_ = false;
  bool is_spare_ = false;

  int64_t asked_ms_;  // when it asked last
  int64_t now_ms_;
};

}  // namespace rdx
