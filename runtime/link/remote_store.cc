#include "rdx/link/remote_store.h"

#include <chrono>
#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <utility>

#include "rdx/link/store_calls.h"

namespace rdx {

namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{64} << 20;

using Answer = Result<std::string>;

// So that a few bytes cannot take more than some megabytes: as many packets as one source can number, sixteen times
// over.
constexpr uint64_t kMaxSeenPackets = uint64_t{16} << 32;

Result<DotSet> read_seen(Bytes record) {
  RDX_TRY(const DotRanges ranges, DotRanges::read(record));
  uint64_t packets = 0;
  ranges.for_each_range([&](uint32_t, uint32_t first, uint32_t last) {
    packets += uint64_t{last} - first + 1;
    return packets <= kMaxSeenPackets;
  });
  if (packets > kMaxSeenPackets) return Error{ErrorCode::limit, "an answer names more packets than there can be"};
  DotSet seen;
  seen.add(ranges);
  return seen;
}

Error refuse_snapshot() { return {ErrorCode::invalid, "a store on another machine has no snapshots"}; }

}  // namespace

// Where calling threads and the connection meet.
class RemoteStore::Caller : public std::enable_shared_from_this<Caller> {
 public:
  explicit Caller(const StoreLinkOptions& options) : times_(options.times), call_ms_(options.call_ms) {}

  Answer call(char name, Bytes arguments);
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

  // The last answers to what has no room for an error.
  DotSet last_seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  void remember_seen(const DotSet& seen) {
    const std::lock_guard lock(mutex_);
    seen_ = seen;
  }
  std::vector<Id> last_descendants(Id class_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = descendants_.find(class_id);
    return found == descendants_.end() ? std::vector<Id>{class_id} : found->second;
  }
  void remember_descendants(Id class_id, const std::vector<Id>& all) {
    const std::lock_guard lock(mutex_);
    descendants_[class_id] = all;
  }

 private:
  class CallingChannel;
  using Promise = std::promise<Answer>;

  void opened(const Waker& waker);
  void answered(uint64_t number, Answer answer);
  void lost(const Error& reason);
  std::vector<std::string> take_calls();

  const StreamTimes times_;
  const int64_t call_ms_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Waker waker_;  // none while there is no connection
  std::optional<Error> away_;
  uint64_t last_number_ = 0;
  std::map<uint64_t, Promise> waiting_;
  std::vector<std::string> calls_;  // to be sent
  std::size_t calls_bytes_ = 0;
  DotSet seen_;
  std::map<Id, std::vector<Id>> descendants_;
};

class RemoteStore::Caller::CallingChannel final : public Channel {
 public:
  CallingChannel(std::shared_ptr<Caller> caller, Waker waker, int64_t now_ms)
      : caller_(std::move(caller)),
        waker_(std::move(waker)),
        stream_(StreamRole::store, 0, bound_of_answer, caller_->times_, now_ms) {}

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

std::shared_ptr<Channel> RemoteStore::Caller::make_channel(Waker waker, int64_t now_ms) {
  return std::make_shared<CallingChannel>(shared_from_this(), std::move(waker), now_ms);
}

Answer RemoteStore::Caller::call(char name, Bytes arguments) {
  if (arguments.size() + 32 > kMaxMessageBytes) return Error{ErrorCode::limit, "a call is larger than a message"};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(call_ms_);
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return waker_ != nullptr || away_; });
  if (waker_ == nullptr)
    return Error{ErrorCode::input_output, "the store is away: " + (away_ ? away_->message : "not connected yet")};
  if (calls_bytes_ + arguments.size() > kMaxWaitingBytes)
    return Error{ErrorCode::busy, "too many calls wait for the connection"};
  const uint64_t number = ++last_number_;
  std::future<Answer> answer = waiting_[number].get_future();
  std::string& call = calls_.emplace_back();
  append_number(call, number);
  call.push_back(name);
  call.append(arguments);
  calls_bytes_ += call.size();
  const Waker waker = waker_;
  lock.unlock();
  waker();
  if (answer.wait_until(deadline) == std::future_status::ready) return answer.get();
  lock.lock();
  waiting_.erase(number);
  return Error{ErrorCode::input_output, "the store did not answer within " + std::to_string(call_ms_) + " ms"};
}

void RemoteStore::Caller::opened(const Waker& waker) {
  const std::lock_guard lock(mutex_);
  waker_ = waker;
  away_.reset();
  calls_.clear();
  calls_bytes_ = 0;
  changed_.notify_all();
}

void RemoteStore::Caller::answered(uint64_t number, Answer answer) {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(number);
  if (found == waiting_.end()) return;  // it waited too long
  found->second.set_value(std::move(answer));
  waiting_.erase(found);
}

