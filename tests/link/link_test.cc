#include "rdx/link/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <stdexcept>

#include "rdx/rdx.h"
#include "tests/link/certificates.h"
#include "tests/link/plain.h"
#include "tests/link/raw_socket.h"
#include "tests/link/waiting.h"
#include "tests/replica/log_replica.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Author;
using test::Certificates;
using test::LogReplica;
using test::RawSocket;
using test::wait_for;
using testing::AnyOf;
using testing::HasSubstr;

const Certificates& certificates() {
  static const Certificates kMade;
  return kMade;
}

// The reasons for which connections ended.
class Reasons {
 public:
  void add(const TransportEvent& event) {
    const std::lock_guard lock(mutex_);
    if (event.kind == TransportEvent::Kind::open) ++opened_;
    if (event.kind != TransportEvent::Kind::open) messages_.push_back(event.reason.message);
  }
  bool has(const std::string& part) const {
    const std::lock_guard lock(mutex_);
    for (const std::string& each : messages_)
      if (each.find(part) != std::string::npos) return true;
    return false;
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return messages_.size();
  }
  int opened() const {
    const std::lock_guard lock(mutex_);
    return opened_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> messages_;
  int opened_ = 0;
};

LinkOptions plain() {
  LinkOptions options;
  options.transport = test::plain_transport();
  return options;
}
LinkOptions with_tls(const std::string& certificate = "good") {
  LinkOptions options = plain();
  options.transport.unsafe_plain = false;
  options.transport.tls = certificates().files(certificate);
  return options;
}
LinkOptions reporting(LinkOptions options, Reasons& reasons) {
  options.transport.on_event = [&reasons](const TransportEvent& event) { reasons.add(event); };
  return options;
}

// A LogReplica that the test keeps a hand on.
class Shared : public SessionReplica {
 public:
  explicit Shared(LogReplica& replica) : replica_(replica) {}
  uint32_t source() const override { return replica_.source(); }
  Result<std::string> request_diff() override { return replica_.request_diff(); }
  Result<std::string> build_diff(Bytes request, std::size_t limit) override {
    return replica_.build_diff(request, limit);
  }
  Result<Integrated> integrate_diff(Bytes diff) override { return replica_.integrate_diff(diff); }

