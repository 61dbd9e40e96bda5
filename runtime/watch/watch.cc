#include "rdx/watch/watch.h"

#include <httplib.h>

#include <exception>

#include "rdx/store/local_store.h"
#include "rdx/watch/http_sockets.h"
#include "rdx/watch/pages.h"

namespace rdx {
namespace {

constexpr int kWrongMethod = 405;
constexpr int kFailed = 500;
constexpr int kNotReady = 503;

void answer(httplib::Response& to, int status, const std::string& text, const char* type = "text/plain") {
  to.status = status;
  to.set_content(text, type);
}

// A request and its answer in memory, as httplib reads and writes them.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(Bytes in) : in_(in) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t some = in_.copy(to, size);
    in_.remove_prefix(some);
    return static_cast<ssize_t>(some);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }
  std::string take() { return std::move(out_); }

 private:
  Bytes in_;
  std::string out_;
};

std::string refusal(const std::string& status) {
  return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
}

// httplib's reading of requests and writing of answers, not its sockets: those bound neither the headers nor the time
// of a request, take connections without end, and are waited for, all of them, when it is stopped.
class Pages : public httplib::Server {
 public:
  std::string answer(Bytes head, HeadFault fault) {
    if (fault == HeadFault::too_long) return refusal("431 Request Header Fields Too Large");
    if (fault == HeadFault::too_slow) return refusal("408 Request Timeout");
    MemoryStream stream(head);
    bool is_last = true;
    // An answer is whole, and never longer than itself.
    process_request(stream, true, is_last, [](httplib::Request& request) { request.ranges.clear(); });
    return stream.take();
  }
};

}  // namespace

class Watch::Server {
 public:
  Server(const Replica& replica, LocalStore& store, const WatchOptions& options)
      : replica_(replica), store_(store), options_(options) {
    pages_.set_payload_max_length(0);
    // As of now, as what it says it is, and with nothing that a browser would run or fetch.
    pages_.set_default_headers({{"Cache-Control", "no-store"},
                                {"X-Content-Type-Options", "nosniff"},
                                {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}});
    pages_.set_exception_handler([](const httplib::Request&, httplib::Response& to, const std::exception_ptr&) {
      answer(to, kFailed, "a bug of ours\n");
    });
    pages_.set_pre_routing_handler([](const httplib::Request& request, httplib::Response& to) {
      if (request.method == "GET" || request.method == "HEAD") return httplib::Server::HandlerResponse::Unhandled;
      to.set_header("Allow", "GET, HEAD");
      answer(to, kWrongMethod, "this only reads\n");
      return httplib::Server::HandlerResponse::Handled;
    });
    pages_.Get("/", [this](const httplib::Request&, httplib::Response& to) { overview(to); });
    pages_.Get("/metrics", [this](const httplib::Request&, httplib::Response& to) { metrics(to); });
    pages_.Get("/livez", [](const httplib::Request&, httplib::Response& to) { answer(to, 200, "alive\n"); });
    pages_.Get("/readyz", [this](const httplib::Request&, httplib::Response& to) { readiness(to); });
  }

  Result<void> start() {
    const auto answer = [this](Bytes head, HeadFault fault) { return pages_.answer(head, fault); };
    RDX_TRY(sockets_, HttpSockets::open(options_.host, options_.port, answer));
    return {};
  }
  const std::string& address() const { return sockets_->address(); }

 private:
  void overview(httplib::Response& to) {
    const auto page = overview_page(store_, check_ready());
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
  Result<void> check_ready() const {
    auto ready = replica_.check_alive();
    if (ready) ready = store_.acknowledge();
    for (auto each = options_.readiness.begin(); ready && each != options_.readiness.end(); ++each) ready = (*each)();
    return ready;
  }
  void readiness(httplib::Response& to) const {
    if (const auto ready = check_ready())
      answer(to, 200, "ready\n");
    else
      answer(to, kNotReady, "not ready: " + ready.error().message + "\n");
  }

  const Replica& replica_;
  LocalStore& store_;
  const WatchOptions options_;
  Pages pages_;
  std::unique_ptr<HttpSockets> sockets_;  // their threads use all of these
};

Result<Watch> Watch::open(Replica& replica, const WatchOptions& options) {
  auto* store = dynamic_cast<LocalStore*>(&replica.store());
  if (store == nullptr)
    return Error{ErrorCode::invalid,
                 "this replica stands on a store that is not its own, so its figures are not here; how a ring is, `rdx "
                 "ring` asks its nodes"};
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
