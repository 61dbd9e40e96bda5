#include "rdx/replica/stream.h"

#include <utility>

#include "rdx/tlv/record.h"

namespace rdx {

namespace {

constexpr std::size_t kKeptBytes = std::size_t{1} << 20;  // an output that grew past it is given back

}  // namespace

Stream::Stream(StreamRole role, uint32_t source, MessageBound bound, const StreamTimes& times, int64_t now_ms)
    : role_(role), times_(times), reader_(bound), received_ms_(now_ms), sent_ms_(now_ms) {
  append_hello(output_, role, source);
}

void Stream::receive(Bytes bytes, int64_t now_ms) {
  if (bytes.empty()) return;
  received_ms_ = now_ms;
  received_bytes_ += bytes.size();
  if (!has_ended_) reader_.feed(bytes);
}

std::optional<Message> Stream::next() {
  while (!has_ended_) {
    const auto message = reader_.next();
    if (!message) {
      end(message.error());
    } else if (!*message) {
      return std::nullopt;
    } else if (is_own(**message)) {
      return *message;
    }
  }
  return std::nullopt;
}

// Whether the message is the owner's; the others are seen to.
bool Stream::is_own(const Message& message) {
  if (message.letter == 'B') {
    has_ended_ = true;
    reason_ = read_bye(message.body);
    return false;
  }
  if ((message.letter == 'H') == is_greeted_) {
    end({ErrorCode::invalid, is_greeted_ ? "the peer said hello twice" : "the peer did not say hello first"});
    return false;
  }
  if (message.letter == 'H') greet(message.body);
  return message.letter != 'H' && message.letter != 'K';
}

void Stream::greet(Bytes hello) {
  const auto source = read_hello(hello, role_);
  if (!source) return end(source.error());
  peer_source_ = *source;
  is_greeted_ = true;
}

void Stream::send(char letter, Bytes body, int64_t now_ms) {
  if (queued_bytes() == 0) sent_ms_ = now_ms;
  append_record(output_, letter, body);
}

void Stream::consume(std::size_t size, int64_t now_ms) {
  if (size == 0) return;
  sent_ms_ = now_ms;
  sent_bytes_ += size;
  output_at_ += size;
  if (output_at_ < output_.size()) return give_back_sent();
  if (output_.capacity() > kKeptBytes) output_ = std::string();
  output_.clear();
  output_at_ = 0;
}

// What has gone out of an output that is never empty: at most as much is kept as still waits.
void Stream::give_back_sent() {
  if (output_at_ < kKeptBytes || output_at_ < queued_bytes()) return;
  output_.erase(0, output_at_);
  output_at_ = 0;
}

void Stream::tick(int64_t now_ms) {
  if (has_ended_) return;
  const int64_t silence_ms = now_ms - received_ms_;
  const int64_t rest_ms = now_ms - sent_ms_;
  if (silence_ms >= times_.silent_ms) {
    end({ErrorCode::input_output, "the peer was silent for " + std::to_string(silence_ms) + " ms"});
  } else if (queued_bytes() > 0 && rest_ms >= times_.silent_ms) {
    end({ErrorCode::input_output, "the peer took no bytes for " + std::to_string(rest_ms) + " ms"});
  } else if (queued_bytes() == 0 && rest_ms >= times_.keep_alive_ms && is_greeted_) {
    send('K', {}, now_ms);
  }
}

void Stream::end(Error reason) {
  if (has_ended_) return;
  has_ended_ = true;
  reason_ = std::move(reason);
  append_bye(output_, reason_);
}

}  // namespace rdx
