#include "rdx/link/transport.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <asio.hpp>
#include <asio/ssl.hpp>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "rdx/base/system_random.h"
namespace rdx {

namespace {

using asio::ip::tcp;
using Code = asio::error_code;

constexpr std::size_t kReadBytes = std::size_t{64} << 10;
constexpr std::size_t kWriteBytes = std::size_t{16} << 10;
constexpr int64_t kAcceptPauseMs = 100;

Error failure(const std::string& what, const Code& code) {
  return {ErrorCode::input_output, what + ": " + code.message()};
}

// Why the peer's certificate was refused, where that is what went wrong.
std::string verify_failure(SSL* ssl) {
  const long result = SSL_get_verify_result(ssl);
  if (result == X509_V_OK) return "";
  return std::string(" (the peer's certificate: ") + X509_verify_cert_error_string(result) + ")";
}

std::string text_of(const tcp::endpoint& endpoint) {
  Code none;
  return to_text({endpoint.address().to_string(none), endpoint.port()});
}

int64_t system_now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// What connections report back. Called on the transport's threads.
struct Reports {
  std::function<void()> open;
  std::function<void(const Error&, bool was_open)> closed;
};

// One socket and its channel. All of it happens on the socket's strand.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(const TransportOptions& options, asio::ssl::context& tls, tcp::socket socket, MakeChannel make,
             Reports reports)
      : options_(options),
        stream_(std::move(socket), tls),
        deadline_(stream_.get_executor()),
        ticker_(stream_.get_executor()),
        make_(std::move(make)),
        reports_(std::move(reports)) {}

