#include "rdx/link/link.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "rdx/link/feed.h"
#include "rdx/replica/replica_session.h"
#include "rdx/store/envelope.h"

namespace rdx {

namespace {

using SharedBytes = std::shared_ptr<const std::string>;

// What waits to be offered to one session. Any thread adds, the session's takes.
class Inbox {
 public:
  explicit Inbox(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  struct Content {
    std::vector<SharedBytes> ops;
    bool is_missing_some = false;
  };

  /// Without bytes: something that nobody pushes. Answers whether the taker has to be woken.
  bool add(const SharedBytes& ops) {
    const std::lock_guard lock(mutex_);
    const bool was_empty = content_.ops.empty() && !content_.is_missing_some;
    if (content_.is_missing_some) return false;
    if (ops != nullptr && bytes_ + ops->size() <= most_bytes_) {
      bytes_ += ops->size();
      content_.ops.push_back(ops);
    } else {
      content_ = {{}, true};  // the log has them all
    }
    return was_empty;
  }
  Content take() {
    const std::lock_guard lock(mutex_);
    bytes_ = 0;
    return std::exchange(content_, {});
  }

 private:
  const std::size_t most_bytes_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  Content content_;
};

// The dots that came from one peer, lately: it is not told of them again. Any thread.
class Brought {
 public:
  /// Of a diff, or of packets as they come.
  void add(Bytes diff) {
    const std::lock_guard lock(mutex_);
    if (dots_.size() > kMost) dots_ = DotSet();
    for (auto part = take_diff_part(diff); part && part->kind != DiffPart::Kind::cut; part = take_diff_part(diff))
      for (Bytes rest = part->kind == DiffPart::Kind::chunk ? part->body : Bytes();
           const auto packet = take_packet(rest);)
        dots_.add(packet->dot);
  }
  bool has(Dot dot) const {
    const std::lock_guard lock(mutex_);
    return dots_.contains(dot);
  }

 private:
  static constexpr uint64_t kMost = 100'000;

  mutable std::mutex mutex_;
  DotSet dots_;
};

}  // namespace

// The replica and every session that is open on it.
class Link::Hub : public std::enable_shared_from_this<Hub> {
 public:
  /// `is_fed`: what enters the replica is spread by a feed.
  Hub(std::unique_ptr<SessionReplica> replica, const SessionOptions& options, bool is_fed)
      : replica_(std::move(replica)), options_(options), is_fed_(is_fed) {}

  bool is_fed() const { return is_fed_; }
  /// To all but who brought it.
  void spread(TailedPacket&& packet);

  std::shared_ptr<Channel> make_channel(Waker waker, int64_t now_ms);
  static MakeChannel maker(const std::shared_ptr<Hub>& hub) {
    return [hub](Waker waker, int64_t now_ms) { return hub->make_channel(std::move(waker), now_ms); };
  }
  class SyncChannel;
  /// To all but the peer of `from`. Without bytes: something that nobody pushes.
  void spread(const SharedBytes& ops, const SyncChannel* from);
  LinkFigures figures() const;

 private:
  const std::unique_ptr<SessionReplica> replica_;
  const SessionOptions options_;
  const bool is_fed_;
  std::vector<std::shared_ptr<SyncChannel>> channels() const {
    const std::lock_guard lock(mutex_);
    return channels_;
  }

  /// The peer of a channel said hello: of its channels this is the one to speak over.
  void met(SyncChannel& channel);
  void remove(SyncChannel& channel);
  void choose(uint32_t peer);

  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<SyncChannel>> channels_;
  uint64_t meetings_ = 0;
  SessionFigures ended_;  // of sessions that are open no more
};

// One peer: a session, and what waits for it. It is the session's replica too, to see what comes from this peer.
class Link::Hub::SyncChannel final : public Channel, private SessionReplica {
 public:
  SyncChannel(std::shared_ptr<Hub> hub, Waker waker, int64_t now_ms)
      : hub_(std::move(hub)),
        waker_(std::move(waker)),
        inbox_(hub_->options_.max_queued_bytes),
        said_source_(hub_->replica_->source()),
        session_(*this, hub_->options_, now_ms) {}

