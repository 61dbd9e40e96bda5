// A link where things around it go wrong: descriptors, threads, names, clocks, wires that are cut.
#include "rdx/link/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <thread>

#include "rdx/link/link.h"
#include "rdx/link/remote_store.h"
#include "rdx/rdx.h"
#include "tests/link/certificates.h"
#include "tests/link/plain.h"
#include "tests/link/raw_socket.h"
#include "tests/link/relay.h"
#include "tests/link/waiting.h"
#include "tests/replica/log_replica.h"
#include "tests/replica/note.h"
#include "tests/sanitized.h"

namespace rdx {
namespace {

using test::Author;
using test::Certificates;
using test::RawSocket;
using test::Relay;
using test::wait_for;
using testing::HasSubstr;

const Certificates& certificates() {
  static const Certificates kMade;
  return kMade;
}
LinkOptions plain() {
  LinkOptions options;
  options.transport = test::plain_transport();
  return options;
}
LinkOptions with_tls() {
  LinkOptions options = plain();
  options.transport.unsafe_plain = false;
  options.transport.tls = certificates().files("good");
  return options;
}
void save(Replica& replica, const std::string& name) {
  Author author;
  author.name = name;
  ASSERT_TRUE(replica.save(author));
}
std::string port_of(const std::string& address) { return address.substr(address.rfind(':')); }

// No descriptor more than there are.
class NoDescriptors {
 public:
  NoDescriptors() {
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before_), 0);
    rlimit none = before_;
    none.rlim_cur = 0;
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

TEST(Transport, WithoutDescriptorsItIsNotOpenedAndSaysWhy) {
  if (kIsSanitized) GTEST_SKIP() << "the sanitizer needs a descriptor itself, to look at what is thrown";
  const TransportOptions options = test::plain_transport();
  const NoDescriptors none;
  const auto transport = Transport::open(options);
  ASSERT_FALSE(transport);
  EXPECT_EQ(transport.error().code, ErrorCode::input_output);
  EXPECT_THAT(transport.error().message, HasSubstr("Too many open files"));
}

TEST(Transport, WaitsForDescriptorsAndGoesOn) {
  Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2}), eve = *open_memory({.source = 3});
  Link at_ada = *Link::open(ada, with_tls()), at_bob = *Link::open(bob, with_tls()),
       at_eve = *Link::open(eve, with_tls());
  const std::string address = *at_ada.listen();
  ASSERT_TRUE(at_bob.connect(address));
  ASSERT_TRUE(wait_for([&] { return at_bob.figures().caught_up == 1; }));
  {
    const NoDescriptors none;
    ASSERT_TRUE(at_eve.connect(address));
    ASSERT_TRUE(wait_for([&] { return at_eve.peers()[0].attempts > 3; }));
    save(ada, "meanwhile");
    EXPECT_TRUE(wait_for([&] { return bob.seen() == ada.seen(); })) << "who is connected is not harmed";
    EXPECT_FALSE(at_ada.listen());
  }
  EXPECT_TRUE(wait_for([&] { return eve.seen() == ada.seen(); }));
  EXPECT_EQ(at_ada.state(), TransportState::running);
}

TEST(Transport, MayBeStoppedByMany) {
  for (int round = 0; round < 20; ++round) {
    TransportOptions options = test::plain_transport();
    options.threads = 3;
    const auto transport = std::move(*Transport::open(options));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { transport->stop(); });
    for (std::thread& each : threads) each.join();
    EXPECT_EQ(transport->state(), TransportState::stopped);
  }
}

TEST(Transport, ANameIsResolvedAtEachConnect) {
  Replica here = *open_memory({.source = 1}), first = *open_memory({.source = 2}), second = *open_memory({.source = 3});
  save(first, "of the first");
  save(second, "of the second");
  auto at_first = std::make_unique<Link>(*Link::open(first, plain()));
  const std::string port = port_of(*at_first->listen("127.0.0.1:0"));
  std::atomic<bool> is_second = false;
  std::atomic<int> asked = 0;
  LinkOptions options = plain();
  options.transport.resolve = [&](const std::string& host) -> Result<std::vector<std::string>> {
    if (++asked == 1) return Error{ErrorCode::input_output, "no server answers for " + host};
    return std::vector<std::string>{is_second ? "127.0.0.2" : "127.0.0.1"};
  };
  Link link = *Link::open(here, options);
  ASSERT_TRUE(link.connect("moving.example" + port));
  ASSERT_TRUE(wait_for([&] { return link.figures().caught_up == 1; }));
  EXPECT_THAT(link.peers()[0].last_error->message,
              HasSubstr("the name does not resolve: no server answers for moving.example"));
  EXPECT_TRUE(here.seen() == first.seen());
  Link at_second = *Link::open(second, plain());
  ASSERT_TRUE(at_second.listen("127.0.0.2" + port));
  is_second = true;
  at_first.reset();
  EXPECT_TRUE(wait_for([&] { return here.seen().size() == 2 && second.seen() == here.seen(); }));
}