 private:
  LogReplica& replica_;
};
Link open_link(LogReplica& replica, const LinkOptions& options) {
  auto link = Link::open(std::make_unique<Shared>(replica), options);
  EXPECT_TRUE(link) << link.error().message;
  return std::move(*link);
}

Author author(const std::string& name) {
  Author made;
  made.name = name;
  return made;
}

TEST(Link, SyncsTwoReplicasOverTls) {
  Replica phone = *open_memory({.source = 0xa1});
  Replica laptop = *open_memory({.source = 0xb2});
  Author ada = author("Ada"), bob = author("Bob"), eve = author("Eve");
  ASSERT_TRUE(phone.save(ada) && laptop.save(bob));
  Link at_phone = *Link::open(phone, with_tls());
  Link at_laptop = *Link::open(laptop, with_tls());
  ASSERT_TRUE(at_laptop.connect(*at_phone.listen()));
  ASSERT_TRUE(wait_for([&] { return phone.seen() == laptop.seen() && at_phone.figures().caught_up == 1; }));
  ASSERT_TRUE(phone.save(eve));
  ASSERT_TRUE(wait_for([&] { return phone.seen() == laptop.seen(); }));
  EXPECT_EQ(laptop.load<Author>(eve.id())->name, "Eve");
  EXPECT_EQ(phone.load<Author>(bob.id())->name, "Bob");
  EXPECT_EQ(at_phone.figures().sums.requests, 1U);  // Eve was pushed
}

TEST(Link, WhateverEntersAReplicaGoesToAllButWhoBroughtIt) {
  Replica ada = *open_memory({.source = 1}), hub = *open_memory({.source = 2}), bob = *open_memory({.source = 3});
  Replica aside = *open_memory({.source = 4});
  Link at_ada = *Link::open(ada, plain()), at_hub = *Link::open(hub, plain()), at_bob = *Link::open(bob, plain());
  const std::string address = *at_hub.listen();
  ASSERT_TRUE(at_ada.connect(address) && at_bob.connect(address));
  ASSERT_TRUE(wait_for([&] { return at_hub.figures().caught_up == 2; }));
  ASSERT_TRUE(wait_for([&] { return at_ada.figures().caught_up == 1 && at_bob.figures().caught_up == 1; }));
  std::vector<Author> authors(100, author("of Ada's"));
  for (Author& each : authors) ASSERT_TRUE(ada.save(each));
  Author other = author("come by hand");
  ASSERT_TRUE(hub.integrate_ops(*aside.save(other)));
  Transaction transaction = bob.begin();
  Author third = author("of Bob's");
  ASSERT_TRUE(transaction.save(third) && transaction.commit());
  ASSERT_TRUE(
      wait_for([&] { return hub.seen().size() == 102 && ada.seen() == hub.seen() && bob.seen() == hub.seen(); }));
  EXPECT_EQ(at_ada.figures().sums.known + at_hub.figures().sums.known + at_bob.figures().sums.known, 0U);
  EXPECT_EQ(at_ada.figures().sums.requests + at_bob.figures().sums.requests, 2U);
}

// What is pushed says who pushes it, so that a packet of somebody who was never met is not left out.
TEST(Link, WhatIsPushedOnIsTakenThoughSomebodyIsForgotten) {
  Replica ada = *open_memory({.source = 1}), hub = *open_memory({.source = 2}), bob = *open_memory({.source = 3});
  ASSERT_TRUE(ada.forget_peer(9));
  Link at_ada = *Link::open(ada, plain()), at_hub = *Link::open(hub, plain()), at_bob = *Link::open(bob, plain());
  const std::string address = *at_hub.listen();
  ASSERT_TRUE(at_ada.connect(address) && at_bob.connect(address));
  ASSERT_TRUE(wait_for([&] { return at_hub.figures().caught_up == 2; }));
  ASSERT_TRUE(wait_for([&] { return at_ada.figures().caught_up == 1 && at_bob.figures().caught_up == 1; }));
  std::vector<Author> authors(50, author("of Bob's"));
  for (Author& each : authors) ASSERT_TRUE(bob.save(each));
  ASSERT_TRUE(wait_for([&] { return ada.seen() == bob.seen(); }));
  EXPECT_EQ(at_ada.figures().sums.left_out, 0U);
  EXPECT_EQ(at_ada.figures().sums.requests, 1U);
}

TEST(Link, WhatWasSavedBeforeAStopIsSent) {
  Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2});
  Link at_bob = *Link::open(bob, plain());
  Link at_ada = *Link::open(ada, plain());
  ASSERT_TRUE(at_ada.connect(*at_bob.listen()));
  ASSERT_TRUE(wait_for([&] { return at_bob.figures().caught_up == 1 && at_ada.figures().caught_up == 1; }));
  std::vector<Author> authors(50, author("in haste"));
  for (Author& each : authors) ASSERT_TRUE(ada.save(each));
  at_ada.stop();
  EXPECT_TRUE(wait_for([&] { return bob.seen() == ada.seen(); }));
}

TEST(Link, GoesOnToWhoeverElseIsConnected) {
  LogReplica ada(1), hub(2), bob(3);
  Link at_ada = open_link(ada, with_tls()), at_hub = open_link(hub, with_tls()), at_bob = open_link(bob, with_tls());
  const std::string address = *at_hub.listen();
  ASSERT_TRUE(at_ada.connect(address) && at_bob.connect(address));
  ada.commit("before");
  at_ada.changed();
  ASSERT_TRUE(wait_for([&] { return bob.size() == 1; }));
  at_ada.push(ada.commit("pushed"));
  at_bob.push(bob.commit("back"));
  ASSERT_TRUE(wait_for([&] { return bob.size() == 3 && ada.size() == 3 && hub.size() == 3; }));
}

TEST(Link, EitherSideStartsFirstAndAnEndIsMended) {
  LogReplica ada(1), bob(2);
  std::string address;
  {
    Link first = open_link(ada, with_tls());
    address = *first.listen();
  }
  Link dialling = open_link(bob, with_tls());
  ASSERT_TRUE(dialling.connect(address));  // nobody listens
  ASSERT_TRUE(wait_for([&] { return dialling.peers()[0].attempts > 2; }));
  EXPECT_THAT(dialling.peers()[0].last_error->message, HasSubstr("cannot connect"));
  for (int life = 1; life <= 3; ++life) {
    ada.commit("of this life");
    Link listening = open_link(ada, with_tls());
    ASSERT_TRUE(wait_for([&] { return listening.listen(address).has_value(); }));
    ASSERT_TRUE(wait_for([&] { return bob.size() == static_cast<std::size_t>(life); }));
    EXPECT_TRUE(dialling.peers()[0].is_open);
    listening.stop();
    ASSERT_TRUE(wait_for([&] { return !dialling.peers()[0].is_open; }));
  }
}