  void start(asio::ssl::stream_base::handshake_type side) {
    Code none;
    stream_.next_layer().set_option(tcp::no_delay(true), none);
    if (options_.unsafe_plain) return begin();
    const std::string& name = options_.tls.peer_name;
    if (!name.empty() && SSL_set1_host(stream_.native_handle(), name.c_str()) != 1)
      return close({ErrorCode::input_output, "the peer's name cannot be checked"});
    close_after(options_.handshake_ms, {ErrorCode::input_output, "the TLS handshake took too long"});
    stream_.async_handshake(side, [self = shared_from_this()](const Code& code) {
      if (code) return self->close(failure("no TLS" + verify_failure(self->stream_.native_handle()), code));
      self->begin();
    });
  }
  void finish() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->channel_ == nullptr) return self->close({ErrorCode::closed, "stopped"});
      if (!self->is_closed_) self->channel_->finish(self->options_.now_ms());
      self->advance();
    });
  }
  /// Ends without the strand: when no thread runs any more.
  void abandon(const Error& reason) { close(reason); }
  /// Ends it, if its peer has not shown who it is yet. Answers whether it does. Any thread.
  bool give_way() {
    Stage greeting = Stage::greeting;
    if (!stage_.compare_exchange_strong(greeting, Stage::giving_way)) return false;
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->close(
          {ErrorCode::limit, "it had not shown who it is when others came, and there are too many connections"});
    });
    return true;
  }

 private:
  enum class Stage : uint8_t { greeting, known, giving_way };

  void begin() {
    Stage greeting = Stage::greeting;
    if (is_closed_ || !stage_.compare_exchange_strong(greeting, Stage::known)) return;
    deadline_.cancel();
    channel_ = make_(
        [weak = weak_from_this()] {
          if (const auto self = weak.lock()) asio::post(self->stream_.get_executor(), [self] { self->wake(); });
        },
        options_.now_ms());
    tick();
  }
  void wake() {
    if (is_closed_) return;
    channel_->wake(options_.now_ms());
    advance();
  }
  void tick() {
    if (is_closed_) return;
    channel_->tick(options_.now_ms());
    advance();
    ticker_.expires_after(std::chrono::milliseconds(options_.tick_ms));
    ticker_.async_wait([self = shared_from_this()](const Code& code) {
      if (!code) self->tick();
    });
  }
  template <class Work>
  void on_stream(Work&& work) {
    if (options_.unsafe_plain) {
      work(stream_.next_layer());
    } else {
      work(stream_);
    }
  }
  void read() {
    if (is_reading_ || channel_->is_full()) return;
    is_reading_ = true;
    on_stream([&](auto& stream) {
      stream.async_read_some(asio::buffer(in_), [self = shared_from_this()](const Code& code, std::size_t size) {
        self->have_read(code, size);
      });
    });
  }
  void have_read(const Code& code, std::size_t size) {
    is_reading_ = false;
    if (is_closed_) return;
    if (code) return close(channel_->has_ended() ? channel_->reason() : failure("the connection ended", code));
    channel_->receive({in_.data(), size}, options_.now_ms());
    advance();
  }
  // Reports what is new, reads and writes as far as there is something and room, and ends when all is said.
  void advance() {
    if (is_closed_) return;
    if (channel_->is_open() && !was_open_) {
      was_open_ = true;
      reports_.open();
    }
    if (!is_writing_ && !is_shut_ && !channel_->output().empty()) write();
    if (channel_->has_ended()) end();
    read();
  }
  // The output first, then a half-close, and the peer's: closed at once, what it has not read yet might not reach it.
  void end() {
    if (!is_ending_) close_after(options_.finish_ms, channel_->reason());
    is_ending_ = true;
    if (is_writing_ || is_shut_) return;
    is_shut_ = true;
    Code none;
    stream_.next_layer().shutdown(tcp::socket::shutdown_send, none);
  }
  void write() {
    is_writing_ = true;
    const Bytes output = channel_->output().substr(0, kWriteBytes);
    std::copy(output.begin(), output.end(), out_.begin());
    on_stream([&](auto& stream) {
      asio::async_write(
          stream, asio::buffer(out_.data(), output.size()),
          [self = shared_from_this()](const Code& code, std::size_t size) { self->have_written(code, size); });
    });
  }
  void have_written(const Code& code, std::size_t size) {
    is_writing_ = false;
    if (is_closed_) return;
    if (code) return close(channel_->has_ended() ? channel_->reason() : failure("the connection ended", code));
    channel_->consume(size, options_.now_ms());
    advance();
  }
  void close_after(int64_t delay_ms, const Error& reason) {
    deadline_.expires_after(std::chrono::milliseconds(delay_ms));
    deadline_.async_wait([self = shared_from_this(), reason](const Code& code) {
      if (!code) self->close(reason);
    });
  }
  void close(const Error& reason) {
    if (is_closed_) return;
    is_closed_ = true;
    Code none;
    deadline_.cancel();
    ticker_.cancel();
    stream_.next_layer().shutdown(tcp::socket::shutdown_both, none);
    stream_.next_layer().close(none);
    if (channel_ != nullptr) channel_->closed(reason);
    reports_.closed(reason, was_open_);
  }

  const TransportOptions& options_;
  asio::ssl::stream<tcp::socket> stream_;
  asio::steady_timer deadline_;
  asio::steady_timer ticker_;
  MakeChannel make_;
  Reports reports_;
  std::shared_ptr<Channel> channel_;
  std::atomic<Stage> stage_ = Stage::greeting;
  bool was_open_ = false;
  bool is_reading_ = false;
  bool is_writing_ = false;
  bool is_ending_ = false;
  bool is_shut_ = false;
  bool is_closed_ = false;
  std::array<char, kReadBytes> in_;
  std::array<char, kWriteBytes> out_;
};

Error no_name(const Error& why) { return {ErrorCode::input_output, "the name does not resolve: " + why.message}; }

using Endpoints = std::vector<tcp::endpoint>;

Result<Endpoints> endpoints_of(const Addresses& found, uint16_t port) {
  if (!found) return no_name(found.error());
  Endpoints endpoints;
  for (const std::string& each : *found) {
    Code code;
    endpoints.emplace_back(asio::ip::make_address(each, code), port);
    if (code) return no_name({ErrorCode::invalid, "'" + each + "' is no address"});
  }
  return endpoints;
}

// An address that is kept connected. All of it happens on its strand.
struct Dialer {
  Dialer(asio::io_context& io, Address to, MakeChannel maker, const BackOffOptions& options)
      : strand(asio::make_strand(io)),
        address(std::move(to)),
        make(std::move(maker)),
        timer(strand),
        back_off(options) {
    status.address = to_text(address);
  }

  asio::strand<asio::io_context::executor_type> strand;
  const Address address;
  const MakeChannel make;
  asio::steady_timer timer;
  std::shared_ptr<Resolution> resolution;  // the last one
  BackOff back_off;
  int64_t opened_ms = 0;
  PeerStatus status;  // under the core's mutex
};

struct Listener {
  Listener(asio::io_context& io, MakeChannel maker)
      : acceptor(asio::make_strand(io)), pause(acceptor.get_executor()), make(std::move(maker)) {}

