#include "rdx/replica/session.h"

#include <utility>

#include "rdx/tlv/record.h"

namespace rdx {

namespace {

// Below it the next large thing is queued.
constexpr std::size_t kLowWaterBytes = std::size_t{64} << 10;

std::optional<std::size_t> bound_of(char letter) {
  switch (letter) {
    case 'H':
    case 'Q':
    case 'D':
    case 'O': return kMaxMessageBytes;
    case 'N':
    case 'K': return 0;
    case 'B': return kMaxByeBytes;
    default: return std::nullopt;
  }
}

Error refused(const char* what) { return {ErrorCode::invalid, what}; }

}  // namespace

Session::Session(SessionReplica& replica, const SessionOptions& options, int64_t now_ms)
    : replica_(replica), options_(options), reader_(bound_of), now_ms_(now_ms), received_ms_(now_ms), sent_ms_(now_ms) {
  append_hello(output_, StreamRole::sync, replica_.source());
}

void Session::receive(Bytes bytes, int64_t now_ms) {
  if (bytes.empty()) return;
  now_ms_ = received_ms_ = now_ms;
  figures_.received_bytes += bytes.size();
  if (state_ == SessionState::ended) return;
  reader_.feed(bytes);
  while (state_ != SessionState::ended) {
    const auto message = reader_.next();
    if (!message) return end(message.error());
    if (!*message) break;
    finish(handle(**message));
  }
  finish(pump());
}

void Session::consume(std::size_t size, int64_t now_ms) {
  if (size == 0) return;
  now_ms_ = sent_ms_ = now_ms;
  figures_.sent_bytes += size;
  output_at_ += size;
  if (output_at_ == output_.size()) {
    if (output_.capacity() > options_.max_queued_bytes) output_ = std::string();
    output_.clear();
    output_at_ = 0;
  }
  finish(pump());
}

void Session::offer(Bytes ops, int64_t now_ms) {
  now_ms_ = now_ms;
  if (ops.empty() || !asked_ || missed_ || state_ != SessionState::open) return;
  if (queued_bytes() + ops.size() > options_.max_queued_bytes) return miss(now_ms);
  send('O', ops);
}

void Session::miss(int64_t now_ms) {
  now_ms_ = now_ms;
  if (!asked_ || state_ != SessionState::open) return;
  if (!missed_) ++figures_.overflows;
  missed_ = true;
  finish(pump());
}

void Session::tick(int64_t now_ms) {
  now_ms_ = now_ms;
  if (state_ == SessionState::ended) return;
  if (now_ms - received_ms_ >= options_.silent_ms)
    return end({ErrorCode::input_output, "the peer was silent for " + std::to_string(now_ms - received_ms_) + " ms"});
  if (now_ms - sent_ms_ < options_.keep_alive_ms) return;
  if (queued_bytes() == 0) {
    if (state_ == SessionState::open) send('K');
  } else if (now_ms - sent_ms_ >= options_.silent_ms) {
    end({ErrorCode::input_output, "the peer took no bytes for " + std::to_string(now_ms - sent_ms_) + " ms"});
  }
}

void Session::end(Error reason) {
  if (state_ == SessionState::ended) return;
  state_ = SessionState::ended;
  reason_ = std::move(reason);
  request_.reset();
  append_bye(output_, reason_);
}

void Session::finish(Result<void> outcome) {
  if (!outcome) end(std::move(outcome).error());
}

void Session::send(char letter, Bytes body) {
  if (queued_bytes() == 0) sent_ms_ = now_ms_;
  append_record(output_, letter, body);
}

Result<void> Session::handle(const Message& message) {
  if (message.letter == 'B') {
    state_ = SessionState::ended;
    reason_ = read_bye(message.body);
    return {};
  }
  if ((message.letter == 'H') != (state_ == SessionState::greeting))
    return refused(message.letter == 'H' ? "the peer said hello twice" : "the peer did not say hello first");
  switch (message.letter) {
    case 'H': return greet(message.body);
    case 'Q':
      if (request_) return refused("the peer asked again before it was answered");
      request_ = message.body;
      return {};
    case 'D': return take_diff(message.body);
    case 'O': return take_ops(message.body);
    case 'N': pull_wanted_ = true; return {};
    default: return {};  // K: it has been heard
  }
}

Result<void> Session::greet(Bytes hello) {
  const auto theirs = read_hello(hello, StreamRole::sync);
  if (!theirs) return theirs.error();
  if (*theirs == 0) return refused("the hello names no source");
  if (*theirs == replica_.source())
    return Error{ErrorCode::source_taken,
                 "both sides write under one source: they are the same replica, or one needs another number"};
  peer_source_ = *theirs;
  state_ = SessionState::open;
  pull_wanted_ = true;
  return {};
}

Result<void> Session::take_diff(Bytes diff) {
  if (!pulling_) return refused("a diff that nobody asked for");
  pulling_ = false;
  RDX_TRY(const Integrated taken, take(diff));
  stuck_ = taken.left_out > 0 && taken.applied == 0;
  if (taken.more) pull_wanted_ = true;
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
  if (state_ != SessionState::open) return {};
  if (pull_wanted_ && !pulling_)
    if (auto asked = ask(); !asked) return asked;
  if (queued_bytes() > kLowWaterBytes) return {};
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