TEST(Link, AStopIsSaidToThePeer) {
  LogReplica ada(1), bob(2);
  Reasons reasons;
  Link listening = open_link(ada, reporting(with_tls(), reasons));
  Link dialling = open_link(bob, with_tls());
  ASSERT_TRUE(dialling.connect(*listening.listen()));
  ASSERT_TRUE(wait_for([&] { return reasons.opened() == 1; }));
  dialling.stop();
  EXPECT_TRUE(wait_for([&] { return reasons.has("the peer ended the session: the peer is stopping"); }));
  EXPECT_EQ(dialling.state(), TransportState::stopped);
  EXPECT_EQ(dialling.listen().error().code, ErrorCode::closed);
  EXPECT_EQ(listening.state(), TransportState::running);
}

TEST(Link, AWrongCertificateGetsNothing) {
  for (const char* wrong : {"foreign", "expired"}) {
    for (const bool wrong_listens : {false, true}) {
      LogReplica ada(1), eve(2);
      ada.commit("secret");
      eve.commit("poison");
      Reasons reasons;
      Link good = open_link(ada, reporting(with_tls(), reasons));
      Link bad = open_link(eve, with_tls(wrong));
      Link& listening = wrong_listens ? bad : good;
      Link& dialling = wrong_listens ? good : bad;
      ASSERT_TRUE(dialling.connect(*listening.listen()));
      ASSERT_TRUE(wait_for([&] { return reasons.size() > 3; }));
      EXPECT_TRUE(
          reasons.has(std::string(wrong) == "expired" ? "certificate has expired" : "unable to get local issuer"));
      EXPECT_EQ(reasons.opened(), 0);
      EXPECT_EQ(ada.size() + eve.size(), 2U);
      EXPECT_EQ(good.figures().sums.sent_bytes + bad.figures().sums.received_bytes, 0U);
    }
  }
}

// What a TLS client with these arguments is sent, as a program that is none of ours sees it.
std::string received_by_client(const std::string& address, const std::string& arguments) {
  const std::string command = "openssl s_client -quiet -connect " + address + " -CAfile " +
                              certificates().path("ca.pem") + arguments + " </dev/null 2>/dev/null";
  FILE* const client = popen(command.c_str(), "r");
  std::string received;
  std::array<char, 256> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), client)) > 0;)
    received.append(buffer.data(), got);
  pclose(client);
  return received;
}

TEST(Link, AClientWithoutAGoodCertificateIsSentNoByte) {
  LogReplica ada(1);
  ada.commit("secret");
  LinkOptions options = with_tls();
  options.session.times.silent_ms = 300;
  Link link = open_link(ada, options);
  const std::string address = *link.listen();
  const auto shown = [](const std::string& name) {
    return " -cert " + certificates().path(name + ".pem") + " -key " + certificates().path(name + ".key");
  };
  EXPECT_EQ(received_by_client(address, ""), "");
  EXPECT_EQ(received_by_client(address, shown("foreign")), "");
  EXPECT_EQ(received_by_client(address, shown("expired")), "");
  EXPECT_EQ(received_by_client(address, shown("good") + " -tls1_2"), "");
  EXPECT_THAT(received_by_client(address, shown("good")), HasSubstr("rdx"));
}

TEST(Link, ThePeersNameIsCheckedWhereOneIsGiven) {
  LogReplica ada(1), bob(2);
  LinkOptions options = with_tls();
  options.transport.tls.peer_name = "other.example";
  Reasons reasons;
  Link listening = open_link(ada, with_tls());
  const std::string address = *listening.listen();
  {
    Link strict = open_link(bob, reporting(options, reasons));
    ASSERT_TRUE(strict.connect(address));
    EXPECT_TRUE(wait_for([&] { return reasons.has("hostname mismatch"); }));
  }
  options.transport.tls.peer_name = "good.example";
  Link dialling = open_link(bob, options);
  ASSERT_TRUE(dialling.connect(address));
  EXPECT_TRUE(wait_for([&] { return dialling.figures().caught_up == 1; }));
}

