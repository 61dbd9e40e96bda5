#include "rdx/link/remote_store.h"
#include "rdx/link/store_calls.h"

namespace rdx {

namespace {

// Above it no further call is done until answers have gone out.
constexpr std::size_t kEnoughBytes = std::size_t{64} << 10;

class ServingChannel final : public Channel {
 public:
  ServingChannel(Store& store, const StoreLinkOptions& options, int64_t now_ms)
      : store_(store), types_(*options.types), stream_(StreamRole::store, 0, bound_of_call, options.times, now_ms) {}

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
  void finish(int64_t) override { stream_.end({ErrorCode::closed, "the store is stopping"}); }
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
    auto result = answer_call(store_, types_, call);
    if (result && result->size() + kMaxTiny + 1 > kMaxMessageBytes)
      result = Error{ErrorCode::limit, "the answer is larger than a message"};
    std::string body;
    append_number(body, *number);
    stream_.send(result ? 'A' : 'E', body.append(result ? *result : write_error(result.error())), now_ms);
  }

  Store& store_;
  const TypeTable& types_;
  Stream stream_;
};

}  // namespace

StoreServer::StoreServer(Store& store, const StoreLinkOptions& options, std::unique_ptr<Transport> transport)
    : store_(store), options_(options), transport_(std::move(transport)) {}

Result<std::unique_ptr<StoreServer>> StoreServer::open(Store& store, const StoreLinkOptions& options) {
  RDX_TRY(auto transport, Transport::open(options.transport));
  return std::unique_ptr<StoreServer>(new StoreServer(store, options, std::move(transport)));
}

Result<std::string> StoreServer::listen(const std::string& address) {
  return transport_->listen(address, [this](const Waker&, int64_t now_ms) -> std::shared_ptr<Channel> {
    return std::make_shared<ServingChannel>(store_, options_, now_ms);
  });
}

}  // namespace rdx
