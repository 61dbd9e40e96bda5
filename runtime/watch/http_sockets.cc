#include "rdx/watch/http_sockets.h"

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <list>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace rdx {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::hours kLong{1};
constexpr int kBacklog = 64;
constexpr std::size_t kMostDropped = std::size_t{256} << 10;

// A descriptor with an owner.
class Handle {
 public:
  explicit Handle(int number = -1) : number_(number) {}
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (number_ >= 0) close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

Error last_error() { return {ErrorCode::input_output, std::strerror(errno)}; }

Result<Handle> listen_at(const addrinfo& found) {
  Handle handle(socket(found.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (handle.get() < 0) return last_error();
  const int yes = 1;  // at once after the process before; a port that is taken is not shared
  setsockopt(handle.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(handle.get(), found.ai_addr, found.ai_addrlen) != 0) return last_error();
  if (listen(handle.get(), kBacklog) != 0) return last_error();
  return handle;
}

Result<Handle> listen_at(const std::string& host, uint16_t port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int fault = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found);
  if (fault != 0) return Error{ErrorCode::input_output, gai_strerror(fault)};
  auto handle = listen_at(*found);
  freeaddrinfo(found);
  return handle;
}

std::string address_of(int handle) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  auto* const address = reinterpret_cast<sockaddr*>(&bound);
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (getsockname(handle, address, &size) != 0 ||
      getnameinfo(address, size, host.data(), host.size(), port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV))
    return "";
  const std::string text = host.data();
  return (bound.ss_family == AF_INET6 ? "[" + text + "]" : text) + ":" + port.data();
}

// One connection. The sockets' thread has it, but while its answer is made: then nobody touches it but who makes that.
class Connection {
 public:
  enum class Stage : uint8_t { asking, waiting, answering, closing, gone };

  Connection(Handle handle, const HttpBounds& bounds)
      : handle_(std::move(handle)), bounds_(bounds), until_(SteadyClock::now() + bounds.patience) {}

  Stage stage() const { return stage_; }
  SteadyClock::time_point until() const { return stage_ == Stage::waiting ? SteadyClock::time_point::max() : until_; }
  pollfd polled() const {
    if (stage_ == Stage::waiting) return {-1, 0, 0};
    return {handle_.get(), static_cast<short>(stage_ == Stage::answering ? POLLOUT : POLLIN), 0};
  }
  /// As far as it goes without waiting.
  void step(bool is_ready) {
    if (stage_ == Stage::waiting) return;
    if (!is_ready) return SteadyClock::now() >= until_ ? end_time() : void();
    if (stage_ == Stage::answering) return send_some();
    receive_some();
  }
  void make_answer(const AnswerHead& make) { text_ = make(text_, fault_); }
  void begin_answer() { enter(Stage::answering); }

 private:
  void enter(Stage stage) {
    stage_ = stage;
    until_ = SteadyClock::now() + bounds_.patience;
  }
  void end_time() {
    if (stage_ != Stage::asking) return enter(Stage::gone);
    fault_ = HeadFault::too_slow;
    enter(Stage::waiting);
  }
  void receive_some() {
    std::array<char, 4096> bytes;
    const ssize_t got = recv(handle_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) return enter(Stage::gone);
    const Bytes some(bytes.data(), static_cast<std::size_t>(got));
    if (stage_ == Stage::closing) return drop(some);
    text_.append(some);
    const std::size_t end = text_.find("\r\n\r\n");
    const bool is_whole = end != std::string::npos && end + 4 <= bounds_.head_bytes;
    if (!is_whole && text_.size() < bounds_.head_bytes) return;
    if (is_whole)
      text_.resize(end + 4);
    else
      fault_ = HeadFault::too_long;
    enter(Stage::waiting);
  }
  void send_some() {
    const ssize_t sent = send(handle_.get(), text_.data() + done_, text_.size() - done_, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (sent < 0) return enter(Stage::gone);
    done_ += static_cast<std::size_t>(sent);
    if (done_ < text_.size()) return;
    done_ = 0;
    shutdown(handle_.get(), SHUT_WR);
    enter(Stage::closing);
  }
  // Closed on unread bytes, the answer might not reach the other side.
  void drop(Bytes bytes) {
    done_ += bytes.size();
    if (done_ > kMostDropped) enter(Stage::gone);
  }

  const Handle handle_;
  const HttpBounds bounds_;
  Stage stage_ = Stage::asking;
  SteadyClock::time_point until_;
  std::string text_;      // the head, then the answer
  std::size_t done_ = 0;  // sent of the answer, then dropped behind it
  HeadFault fault_ = HeadFault::none;
};

}  // namespace

class HttpSockets::Core {
 public:
  Core(Handle listening, Handle wake, AnswerHead answer, const HttpBounds& bounds)
      : listening_(std::move(listening)),
        wake_(std::move(wake)),
        address_(address_of(listening_.get())),
        answer_(std::move(answer)),
        bounds_(bounds) {}
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;
  ~Core() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
      asked_.clear();
    }
    has_asked_.notify_all();
    wake();
    for (std::thread& each : threads_) each.join();
  }

  Result<void> start() {
    try {
      threads_.emplace_back([this] { carry(); });
      for (std::size_t i = 0; i < bounds_.threads; ++i) threads_.emplace_back([this] { answer(); });
    } catch (const std::system_error& error) {
      return Error{ErrorCode::input_output, error.what()};
    }
    return {};
  }
  const std::string& address() const { return address_; }

 private:
  using Shared = std::shared_ptr<Connection>;
  using Stage = Connection::Stage;

  void wake() const {
    const uint64_t one = 1;
    while (write(wake_.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
  }

  // The sockets' thread.
  void carry() {
    while (take_answered()) {
      std::vector<pollfd> polled = wait();
      auto at = polled.begin() + 2;
      for (const Shared& each : connections_) step(each, (at++)->revents != 0);
      connections_.remove_if([](const Shared& each) { return each->stage() == Stage::gone; });
      if (polled[0].revents != 0) accept_some();
    }
  }
  // False at the end.
  bool take_answered() {
    const std::lock_guard lock(mutex_);
    for (const Shared& each : answered_) each->begin_answer();
    answered_.clear();
    return !is_stopping_;
  }
  std::vector<pollfd> wait() const {
    std::vector<pollfd> polled{{listening_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}};
    auto until = SteadyClock::now() + kLong;
    if (accept_from_ > SteadyClock::now()) {
      polled[0].fd = -1;
      until = accept_from_;
    }
    for (const Shared& each : connections_) {
      polled.push_back(each->polled());
      until = std::min(until, each->until());
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - SteadyClock::now()).count();
    const int ready = poll(polled.data(), polled.size(), static_cast<int>(std::max<int64_t>(left, 0)));
    if (ready < 0)  // a signal
      for (pollfd& each : polled) each.revents = 0;
    uint64_t count = 0;
    if (polled[1].revents != 0) static_cast<void>(!read(wake_.get(), &count, sizeof count));
    return polled;
  }
  void step(const Shared& connection, bool is_ready) {
    const Stage before = connection->stage();
    connection->step(is_ready);
    if (before == Stage::waiting || connection->stage() != Stage::waiting) return;
    const std::lock_guard lock(mutex_);
    asked_.push_back(connection);
    has_asked_.notify_one();
  }
  void accept_some() {
    for (int i = 0; i < kBacklog; ++i) {  // then those that are here have their turn
      Handle handle(accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (handle.get() < 0) {
        if (errno == EINTR || errno == ECONNABORTED) continue;
        if (errno != EAGAIN) accept_from_ = SteadyClock::now() + kAcceptPause;  // out of descriptors, or of memory
        return;
      }
      if (connections_.size() < bounds_.connections || make_room())
        connections_.push_back(std::make_shared<Connection>(std::move(handle), bounds_));
    }
  }
  bool make_room() {
    const auto oldest = std::find_if(connections_.begin(), connections_.end(),
                                     [](const Shared& each) { return each->stage() != Stage::waiting; });
    if (oldest == connections_.end()) return false;
    connections_.erase(oldest);
    return true;
  }

  // A thread that answers.
  void answer() {
    while (const Shared connection = next()) {
      connection->make_answer(answer_);
      const std::lock_guard lock(mutex_);
      answered_.push_back(connection);
      wake();
    }
  }
  // Nothing at the end.
  Shared next() {
    std::unique_lock lock(mutex_);
    has_asked_.wait(lock, [this] { return is_stopping_ || !asked_.empty(); });
    if (is_stopping_) return nullptr;
    Shared first = std::move(asked_.front());
    asked_.pop_front();
    return first;
  }

  const Handle listening_;
  const Handle wake_;
  const std::string address_;
  const AnswerHead answer_;
  const HttpBounds bounds_;
  std::list<Shared> connections_;  // by age; of the sockets' thread, as is the next
  SteadyClock::time_point accept_from_{};
  std::mutex mutex_;
  std::condition_variable has_asked_;
  bool is_stopping_ = false;
  std::deque<Shared> asked_;
  std::vector<Shared> answered_;
  std::vector<std::thread> threads_;
};

Result<std::unique_ptr<HttpSockets>> HttpSockets::open(const std::string& host, uint16_t port, AnswerHead answer,
                                                       const HttpBounds& bounds) {
  const auto refused = [&](const Error& why) {
    return Error{why.code, "cannot listen at " + host + ":" + std::to_string(port) + ": " + why.message};
  };
  auto listening = listen_at(host, port);
  if (!listening) return refused(listening.error());
  Handle wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (wake.get() < 0) return refused(last_error());
  auto core = std::make_unique<Core>(*std::move(listening), std::move(wake), std::move(answer), bounds);
  if (auto started = core->start(); !started) return refused(started.error());
  return std::unique_ptr<HttpSockets>(new HttpSockets(std::move(core)));
}

HttpSockets::HttpSockets(std::unique_ptr<Core> core) : core_(std::move(core)) {}
HttpSockets::~HttpSockets() = default;

const std::string& HttpSockets::address() const { return core_->address(); }

}  // namespace rdx
