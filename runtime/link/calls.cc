#include "rdx/link/calls.h"

#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <utility>

#include "rdx/store/call_bytes.h"
#include "rdx/tlv/record.h"

namespace rdx {

namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{64} << 20;
// Above it no further call is done until answers have gone out.
constexpr std::size_t kEnoughBytes = std::size_t{64} << 10;

using Answer = Result<std::string>;

std::optional<std::size_t> bound_of_call(char letter) {
  return letter == 'C' ? std::optional(kMaxMessageBytes) : std::nullopt;
}
std::optional<std::size_t> bound_of_answer(char letter) {
  return letter == 'A' || letter == 'E' ? std::optional(kMaxMessageBytes) : std::nullopt;
}

}  // namespace

std::string write_error(const Error& error) {
  std::string bytes;
  append_tiny(bytes, 'C', error_code_name(error.code));
  return bytes.append(error.message, 0, kMaxByeBytes);
}

Error read_error(Bytes bytes) {
  const auto name = take_tiny(bytes, 'C');
  return {name ? error_code_of(*name) : ErrorCode::invalid, std::string(bytes.substr(0, kMaxByeBytes))};
}

// Where calling threads and the connection meet.
class CallerLink::Caller : public std::enable_shared_from_this<Caller> {
 public:
  Caller(StreamRole role, const StreamTimes& times) : role_(role), times_(times) {}

  Answer call(Bytes call, int64_t within_ms);
  bool is_open() const {
    const std::lock_guard lock(mutex_);
    return waker_ != nullptr;
  }
  /// An attempt to connect failed, or the connection ended: until the next one calls fail at once.
  void set_away(const Error& reason) {
    const std::lock_guard lock(mutex_);
    away_ = reason;
    changed_.notify_all();
  }
  std::shared_ptr<Channel> make_channel(Waker waker, int64_t now_ms);

 private:
  class CallingChannel;
  using Promise = std::promise<Answer>;

  void opened(const Waker& waker);
  void answered(uint64_t number, Answer answer);
  void lost(const Error& reason);
  std::vector<std::string> take_calls();

  const StreamRole role_;
  const StreamTimes times_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Waker waker_;  // none while there is no connection
  std::optional<Error> away_;
  uint64_t last_number_ = 0;
  std::map<uint64_t, Promise> waiting_;
  std::vector<std::string> calls_;  // to be sent
  std::size_t calls_bytes_ = 0;
};

class CallerLink::Caller::CallingChannel final : public Channel {
 public:
  CallingChannel(std::shared_ptr<Caller> caller, Waker waker, int64_t now_ms)
      : caller_(std::move(caller)),
        waker_(std::move(waker)),
        stream_(caller_->role_, 0, bound_of_answer, caller_->times_, now_ms) {}

  void receive(Bytes bytes, int64_t now_ms) override {
    stream_.receive(bytes, now_ms);
    while (const auto message = stream_.next()) take(*message);
    if (is_open() && !std::exchange(was_open_, true)) caller_->opened(waker_);
  }
  Bytes output() const override { return stream_.output(); }
  void consume(std::size_t size, int64_t now_ms) override { stream_.consume(size, now_ms); }
  void tick(int64_t now_ms) override { stream_.tick(now_ms); }
  void wake(int64_t now_ms) override {
    if (!is_open()) return;
    for (const std::string& call : caller_->take_calls()) stream_.send('C', call, now_ms);
  }
  void finish(int64_t) override { stream_.end({ErrorCode::closed, "the caller is stopping"}); }
  bool is_open() const override { return stream_.is_open(); }
  bool has_ended() const override { return stream_.has_ended(); }
  Error reason() const override { return stream_.reason(); }
  void closed(const Error& reason) override {
    if (was_open_) caller_->lost(reason);
  }

 private:
  void take(const Message& message) {
    Bytes body = message.body;
    const auto number = take_number(body);
    if (!number) return stream_.end({ErrorCode::invalid, "an answer without a number"});
    caller_->answered(*number, message.letter == 'A' ? Answer(std::string(body)) : Answer(read_error(body)));
  }

  const std::shared_ptr<Caller> caller_;
  const Waker waker_;
  Stream stream_;
  bool was_open_ = false;
};

std::shared_ptr<Channel> CallerLink::Caller::make_channel(Waker waker, int64_t now_ms) {
  return std::make_shared<CallingChannel>(shared_from_this(), std::move(waker), now_ms);
}

