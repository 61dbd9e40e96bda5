#include "rdx/replica/session.h"

#include <utility>

namespace rdx {

namespace {

// Below it the next large thing is queued.
constexpr std::size_t kLowWaterBytes = std::size_t{64} << 10;

std::optional<std::size_t> bound_of(char letter) {
  switch (letter) {
    case 'Q':
    case 'D':
    case 'O': return kMaxMessageBytes;
    case 'N': return 0;
    default: return std::nullopt;
  }
}

Error refused(const char* what) { return {ErrorCode::invalid, what}; }

}  // namespace

Session::Session(SessionReplica& replica, const SessionOptions& options, int64_t now_ms)
    : replica_(replica),
      options_(options),
      stream_(StreamRole::sync, replica.source(), bound_of, options.times, now_ms),
      asked_ms_(now_ms),
      now_ms_(now_ms) {}

SessionState Session::state() const {
  if (stream_.has_ended()) return SessionState::ended;
  return is_met_ ? SessionState::open : SessionState::greeting;
}

SessionFigures Session::figures() const {
  SessionFigures figures = figures_;
  figures.received_bytes = stream_.received_bytes();
  figures.sent_bytes = stream_.sent_bytes();
  return figures;
}

void Session::receive(Bytes bytes, int64_t now_ms) {
  now_ms_ = now_ms;
  stream_.receive(bytes, now_ms);
  while (const auto message = stream_.next()) {
    finish(greet());
    if (state() == SessionState::open) finish(handle(*message));
  }
  finish(greet());
  finish(pump());
}

void Session::consume(std::size_t size, int64_t now_ms) {
  now_ms_ = now_ms;
  stream_.consume(size, now_ms);
  finish(pump());
}

void Session::offer(Bytes ops, int64_t now_ms) {
  now_ms_ = now_ms;
  if (ops.empty() || !asked_ || missed_ || state() != SessionState::open) return;
  const std::string push = replica_.push_head().append(ops);
  if (stream_.queued_bytes() + push.size() > options_.max_queued_bytes) return miss(now_ms);
  send('O', push);
}

void Session::miss(int64_t now_ms) {
  now_ms_ = now_ms;
  if (!asked_ || state() != SessionState::open) return;
  if (!missed_) ++figures_.overflows;
  missed_ = true;
  finish(pump());
}

void Session::set_spare(bool is_spare, int64_t now_ms) {
  if (is_spare_ == is_spare) return;
  is_spare_ = is_spare;
  if (is_spare) return;
  now_ms_ = now_ms;
  pull_wanted_ = true;
  missed_ = missed_ || asked_;
  finish(pump());
}

void Session::tick(int64_t now_ms) {
  now_ms_ = now_ms;
  stream_.tick(now_ms);
  if (is_spare_ || state() != SessionState::open || now_ms - asked_ms_ < options_.report_ms) return;
  pull_wanted_ = true;
  finish(pump());
}

void Session::finish(Result<void> outcome) {
  if (!outcome) end(std::move(outcome).error());
}

// Once the peer has said hello: whether to go on with it.
Result<void> Session::greet() {
  if (is_met_ || !stream_.is_open()) return {};
  if (stream_.peer_source() == 0) return refused("the hello names no source");
  if (stream_.peer_source() == replica_.source())
    return Error{ErrorCode::source_taken,
                 "both sides write under one source: they are the same replica, or one needs another number"};
  is_met_ = true;
  pull_wanted_ = true;
  return {};
}

Result<void> Session::handle(const Message& message) {
  switch (message.letter) {
    case 'Q':
      if (request_) return refused("the peer asked again before it was answered");
      request_ = message.body;
      return {};
    case 'D': return take_diff(message.body);
    case 'O': return take_ops(message.body);
    default: pull_wanted_ = true; return {};  // N
  }
}

Result<void> Session::take_diff(Bytes diff) {
  if (!pulling_) return refused("a diff that nobody asked for");
  pulling_ = false;
  RDX_TRY(const Integrated taken, take(diff));
  stuck_ = taken.left_out > 0 && taken.applied == 0;
  if (taken.more && !is_spare_) pull_wanted_ = true;
  caught_up_ = caught_up_ || !taken.more;
  return {};
}

Result<void> Session::take_ops(Bytes ops) {
  RDX_TRY(const Integrated taken, take(ops));
  if (taken.applied > 0) stuck_ = false;
  if (taken.left_out > 0 && !stuck_) pull_wanted_ = true;
  return {};
}

Result<Integrated> Session::take(Bytes packets) {
  auto taken = replica_.integrate_diff(packets);
  if (!taken) return taken;
  if (taken->cut) return refused("the packets end within one");
  figures_.applied += taken->applied;
  figures_.known += taken->known;
  figures_.left_out += taken->left_out;
  return taken;
}

// Queues what is due, as far as there is room.
Result<void> Session::pump() {
  if (state() != SessionState::open) return {};
  if (pull_wanted_ && !pulling_)
    if (auto asked = ask(); !asked) return asked;
  if (stream_.queued_bytes() > kLowWaterBytes) return {};
  if (request_) return answer();
  if (missed_ && !news_sent_) {
    send('N');
    news_sent_ = true;
  }
  return {};
}

Result<void> Session::ask() {
  auto request = replica_.request_diff();
  if (!request) return std::move(request).error();
  pull_wanted_ = false;
  pulling_ = true;
  asked_ms_ = now_ms_;
  ++figures_.requests;
  send('Q', *request);
  return {};
}

Result<void> Session::answer() {
  missed_ = news_sent_ = false;  // what is applied from here on is offered, what was before is in the diff
  const std::string request = *std::exchange(request_, std::nullopt);
  auto diff = replica_.build_diff(request, options_.chunk_bytes);
  if (!diff) return std::move(diff).error();
  if (diff->size() > kMaxMessageBytes) return Error{ErrorCode::limit, "a chunk of the diff is larger than a message"};
  asked_ = true;
  send('D', *diff);
  return {};
}

}  // namespace rdx