void RemoteStore::Caller::lost(const Error& reason) {
  const std::lock_guard lock(mutex_);
  waker_ = nullptr;
  away_ = reason;
  for (auto& [number, promise] : waiting_)
    promise.set_value(Error{ErrorCode::input_output, "the store went away before it answered: " + reason.message});
  waiting_.clear();
}

std::vector<std::string> RemoteStore::Caller::take_calls() {
  const std::lock_guard lock(mutex_);
  calls_bytes_ = 0;
  return std::exchange(calls_, {});
}

RemoteStore::RemoteStore(std::shared_ptr<Caller> caller, std::unique_ptr<Transport> transport)
    : caller_(std::move(caller)), transport_(std::move(transport)) {}
RemoteStore::~RemoteStore() { transport_->stop(); }

Result<std::unique_ptr<RemoteStore>> RemoteStore::open(const std::string& address, const StoreLinkOptions& options) {
  auto caller = std::make_shared<Caller>(options);
  TransportOptions transport_options = options.transport;
  transport_options.on_event = [caller, report = options.transport.on_event](const TransportEvent& event) {
    if (event.kind != TransportEvent::Kind::open) caller->set_away(event.reason);
    if (report) report(event);
  };
  RDX_TRY(auto transport, Transport::open(transport_options));
  const MakeChannel make = [caller](Waker waker, int64_t now_ms) {
    return caller->make_channel(std::move(waker), now_ms);
  };
  if (auto done = transport->connect(address, make); !done) return std::move(done).error();
  return std::unique_ptr<RemoteStore>(new RemoteStore(std::move(caller), std::move(transport)));
}

bool RemoteStore::is_open() const { return caller_->is_open(); }
Result<std::string> RemoteStore::call(char name, Bytes arguments) const { return caller_->call(name, arguments); }

Result<Integrated> RemoteStore::apply(std::span<const Packet> packets) {
  std::string arguments;
  for (const Packet& each : packets) arguments.append(each.whole);
  RDX_TRY(const std::string answer, call('P', arguments));
  return read_integrated(answer);
}

Result<StoredObject> RemoteStore::load(Id object, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  std::string arguments;
  append_id(arguments, object);
  RDX_TRY(const std::string answer, call('L', arguments));
  Bytes rest = answer;
  const auto class_id = take_id(rest);
  if (!class_id) return Error{ErrorCode::invalid, "an answer with a garbled class"};
  return StoredObject{*class_id, std::string(rest)};
}

Result<void> RemoteStore::for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  for (;;) {
    std::string arguments;
    append_id(arguments, class_id);
    append_id(arguments, after);
    RDX_TRY(const std::string answer, call('I', arguments));
    RDX_TRY(const auto ids, read_ids(answer));
    for (const Id id : ids) {
      if (id <= after) return Error{ErrorCode::invalid, "an answer with ids out of order"};
      after = id;
      if (!visit(id)) return {};
    }
    if (ids.size() < kIdsPage) return {};
  }
}

Result<std::vector<Id>> RemoteStore::find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  std::string arguments;
  append_id(arguments, class_id);
  arguments.push_back(static_cast<char>(field));
  RDX_TRY(const std::string answer, call('F', arguments.append(value)));
  return read_ids(answer);
}

std::vector<Id> RemoteStore::class_and_descendants(Id class_id) const {
  std::string arguments;
  append_id(arguments, class_id);
  const auto answer = call('T', arguments);
  const auto ids = answer ? read_ids(*answer) : Result<std::vector<Id>>(answer.error());
  if (ids) caller_->remember_descendants(class_id, *ids);
  return ids ? *ids : caller_->last_descendants(class_id);
}

Result<void> RemoteStore::declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) {
  std::string arguments;
  append_id(arguments, class_id);
  append_id(arguments, parent);
  for (const uint8_t field : indexed_fields) arguments.push_back(static_cast<char>(field));
  if (auto answer = call('K', arguments); !answer) return std::move(answer).error();
  return {};
}

DotSet RemoteStore::seen() const {
  const auto answer = call('S', {});
  const auto seen = answer ? read_seen(*answer) : Result<DotSet>(answer.error());
  if (seen) caller_->remember_seen(*seen);
  return seen ? *seen : caller_->last_seen();
}

Result<std::string> RemoteStore::request_diff() { return call('Q', {}); }

Result<std::string> RemoteStore::build_diff(Bytes request, std::size_t limit) {
  std::string arguments;
  append_number(arguments, limit);
  return call('B', arguments.append(request));
}

Result<Integrated> RemoteStore::integrate_diff(Bytes diff) {
  RDX_TRY(const std::string answer, call('G', diff));
  return read_integrated(answer);
}

}  // namespace rdx