  void receive(Bytes bytes, int64_t now_ms) override {
    session_.receive(bytes, now_ms);
    publish();
  }
  Bytes output() const override { return session_.output(); }
  void consume(std::size_t size, int64_t now_ms) override {
    session_.consume(size, now_ms);
    publish();
  }
  void tick(int64_t now_ms) override {
    session_.tick(now_ms);
    publish();
  }
  void wake(int64_t now_ms) override {
    session_.set_spare(is_spare_, now_ms);
    const Inbox::Content content = inbox_.take();
    for (const SharedBytes& ops : content.ops) session_.offer(*ops, now_ms);
    if (content.is_missing_some) session_.miss(now_ms);
    publish();
  }
  void finish(int64_t now_ms) override {
    wake(now_ms);  // what was pushed before goes out before
    session_.end({ErrorCode::closed, "the peer is stopping"});
  }
  bool is_open() const override { return session_.state() == SessionState::open; }
  bool has_ended() const override { return session_.state() == SessionState::ended; }
  Error reason() const override { return session_.reason(); }
  void closed(const Error&) override { hub_->remove(*this); }

  void add(const SharedBytes& ops) {
    if (inbox_.add(ops)) waker_();
  }
  bool has_brought(Dot dot) const { return brought_.has(dot); }
  /// 0 before its hello.
  uint32_t peer() const { return peer_; }
  /// The how-manyeth to say hello.
  uint64_t met_as() const { return met_as_; }
  bool is_spare() const { return is_spare_; }
  /// Under the hub's mutex.
  void set_met(uint32_t peer, uint64_t as) {
    peer_ = peer;
    met_as_ = as;
  }
  void set_spare(bool is_spare) {
    if (is_spare_.exchange(is_spare) != is_spare) waker_();
  }
  uint32_t heard_of() const { return session_.peer_source(); }
  void count(LinkFigures& to) const {
    const std::lock_guard lock(figures_mutex_);
    ++(is_spare_ ? to.spares : to.sessions);
    if (is_caught_up_ && !is_spare_) ++to.caught_up;
  }
  void sum(SessionFigures& to) const {
    const std::lock_guard lock(figures_mutex_);
    to.received_bytes += figures_.received_bytes;
    to.sent_bytes += figures_.sent_bytes;
    to.requests += figures_.requests;
    to.applied += figures_.applied;
    to.known += figures_.known;
    to.left_out += figures_.left_out;
    to.overflows += figures_.overflows;
  }

 private:
  uint32_t source() const override { return hub_->replica_->source(); }
  std::string push_head() const override { return hub_->replica_->push_head(); }
  Result<std::string> request_diff() override { return hub_->replica_->request_diff(); }
  Result<std::string> build_diff(Bytes request, std::size_t limit) override {
    return hub_->replica_->build_diff(request, limit);
  }
  Result<Integrated> integrate_diff(Bytes diff) override {
    if (hub_->is_fed_) brought_.add(diff);  // before the feed can see it
    auto taken = hub_->replica_->integrate_diff(diff);
    if (hub_->is_fed_ || !taken || taken->applied == 0) return taken;
    // Packets as they were committed go on as they are; of a diff the others take what each lacks.
    const bool are_packets = !diff.empty() && (diff[0] == 'p' || diff[0] == 'P');
    hub_->spread(are_packets ? std::make_shared<const std::string>(diff) : nullptr, this);
    return taken;
  }
  void publish() {
    if (peer_ == 0 && is_open()) hub_->met(*this);
    // Whom the peer takes this for, it is not any more: it says hello anew.
    if (is_open() && hub_->replica_->source() != said_source_)
      session_.end({ErrorCode::closed, "the peer goes on under another source"});
    const std::lock_guard lock(figures_mutex_);
    figures_ = session_.figures();
    is_caught_up_ = session_.caught_up();
  }