Answer CallerLink::Caller::call(Bytes asked, int64_t within_ms) {
  if (asked.size() + 32 > kMaxMessageBytes) return Error{ErrorCode::limit, "a call is larger than a message"};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(within_ms);
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return waker_ != nullptr || away_; });
  if (waker_ == nullptr)
    return Error{ErrorCode::input_output, "the other side is away: " + (away_ ? away_->message : "not connected yet")};
  if (calls_bytes_ + asked.size() > kMaxWaitingBytes)
    return Error{ErrorCode::busy, "too many calls wait for the connection"};
  const uint64_t number = ++last_number_;
  std::future<Answer> answer = waiting_[number].get_future();
  std::string& call = calls_.emplace_back();
  append_number(call, number);
  call.append(asked);
  calls_bytes_ += call.size();
  const Waker waker = waker_;
  lock.unlock();
  waker();
  if (answer.wait_until(deadline) == std::future_status::ready) return answer.get();
  lock.lock();
  waiting_.erase(number);
  return Error{ErrorCode::input_output, "the other side did not answer within " + std::to_string(within_ms) + " ms"};
}

void CallerLink::Caller::opened(const Waker& waker) {
  const std::lock_guard lock(mutex_);
  waker_ = waker;
  away_.reset();
  calls_.clear();
  calls_bytes_ = 0;
  changed_.notify_all();
}

void CallerLink::Caller::answered(uint64_t number, Answer answer) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return;  // it waited too long
  found->second.set_value(std::move(answer));
  waiting_.erase(found);
}

void CallerLink::Caller::lost(const Error& reason) {
  const std::lock_guard lock(mutex_);
  waker_ = nullptr;
  away_ = reason;
  for (auto& [number, promise] : waiting_)
    promise.set_value(Error{ErrorCode::input_output, "the other side went away before it answered: " + reason.message});
  waiting_.clear();
}

std::vector<std::string> CallerLink::Caller::take_calls() {
  const std::lock_guard lock(mutex_);
  calls_bytes_ = 0;
  return std::exchange(calls_, {});
}

CallerLink::CallerLink(std::shared_ptr<Caller> caller, std::unique_ptr<Transport> transport)
    : caller_(std::move(caller)), transport_(std::move(transport)) {}
CallerLink::~CallerLink() = default;

Result<std::unique_ptr<CallerLink>> CallerLink::open(const std::string& address, StreamRole role,
                                                     const TransportOptions& options, const StreamTimes& times) {
  auto caller = std::make_shared<Caller>(role, times);
  TransportOptions transport_options = options;
  transport_options.on_event = [caller, report = options.on_event](const TransportEvent& event) {
    if (event.kind != TransportEvent::Kind::open) caller->set_away(event.reason);
    if (report) report(event);
  };
  RDX_TRY(auto transport, Transport::open(transport_options));
  const MakeChannel make = [caller](Waker waker, int64_t now_ms) {
    return caller->make_channel(std::move(waker), now_ms);
  };
  if (auto done = transport->connect(address, make); !done) return std::move(done).error();
  return std::unique_ptr<CallerLink>(new CallerLink(std::move(caller), std::move(transport)));
}

bool CallerLink::is_open() const { return caller_->is_open(); }
Result<std::string> CallerLink::call(Bytes call, int64_t within_ms) const { return caller_->call(call, within_ms); }

namespace {

class ServingChannel final : public Channel {
 public:
  ServingChannel(AnswerCall answer, StreamRole role, const StreamTimes& times, int64_t now_ms)
      : answer_(std::move(answer)), stream_(role, 0, bound_of_call, times, now_ms) {}

  void receive(Bytes bytes, int64_t now_ms) override {
    stream_.receive(bytes, now_ms);
    work(now_ms);
  }
  Bytes output() const override { return stream_.output(); }
  void consume(std::size_t size, int64_t now_ms) override {
    stream_.consume(size, now_ms);
    work(now_ms);
  }
  void tick(int64_t now_ms) override { stream_.tick(now_ms); }
  void wake(int64_t) override {}
  void finish(int64_t) override { stream_.end({ErrorCode::closed, "the other side is stopping"}); }
  bool is_full() const override { return stream_.queued_bytes() > kEnoughBytes; }
  bool is_open() const override { return stream_.is_open(); }
  bool has_ended() const override { return stream_.has_ended(); }
  Error reason() const override { return stream_.reason(); }
  void closed(const Error&) override {}

 private:
  void work(int64_t now_ms) {
    while (!is_full()) {
      const auto call = stream_.next();
      if (!call) return;
      answer(call->body, now_ms);
    }
  }
  void answer(Bytes call, int64_t now_ms) {
    const auto number = take_number(call);
    if (!number) return stream_.end({ErrorCode::invalid, "a call without a number"});
    auto result = answer_(call);
    if (result && result->size() + kMaxTiny + 1 > kMaxMessageBytes)
      result = Error{ErrorCode::limit, "the answer is larger than a message"};
    std::string body;
    append_number(body, *number);
    stream_.send(result ? 'A' : 'E', body.append(result ? *result : write_error(result.error())), now_ms);
  }

  const AnswerCall answer_;
  Stream stream_;
};

}  // namespace

MakeChannel serve_calls(AnswerCall answer, StreamRole role, const StreamTimes& times) {
  return [answer = std::move(answer), role, times](const Waker&, int64_t now_ms) -> std::shared_ptr<Channel> {
    return std::make_shared<ServingChannel>(answer, role, times, now_ms);
  };
}

}  // namespace rdx