// A name's servers may not answer for a minute.
TEST(Transport, ANameThatIsBeingResolvedIsNotWaitedFor) {
  struct Servers {
    std::atomic<bool> are_asked = false;
    std::atomic<bool> may_answer = false;
    std::atomic<bool> have_answered = false;
  };
  const auto servers = std::make_shared<Servers>();  // the thread has them too
  Replica replica = *open_memory({.source = 1});
  LinkOptions options = plain();
  options.transport.resolve = [servers](const std::string&) -> Addresses {
    servers->are_asked = true;
    while (!servers->may_answer) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    servers->have_answered = true;
    return std::vector<std::string>{"127.0.0.1"};
  };
  {
    Link link = *Link::open(replica, options);
    ASSERT_TRUE(link.connect("silent.example:7000"));
    ASSERT_TRUE(wait_for([&] { return servers->are_asked.load(); }));
  }
  EXPECT_FALSE(servers->have_answered);
  servers->may_answer = true;
  EXPECT_TRUE(wait_for([&] { return servers.use_count() == 2; }))
      << "the thread has ended; ours and the options' are left";
}

// Forward it may look like silence, and then a session ends; what is saved arrives all the same.
TEST(Transport, AClockThatJumpsEndsNothingForGood) {
  Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2});
  std::atomic<int64_t> jump_ms = 0;
  LinkOptions options = plain();
  options.transport.now_ms = [&] {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + jump_ms;
  };
  Link at_ada = *Link::open(ada, options), at_bob = *Link::open(bob, options);
  ASSERT_TRUE(at_bob.connect(*at_ada.listen()));
  for (const int64_t to : {int64_t{3'600'000}, int64_t{-3'600'000}, int64_t{0}}) {
    ASSERT_TRUE(wait_for([&] { return at_bob.figures().caught_up == 1 && at_ada.figures().caught_up == 1; }));
    jump_ms = to;
    save(ada, "before and after");
    ASSERT_TRUE(wait_for([&] { return bob.seen() == ada.seen(); }));
  }
}

// Wires that carry so many bytes and no more: wherever that is, in a handshake, a hello, a chunk, what was carried
// counts once and the rest follows.
TEST(Transport, AWireMayBeCutAtAnyByte) {
  for (const bool is_plain : {true, false}) {
    LinkOptions options = is_plain ? plain() : with_tls();
    options.session.chunk_bytes = 200;
    options.transport.back_off = {1, 5};
    Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2});
    for (int i = 0; i < 32; ++i) save(i % 2 == 0 ? ada : bob, std::string(50, 'x'));
    Link at_ada = *Link::open(ada, options), at_bob = *Link::open(bob, options);
    Relay relay(*at_ada.listen());
    relay.cut_after([bytes = std::size_t{0}]() mutable { return bytes += 13; });
    ASSERT_TRUE(at_bob.connect(relay.address()));
    ASSERT_TRUE(wait_for([&] { return bob.seen().size() == 32 && bob.seen() == ada.seen(); }));
    EXPECT_GT(at_bob.peers()[0].attempts, 20U);
    EXPECT_EQ(at_ada.figures().sums.applied + at_bob.figures().sums.applied, 32U) << "of all sessions, also ended ones";
  }
}

// While it dials, in a handshake, in a transfer: it ends, and so does the other.
TEST(Transport, MayBeDestroyedAtAnyMoment) {
  Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2});
  for (int i = 0; i < 100; ++i) save(ada, std::string(1000, 'x'));
  const RawSocket nothing("127.0.0.1:1");
  for (int round = 0; round < 30; ++round) {
    LinkOptions options = with_tls();
    options.transport.finish_ms = 20;
    options.transport.threads = 1 + round % 3;
    auto at_ada = std::make_unique<Link>(*Link::open(ada, options));
    auto at_bob = std::make_unique<Link>(*Link::open(bob, options));
    const std::string address = *at_ada->listen();
    ASSERT_TRUE(at_bob->connect(address) && at_ada->connect(*at_bob->listen()));
    ASSERT_TRUE(at_bob->connect("127.0.0.1:1"));  // nobody's
    const RawSocket silent(address);
    std::this_thread::sleep_for(std::chrono::microseconds(round * 700));
    save(bob, "in haste");
    (round % 2 == 0 ? at_ada : at_bob).reset();
  }
  Link at_ada = *Link::open(ada, with_tls()), at_bob = *Link::open(bob, with_tls());
  ASSERT_TRUE(at_bob.connect(*at_ada.listen()));
  EXPECT_TRUE(wait_for([&] { return bob.seen() == ada.seen() && ada.seen().size() == 130; }));
}