TEST(Link, GarbageEndsItsOwnConnectionAlone) {
  LogReplica ada(1), bob(2);
  Reasons reasons;
  Link listening = open_link(ada, reporting(plain(), reasons));
  const std::string address = *listening.listen();
  Link dialling = open_link(bob, plain());
  ASSERT_TRUE(dialling.connect(address));
  ASSERT_TRUE(wait_for([&] { return dialling.figures().caught_up == 1; }));
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string(100'000, '\0'),
                                   std::string("O\xff\xff\xff\x7f", 5), std::string("h\x06rdx\x01Y\x09o\x03???", 13)}) {
    RawSocket rude(address);
    ASSERT_TRUE(rude.is_connected());
    rude.send(bytes);
    EXPECT_THAT(rude.receive(100'000), HasSubstr("invalid"));  // the bye, then the end
  }
  EXPECT_TRUE(wait_for([&] { return reasons.size() == 4; }));
  EXPECT_TRUE(reasons.has("no message begins with the byte 00") && reasons.has("what was brought is no packet"));
  dialling.push(bob.commit("still there"));
  EXPECT_TRUE(wait_for([&] { return ada.size() == 1; }));
  EXPECT_TRUE(dialling.peers()[0].is_open);
}

TEST(Link, WhoSaysNothingInTimeIsCutOff) {
  LogReplica ada(1);
  LinkOptions options = with_tls();
  options.transport.handshake_ms = 100;
  Reasons reasons;
  Link link = open_link(ada, reporting(options, reasons));
  const std::string address = *link.listen();
  {
    RawSocket silent(address);
    EXPECT_EQ(silent.receive(1), "");
    EXPECT_TRUE(wait_for([&] { return reasons.has("took too long"); }));
  }
  RawSocket rude(address);
  rude.send(std::string(1000, 'x'));
  rude.receive(1000);
  EXPECT_TRUE(wait_for([&] { return reasons.has("no TLS"); }));
}

// A peer asks, and reads no byte: commits go on, what is kept for it is bounded, and it is cut off.
TEST(Link, APeerThatStopsReadingHoldsNobodyUp) {
  LogReplica ada(1), bob(2);
  for (int i = 0; i < 160; ++i) ada.commit(std::string(100'000, 'x'));  // more than the sockets' buffers take
  LinkOptions options = plain();
  options.session = {.chunk_bytes = 16'000'000, .max_queued_bytes = 50'000, .times = {100, 3000}};
  Reasons reasons;
  Link listening = open_link(ada, reporting(options, reasons));
  const std::string address = *listening.listen();
  RawSocket deaf(address);
  ASSERT_TRUE(deaf.send(std::string("h\x06rdx\x01Y\x09q\0", 10)));
  std::thread talking([&] {  // it is not silent; it is cut off for what it does not take
    while (deaf.send(std::string("k\0", 2))) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  });
  Link dialling = open_link(bob, options);
  EXPECT_TRUE(dialling.connect(address));
  EXPECT_TRUE(wait_for([&] { return reasons.opened() == 2; }));
  for (int i = 0; i < 3000; ++i) listening.push(ada.commit(std::string(5000, 'x')));
  EXPECT_TRUE(wait_for([&] { return bob.size() == 3160; }));
  EXPECT_TRUE(wait_for([&] { return reasons.has("took no bytes for"); }));
  EXPECT_TRUE(wait_for([&] { return dialling.peers()[0].is_open; }));
  listening.stop();
  talking.join();
}

// It asked once and never again: ops that find no room are not kept for it.
TEST(Link, APeerThatDoesNotAskAgainIsLeftToTheLog) {
  LogReplica ada(1);
  LinkOptions options = plain();
  options.session.max_queued_bytes = 10'000;
  Link listening = open_link(ada, options);
  RawSocket idle(*listening.listen());
  ASSERT_TRUE(idle.send(std::string("h\x06rdx\x01Y\x09q\0", 10)));
  ASSERT_TRUE(wait_for([&] { return listening.figures().sums.sent_bytes > 10; }));
  ASSERT_TRUE(wait_for([&] {
    listening.push(ada.commit(std::string(6000, 'x')));
    listening.push(ada.commit(std::string(6000, 'x')));
    return listening.figures().sums.overflows > 0;
  }));
  const std::size_t sent = listening.figures().sums.sent_bytes;
  for (int i = 0; i < 100; ++i) listening.push(ada.commit(std::string(6000, 'x')));
  ASSERT_TRUE(idle.send(std::string("q\0", 2)));
  ASSERT_TRUE(wait_for([&] { return listening.figures().sums.sent_bytes > sent + 600'000; }));
}

class Failing : public LogReplica {
 public:
  using LogReplica::LogReplica;
  Result<Integrated> integrate_diff(Bytes) override { throw std::runtime_error("out of luck"); }
};

TEST(Link, AThreadThatFailsEndsAllOfIt) {
  LogReplica bob(2), eve(3);
  LinkOptions options = plain();
  options.transport.threads = 3;
  Reasons reasons;
  auto failing = Link::open(std::make_unique<Failing>(1), reporting(options, reasons));
  ASSERT_TRUE(failing);
  const std::string address = *failing->listen();
  Link first = open_link(bob, plain());
  Link second = open_link(eve, plain());
  ASSERT_TRUE(first.connect(address) && second.connect(address));
  ASSERT_TRUE(wait_for([&] { return failing->state() == TransportState::failed && reasons.has("out of luck"); }));
  EXPECT_EQ(failing->reason().message, "a thread of the link failed: out of luck");
  EXPECT_FALSE(failing->connect(address));
  failing->push("ops go nowhere, and hurt nobody");
  EXPECT_TRUE(wait_for([&] { return failing->figures().sessions == 0; }));
  EXPECT_TRUE(wait_for([&] { return !first.peers()[0].is_open && !second.peers()[0].is_open; }));
}

TEST(Link, ManyThreadsPushAtOnce) {
  LogReplica ada(1), bob(2);
  LinkOptions options = with_tls();
  options.transport.threads = 2;
  Link at_ada = open_link(ada, options), at_bob = open_link(bob, options);
  ASSERT_TRUE(at_ada.connect(*at_bob.listen()));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      for (int j = 0; j < 250; ++j) i % 2 == 0 ? at_ada.push(ada.commit("a")) : at_bob.push(bob.commit("b"));
    });
  for (std::thread& each : threads) each.join();
  EXPECT_TRUE(wait_for([&] { return ada.size() == 1000 && bob.size() == 1000; }));
}

TEST(Link, RefusesWhatIsNotSafeOrNotThere) {
  LogReplica ada(1);
  Link link = open_link(ada, plain());
  EXPECT_THAT(link.listen("0.0.0.0:0").error().message, HasSubstr("without TLS only loopback"));
  EXPECT_THAT(link.listen("nonsense").error().message, HasSubstr("is no address"));
  EXPECT_EQ(link.connect("127.0.0.1:0").error().code, ErrorCode::invalid);
  EXPECT_THAT(*link.listen(":0"), HasSubstr("127.0.0.1:"));
  LinkOptions options = with_tls();
  options.transport.tls.key_file = certificates().path("foreign.key");
  EXPECT_THAT(Link::open(std::make_unique<Shared>(ada), options).error().message, HasSubstr("key"));
  options.transport.tls = {};
  EXPECT_EQ(Link::open(std::make_unique<Shared>(ada), options).error().code, ErrorCode::invalid);
}

TEST(Address, IsAHostAndAPort) {
  EXPECT_EQ(to_text(*parse_address("example.org:80")), "example.org:80");
  EXPECT_EQ(to_text(*parse_address("[::1]:7000")), "[::1]:7000");
  EXPECT_EQ(to_text(*parse_address(":7000")), "127.0.0.1:7000");
  for (const char* wrong : {"", "host", "host:", "host:65536", "host:-1", "host:80x", "::1:80", "[::1:80", "host: 80"})
    EXPECT_FALSE(parse_address(wrong)) << wrong;
}

TEST(BackOff, DoublesUpToItsEndAndIsSpread) {
  BackOff back_off({100, 1000});
  EXPECT_EQ(back_off.next_ms(0), 50);
  EXPECT_EQ(back_off.next_ms(100), 200);
  EXPECT_EQ(back_off.next_ms(0), 200);
  EXPECT_EQ(back_off.next_ms(0), 400);
  for (uint64_t i = 0; i < 2000; ++i) {
    const int64_t delay = back_off.next_ms(i * 0x9e3779b97f4a7c15);
    EXPECT_TRUE(delay >= 500 && delay <= 1000) << delay;
  }
  back_off.ended(4999);
  EXPECT_GE(back_off.next_ms(0), 500) << "what ends at once is no success";
  back_off.ended(5000);
  EXPECT_LE(back_off.next_ms(~uint64_t{0}), 100);
}

}  // namespace
}  // namespace rdx