  const std::shared_ptr<Hub> hub_;
  const Waker waker_;
  Inbox inbox_;
  Brought brought_;
  const uint32_t said_source_;
  Session session_;
  std::atomic<uint32_t> peer_ = 0;
  std::atomic<uint64_t> met_as_ = 0;
  std::atomic<bool> is_spare_ = false;
  mutable std::mutex figures_mutex_;
  SessionFigures figures_;
  bool is_caught_up_ = false;
};

std::shared_ptr<Channel> Link::Hub::make_channel(Waker waker, int64_t now_ms) {
  auto channel = std::make_shared<SyncChannel>(shared_from_this(), std::move(waker), now_ms);
  const std::lock_guard lock(mutex_);
  channels_.push_back(channel);
  return channel;
}

void Link::Hub::met(SyncChannel& channel) {
  const std::lock_guard lock(mutex_);
  channel.set_met(channel.heard_of(), ++meetings_);
  choose(channel.peer());
}

void Link::Hub::remove(SyncChannel& channel) {
  const std::lock_guard lock(mutex_);
  std::erase_if(channels_, [&](const auto& each) { return each.get() == &channel; });
  channel.sum(ended_);
  if (channel.peer() != 0) choose(channel.peer());
}

// Under the mutex: of a peer's channels the one on which it said hello last.
void Link::Hub::choose(uint32_t peer) {
  uint64_t last = 0;
  for (const auto& each : channels_)
    if (each->peer() == peer) last = std::max(last, each->met_as());
  for (const auto& each : channels_)
    if (each->peer() == peer) each->set_spare(each->met_as() != last);
}

void Link::Hub::spread(const SharedBytes& ops, const SyncChannel* from) {
  for (const auto& each : channels())
    if (!each->is_spare() && each.get() != from && (from == nullptr || each->peer() != from->peer())) each->add(ops);
}

void Link::Hub::spread(TailedPacket&& packet) {
  const auto all = channels();
  std::vector<uint32_t> brought_by;
  for (const auto& each : all)
    if (each->has_brought(packet.dot)) brought_by.push_back(each->peer());
  const auto ops = std::make_shared<const std::string>(std::move(packet.bytes));
  for (const auto& each : all)
    if (!each->is_spare() && std::find(brought_by.begin(), brought_by.end(), each->peer()) == brought_by.end())
      each->add(ops);
}

LinkFigures Link::Hub::figures() const {
  const std::lock_guard lock(mutex_);
  LinkFigures figures;
  figures.sums = ended_;
  for (const auto& each : channels_) {
    each->count(figures);
    each->sum(figures.sums);
  }
  return figures;
}

Result<Link> Link::open(Replica& replica, const LinkOptions& options) {
  TransportOptions transport_options = options.transport;
  transport_options.on_event = [&replica, report = options.transport.on_event](const TransportEvent& event) {
    if (event.kind == TransportEvent::Kind::failed) replica.end(event.reason);
    if (report) report(event);
  };
  RDX_TRY(auto transport, Transport::open(transport_options));
  RDX_TRY(Tail tail, replica.tail());
  auto hub = std::make_shared<Hub>(std::make_unique<ReplicaSession>(replica), options.session, true);
  auto feed = std::make_unique<Feed>(
      std::move(tail), Feed::Sink{[hub](TailedPacket&& packet) { hub->spread(std::move(packet)); },
                                  [hub] { hub->spread(nullptr, nullptr); },
                                  [at = transport.get()](const std::string& reason) { at->fail(reason); }});
  return Link(std::move(hub), std::move(transport), std::move(feed));
}

Result<Link> Link::open(std::unique_ptr<SessionReplica> replica, const LinkOptions& options) {
  RDX_TRY(auto transport, Transport::open(options.transport));
  return Link(std::make_shared<Hub>(std::move(replica), options.session, false), std::move(transport), nullptr);
}

Link::Link(std::shared_ptr<Hub> hub, std::unique_ptr<Transport> transport, std::unique_ptr<Feed> feed)
    : hub_(std::move(hub)), transport_(std::move(transport)), feed_(std::move(feed)) {}
Link::Link(Link&&) noexcept = default;
Link& Link::operator=(Link&& other) noexcept {
  std::swap(feed_, other.feed_);
  std::swap(transport_, other.transport_);
  std::swap(hub_, other.hub_);
  return *this;
}
Link::~Link() = default;

Result<std::string> Link::listen(const std::string& address) { return transport_->listen(address, Hub::maker(hub_)); }
Result<void> Link::connect(const std::string& address) { return transport_->connect(address, Hub::maker(hub_)); }
void Link::push(Bytes ops) {
  if (!ops.empty() && !hub_->is_fed()) hub_->spread(std::make_shared<const std::string>(ops), nullptr);
}
void Link::changed() {
  if (!hub_->is_fed()) hub_->spread(nullptr, nullptr);
}
void Link::stop() {
  if (feed_ != nullptr) feed_->stop();
  transport_->stop();
}
TransportState Link::state() const { return transport_->state(); }
Error Link::reason() const { return transport_->reason(); }
std::vector<PeerStatus> Link::peers() const { return transport_->peers(); }
LinkFigures Link::figures() const { return hub_->figures(); }

}  // namespace rdx
