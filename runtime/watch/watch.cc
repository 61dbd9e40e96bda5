#include "rdx/watch/watch.h"

#include <httplib.h>

#include <atomic>
#include <exception>
#include <thread>

#include "rdx/store/local_store.h"
#include "rdx/watch/pages.h"

namespace rdx {
namespace {

constexpr std::size_t kThreads = 2;
constexpr time_t kPatienceSeconds = 5;
constexpr int kFailed = 500;
constexpr int kNotReady = 503;

void answer(httplib::Response& to, int status, const std::string& text, const char* type = "text/plain") {
  to.status = status;
  to.set_content(text, type);
}

}  // namespace

class Watch::Server {
 public:
  Server(const Replica& replica, LocalStore& store, const WatchOptions& options)
      : replica_(replica), store_(store), options_(options) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };  // its own from then on
    server_.set_socket_options([](socket_t socket) {                            // a port that is taken is not shared
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_payload_max_length(0);
    server_.set_read_timeout(kPatienceSeconds);
    server_.set_write_timeout(kPatienceSeconds);
    server_.set_keep_alive_timeout(kPatienceSeconds);
    server_.set_exception_handler([](const httplib::Request&, httplib::Response& to, const std::exception_ptr&) {
      answer(to, kFailed, "a bug of ours\n");
    });
    server_.Get("/", [this](const httplib::Request&, httplib::Response& to) { overview(to); });
    server_.Get("/metrics", [this](const httplib::Request&, httplib::Response& to) { metrics(to); });
    server_.Get("/livez", [](const httplib::Request&, httplib::Response& to) { answer(to, 200, "alive\n"); });
    server_.Get("/readyz", [this](const httplib::Request&, httplib::Response& to) { readiness(to); });
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Result<void> start() {
    if (options_.port != 0)
      port_ = server_.bind_to_port(options_.host, options_.port) ? options_.port : -1;
    else
      port_ = server_.bind_to_any_port(options_.host);
    if (port_ <= 0)
      return Error{ErrorCode::input_output, "cannot listen at " + options_.host + ":" + std::to_string(options_.port) +
                                                ": it is taken, or no address of this machine"};
    thread_ = std::thread([this] {
      server_.listen_after_bind();
      has_ended_ = true;
    });
    while (!server_.is_running() && !has_ended_) std::this_thread::yield();  // before it runs it cannot be stopped
    return {};
  }
  std::string address() const { return options_.host + ":" + std::to_string(port_); }

 private:
  void overview(httplib::Response& to) {
    const auto page = overview_page(store_);
    if (page)
      answer(to, 200, *page, "text/html; charset=utf-8");
    else
      answer(to, kFailed, page.error().message + "\n");
  }
  void metrics(httplib::Response& to) {
    MetricsText text;
    write_store_metrics(store_, text);
    for (const auto& more : options_.metrics) more(text);
    answer(to, 200, text.text(), "text/plain; version=0.0.4; charset=utf-8");
  }
  void readiness(httplib::Response& to) {
    auto ready = replica_.check_alive();
    if (ready) ready = store_.acknowledge();
    for (auto each = options_.readiness.begin(); ready && each != options_.readiness.end(); ++each) ready = (*each)();
    if (ready)
      answer(to, 200, "ready\n");
    else
      answer(to, kNotReady, "not ready: " + ready.error().message + "\n");
  }

  const Replica& replica_;
  LocalStore& store_;
  const WatchOptions options_;
  httplib::Server server_;
  int port_ = 0;
  std::atomic<bool> has_ended_ = false;
  std::thread thread_;
};

Result<Watch> Watch::open(Replica& replica, const WatchOptions& options) {
  auto* store = dynamic_cast<LocalStore*>(&replica.store());
  if (store == nullptr)
    return Error{ErrorCode::invalid, "this replica stands on a store that is not its own; watch the nodes of that"};
  auto server = std::make_unique<Server>(replica, *store, options);
  if (auto started = server->start(); !started) return std::move(started).error();
  return Watch(std::move(server));
}

Watch::Watch(std::unique_ptr<Server> server) : server_(std::move(server)) {}
Watch::Watch(Watch&&) noexcept = default;
Watch& Watch::operator=(Watch&&) noexcept = default;
Watch::~Watch() = default;

std::string Watch::address() const { return server_->address(); }

}  // namespace rdx