  tcp::acceptor acceptor;
  asio::steady_timer pause;
  const MakeChannel make;
};

}  // namespace

class Transport::Core {
 public:
  Core(const TransportOptions& options, TlsContext tls)
      : options_(options), tls_(tls.release()), guard_(asio::make_work_guard(io_)) {
    if (!options_.now_ms) options_.now_ms = system_now_ms;
    if (!options_.random) options_.random = system_random;
    if (!options_.resolve) options_.resolve = system_resolve;
    const asio::steady_timer first(io_);  // asio takes its descriptors with its first object: now, or not at all
  }

  Result<void> start() {
    for (int i = std::max(options_.threads, 1); i > 0; --i) {
      {
        const std::lock_guard lock(mutex_);
        ++running_threads_;
      }
      try {
        threads_.emplace_back([this] { run(); });
      } catch (const std::system_error& error) {
        const std::lock_guard lock(mutex_);
        --running_threads_;
        return Error{ErrorCode::input_output, std::string("the link gets no thread: ") + error.what()};
      }
    }
    return {};
  }

  Result<std::string> listen(const std::string& text, MakeChannel make) {
    RDX_TRY(const Address address, parse_address(text));
    Code code;
    tcp::resolver resolver(io_);
    const auto found = resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive, code);
    if (code) return failure("cannot listen at " + text, code);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    if (auto allowed = check_allowed(endpoint); !allowed) return std::move(allowed).error();
    auto listener = std::make_shared<Listener>(io_, std::move(make));
    listener->acceptor.open(endpoint.protocol(), code);
    if (!code) listener->acceptor.set_option(tcp::acceptor::reuse_address(true), code);
    if (!code) listener->acceptor.bind(endpoint, code);
    if (!code) listener->acceptor.listen(asio::socket_base::max_listen_connections, code);
    if (code) return failure("cannot listen at " + text, code);
    const std::string bound = text_of(listener->acceptor.local_endpoint(code));
    const std::lock_guard lock(mutex_);
    if (state_ != TransportState::running) return reason_;
    listeners_.push_back(listener);
    asio::post(listener->acceptor.get_executor(), [this, listener] { accept(listener); });
    return bound;
  }

  Result<void> connect(const std::string& text, MakeChannel make) {
    RDX_TRY(const Address address, parse_address(text));
    if (address.port == 0) return Error{ErrorCode::invalid, "'" + text + "' has no port"};
    const std::lock_guard lock(mutex_);
    if (state_ != TransportState::running) return reason_;
    dialers_.push_back(std::make_shared<Dialer>(io_, address, std::move(make), options_.back_off));
    asio::post(dialers_.back()->strand, [this, dialer = dialers_.back()] { dial(dialer); });
    return {};
  }

  void stop() {
    std::unique_lock lock(mutex_);
    if (state_ == TransportState::running) {
      state_ = TransportState::stopped;
      reason_ = {ErrorCode::closed, "the link was stopped"};
      for (const auto& each : listeners_) asio::post(each->acceptor.get_executor(), [each] { close_listener(*each); });
      for (const auto& each : dialers_) asio::post(each->strand, [each] { close_dialer(*each); });
      for (const auto& each : connections_)
        if (const auto connection = each.lock()) connection->finish();
      none_left_.wait_for(lock, std::chrono::milliseconds(options_.finish_ms * 2), [&] { return open_ == 0; });
    }
    lock.unlock();
    io_.stop();
    join();
  }

  void fail(const std::string& what) {
    const std::lock_guard lock(mutex_);
    if (state_ == TransportState::running) {
      state_ = TransportState::failed;
      reason_ = {ErrorCode::input_output, "a thread of the link failed: " + what};
    }
    io_.stop();
  }

  TransportState state() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }
  Error reason() const {
    const std::lock_guard lock(mutex_);
    return reason_;
  }
  std::vector<PeerStatus> peers() const {
    const std::lock_guard lock(mutex_);
    std::vector<PeerStatus> all;
    for (const auto& each : dialers_) all.push_back(each->status);
    return all;
  }
  std::size_t connections() const {
    const std::lock_guard lock(mutex_);
    return open_;
  }

 private:
  using DialerPointer = std::shared_ptr<Dialer>;
  using ListenerPointer = std::shared_ptr<Listener>;

  static void close_listener(Listener& listener) {
    Code none;
    listener.acceptor.close(none);
    listener.pause.cancel();
  }
  static void close_dialer(Dialer& dialer) { dialer.timer.cancel(); }

  // Once, whoever stops it how often.
  void join() {
    const std::lock_guard lock(join_mutex_);
    for (std::thread& each : threads_)
      if (each.joinable()) each.join();
    for (const auto& each : dialers_)
      if (each->resolution != nullptr) each->resolution->forget();
  }

  // A thread of the transport. The last one to leave closes what is still open; no handler runs beside it.
  void run() {
    try {
      io_.run();
    } catch (const std::exception& thrown) {
      fail(thrown.what());
    } catch (...) {
      fail("something that is no std::exception was thrown");
    }
    std::unique_lock lock(mutex_);
    if (--running_threads_ > 0) return;
    const auto left = connections_;
    const auto listeners = listeners_;
    const Error reason = reason_;
    const bool has_failed = state_ == TransportState::failed;
    lock.unlock();
    for (const auto& each : listeners) close_listener(*each);
    for (const auto& each : left)
      if (const auto connection = each.lock()) connection->abandon(reason);
    if (has_failed) report({TransportEvent::Kind::failed, "", reason});
  }
  void report(const TransportEvent& event) const {
    if (options_.on_event) options_.on_event(event);
  }
  bool is_running() const { return state() == TransportState::running; }
  Result<void> check_allowed(const tcp::endpoint& endpoint) const {
    if (!options_.unsafe_plain || endpoint.address().is_loopback()) return {};
    return Error{ErrorCode::invalid, "without TLS only loopback addresses are taken, not " + text_of(endpoint)};
  }

  // Under the mutex: whether there is room for one more. Where there is none, a connection whose peer has not shown who
  // it is makes some: so those who say nothing keep nobody out.
  bool make_room() const {
    if (open_ < options_.max_connections) return true;
    return std::any_of(connections_.begin(), connections_.end(), [](const std::weak_ptr<Connection>& each) {
      const auto connection = each.lock();
      return connection != nullptr && connection->give_way();
    });
  }

  // Nothing where the transport is ending, or full.
  std::shared_ptr<Connection> open_connection(tcp::socket socket, const MakeChannel& make, Reports reports) {
    auto connection = std::make_shared<Connection>(options_, tls_, std::move(socket), make, std::move(reports));
    const std::lock_guard lock(mutex_);
    if (state_ != TransportState::running || !make_room()) return nullptr;
    std::erase_if(connections_, [](const auto& each) { return each.expired(); });
    connections_.push_back(connection);
    ++open_;
    return connection;
  }
  void connection_closed() {
    const std::lock_guard lock(mutex_);
    if (--open_ == 0) none_left_.notify_all();
  }

  void accept(const ListenerPointer& listener) {
    listener->acceptor.async_accept(asio::make_strand(io_), [this, listener](const Code& code, tcp::socket socket) {
      if (code == asio::error::operation_aborted || !is_running()) return;
      if (code) {  // out of descriptors, or the peer has left again
        listener->pause.expires_after(std::chrono::milliseconds(kAcceptPauseMs));
        return listener->pause.async_wait([this, listener](const Code& ended) {
          if (!ended) accept(listener);
        });
      }
      welcome(*listener, std::move(socket));
      accept(listener);
    });
  }
  void welcome(Listener& listener, tcp::socket socket) {
    Code code;
    const std::string from = text_of(socket.remote_endpoint(code));
    const auto strand = socket.get_executor();
    Reports reports{[this, from] {
                      report({TransportEvent::Kind::open, from, {}});
                    },
                    [this, from](const Error& reason, bool) {
                      connection_closed();
                      report({TransportEvent::Kind::closed, from, reason});
                    }};
    const auto connection = open_connection(std::move(socket), listener.make, std::move(reports));
    if (connection == nullptr)
      return report({TransportEvent::Kind::closed, from, {ErrorCode::limit, "there are too many connections"}});
    asio::post(strand, [connection] { connection->start(asio::ssl::stream_base::server); });
  }

  // Resolve, connect, hand over; each failure leads to retry.
  void dial(const DialerPointer& dialer) {
    if (!is_running()) return;
    {
      const std::lock_guard lock(mutex_);
      ++dialer->status.attempts;
    }
    auto started = Resolution::start(dialer->address.host, options_.resolve, [this, dialer](Addresses found) {
      asio::post(dialer->strand, [this, dialer, found = std::move(found)] {
        const auto endpoints = endpoints_of(found, dialer->address.port);
        if (!endpoints) return retry(dialer, endpoints.error());
        connect_to(dialer, *endpoints);
      });
    });
    if (!started) return retry(dialer, no_name(started.error()));
    dialer->resolution = std::move(*started);
  }
  void connect_to(const DialerPointer& dialer, const Endpoints& found) {
    for (const auto& each : found)
      if (auto allowed = check_allowed(each); !allowed) return retry(dialer, std::move(allowed).error());
    auto socket = std::make_shared<tcp::socket>(dialer->strand);
    dialer->timer.expires_after(std::chrono::milliseconds(options_.handshake_ms));
    dialer->timer.async_wait([socket](const Code& code) {
      Code none;
      if (!code) socket->close(none);
    });
    asio::async_connect(*socket, found, [this, dialer, socket](const Code& code, const tcp::endpoint&) {
      dialer->timer.cancel();
      if (code) return retry(dialer, failure("cannot connect", code));
      hand_over(dialer, std::move(*socket));
    });
  }
  void hand_over(const DialerPointer& dialer, tcp::socket socket) {
    Reports reports{[this, dialer] {
                      dialer->opened_ms = options_.now_ms();
                      set_open(*dialer);
                      report({TransportEvent::Kind::open, dialer->status.address, {}});
                    },
                    [this, dialer](const Error& reason, bool was_open) {
                      connection_closed();
                      if (was_open) dialer->back_off.ended(options_.now_ms() - dialer->opened_ms);
                      retry(dialer, reason);
                    }};
    const auto connection = open_connection(std::move(socket), dialer->make, std::move(reports));
    if (connection == nullptr) return retry(dialer, {ErrorCode::limit, "there are too many connections"});
    connection->start(asio::ssl::stream_base::client);
  }
  void set_open(Dialer& dialer) {
    const std::lock_guard lock(mutex_);
    dialer.status.is_open = true;
  }
  void retry(const DialerPointer& dialer, const Error& reason) {
    {
      const std::lock_guard lock(mutex_);
      dialer->status.is_open = false;
      dialer->status.last_error = reason;
    }
    report({TransportEvent::Kind::closed, dialer->status.address, reason});
    if (!is_running()) return;
    dialer->timer.expires_after(std::chrono::milliseconds(dialer->back_off.next_ms(options_.random())));
    dialer->timer.async_wait([this, dialer](const Code& code) {
      if (!code) dial(dialer);
    });
  }

  TransportOptions options_;
  mutable std::mutex mutex_;
  std::mutex join_mutex_;
  std::condition_variable none_left_;
  TransportState state_ = TransportState::running;
  Error reason_;
  std::size_t open_ = 0;
  int running_threads_ = 0;
  std::vector<std::weak_ptr<Connection>> connections_;
  asio::ssl::context tls_;
  asio::io_context io_;  // its handlers go before what stands above, and what stands below goes before it
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  std::vector<ListenerPointer> listeners_;
  std::vector<DialerPointer> dialers_;
  std::vector<std::thread> threads_;
};