class Refusing final : public test::LogReplica {
 public:
  using LogReplica::LogReplica;
  Result<Integrated> integrate_diff(Bytes) override { return Error{ErrorCode::forked, "never"}; }
};

// Who says hello and then no, each time, is asked ever less often.
TEST(Transport, APeerThatRefusesIsNotAskedWithoutEnd) {
  const auto dialling = [](uint32_t source, BackOffOptions back_off) {
    auto replica = std::make_unique<test::LogReplica>(source);
    replica->commit("what is refused");
    LinkOptions options = plain();
    options.transport.back_off = back_off;
    return *Link::open(std::move(replica), options);
  };
  Link refusing = *Link::open(std::make_unique<Refusing>(1), plain());
  const std::string address = *refusing.listen();
  Link patient = dialling(2, {1, 3'600'000, 3'600'000}), hasty = dialling(3, {1, 1});
  ASSERT_TRUE(patient.connect(address) && hasty.connect(address));
  ASSERT_TRUE(wait_for([&] { return patient.peers()[0].attempts >= 4; }));
  const uint64_t before = hasty.peers()[0].attempts;
  ASSERT_TRUE(wait_for([&] { return hasty.peers()[0].attempts > before + 200; }));
  EXPECT_LT(patient.peers()[0].attempts, 40U);
  EXPECT_THAT(patient.peers()[0].last_error->message, HasSubstr("never"));
}

// The other side goes away after it took a call and before it answered.
TEST(Transport, ACallIsNotWaitedForOnAWireThatWasCut) {
  std::atomic<int> asked = 0;
  std::atomic<bool> may_answer = false;
  const AnswerCall answer = [&](Bytes call) -> Result<std::string> {
    ++asked;
    EXPECT_TRUE(wait_for([&] { return may_answer.load(); }));
    return std::string(call);
  };
  const auto server = std::move(*Transport::open(test::plain_transport()));
  Relay relay(*server->listen("127.0.0.1:0", serve_calls(answer, StreamRole::store, {})));
  const auto caller = std::move(*CallerLink::open(relay.address(), StreamRole::store, test::plain_transport(), {}));
  auto first = std::async(std::launch::async, [&] { return caller->call("one", 3'600'000); });
  ASSERT_TRUE(wait_for([&] { return asked == 1; }));
  relay.cut();
  EXPECT_THAT(first.get().error().message, HasSubstr("the other side went away before it answered"));
  may_answer = true;
  EXPECT_TRUE(wait_for([&] { return caller->call("two", 1000).value_or("") == "two"; }));
  EXPECT_GE(asked, 2);
}

TEST(Transport, ACertificateOfNobodyOrForSomethingElseGetsNothing) {
  for (const auto& [wrong, reason] : {std::pair("self_signed", "self-signed certificate"),
                                      std::pair("client_only", "unsuitable certificate purpose")}) {
    Replica ada = *open_memory({.source = 1}), eve = *open_memory({.source = 2});
    save(eve, "poison");
    Link good = *Link::open(ada, with_tls());
    LinkOptions options = with_tls();
    options.transport.tls = certificates().files(wrong);
    Link bad = *Link::open(eve, options);
    ASSERT_TRUE(good.connect(*bad.listen()));
    ASSERT_TRUE(wait_for([&] { return good.peers()[0].attempts > 2; }));
    EXPECT_THAT(good.peers()[0].last_error->message, HasSubstr(reason));
    EXPECT_TRUE(ada.seen().empty());
    EXPECT_EQ(good.figures().sums.sent_bytes, 0U);
  }
}

TEST(Tls, FilesThatAreNotUsableAreNamed) {
  const auto refused = [](const TlsFiles& files) {
    const auto opened = open_tls(files);
    return opened ? "" : opened.error().message;
  };
  TlsFiles files = certificates().files("good");
  files.key_file = certificates().path("locked.key");
  EXPECT_EQ(refused(files),
            "the key '" + files.key_file + "' has a passphrase; write one without it, with `openssl pkey`");
  files.key_file = certificates().path("foreign.key");
  EXPECT_THAT(refused(files), HasSubstr("the key '" + files.key_file + "' is not usable: key values mismatch"));
  files.key_file = "/nowhere/a.key";
  EXPECT_EQ(refused(files), "the key '/nowhere/a.key' is not usable: No such file or directory");
  files = certificates().files("good");
  files.ca_file = "/nowhere/ca.pem";
  EXPECT_EQ(refused(files), "the authority '/nowhere/ca.pem' is not usable: No such file or directory");
  files = certificates().files("good");
  files.certificate_file = files.key_file;
  EXPECT_THAT(refused(files), HasSubstr("the certificate '" + files.key_file + "' is not usable: "));
}

}  // namespace
}  // namespace rdx