Result<std::unique_ptr<Transport>> Transport::open(const TransportOptions& options) {
  auto tls = options.unsafe_plain ? Result<TlsContext>(open_no_tls()) : open_tls(options.tls);
  if (!tls) return std::move(tls).error();
  try {
    std::unique_ptr<Transport> transport(new Transport(std::make_unique<Core>(options, std::move(*tls))));
    if (auto started = transport->core_->start(); !started) return std::move(started).error();
    return transport;
  } catch (const std::system_error& error) {  // asio's: out of descriptors
    return Error{ErrorCode::input_output, std::string("the link cannot be opened: ") + error.what()};
  }
}

Transport::Transport(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Transport::~Transport() {
  try {
    stop();
  } catch (...) {
    std::terminate();  // threads that cannot be ended still use what goes away here
  }
}
Result<std::string> Transport::listen(const std::string& address, MakeChannel make) {
  return core_->listen(address, std::move(make));
}
Result<void> Transport::connect(const std::string& address, MakeChannel make) {
  return core_->connect(address, std::move(make));
}
void Transport::stop() { core_->stop(); }
void Transport::fail(const std::string& what) { core_->fail(what); }
TransportState Transport::state() const { return core_->state(); }
Error Transport::reason() const { return core_->reason(); }
std::vector<PeerStatus> Transport::peers() const { return core_->peers(); }
std::size_t Transport::connections() const { return core_->connections(); }

}  // namespace rdx
