// What a peer may send: refused with a reason, its session ends, nothing is changed, memory stays bounded, and others
// are served meanwhile.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <random>

#include "rdx/link/link.h"
#include "rdx/rdx.h"
#include "rdx/rdx/array.h"
#include "rdx/rdx/causal_counter.h"
#include "rdx/rdx/register.h"
#include "rdx/replica/messages.h"
#include "rdx/store/envelope.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/tlv/record.h"
#include "rdx/tlv/zip.h"
#include "tests/link/certificates.h"
#include "tests/link/plain.h"
#include "tests/link/raw_socket.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"
#include "tests/store/passing_engine.h"

namespace rdx {
namespace {

using test::Author;
using test::RawSocket;
using test::wait_for;
using testing::HasSubstr;

constexpr uint32_t kLiar = 0x99;
constexpr uint32_t kHonest = 0xb2;
const Id kThing(0, 7, 2);

std::string record(char letter, Bytes body) {
  std::string bytes;
  append_record(bytes, letter, body);
  return bytes;
}
std::string hello(uint32_t source = kLiar) {
  std::string bytes;
  append_hello(bytes, StreamRole::sync, source);
  return bytes;
}
// A packet of the liar's that changes one field of an object of source 0.
std::string changing(char letter, Bytes change, Dot dot = {kLiar, 1}) {
  PacketBuilder packet(dot);
  packet.change(letter, kThing, 9, change);
  return packet.packet();
}
std::string with_dot(Bytes pair) {
  std::string dot;
  append_tiny(dot, 'I', pair);
  std::string ops = changing('I', I::tlv(5, {1, kLiar}));
  Bytes rest = ops;
  return record('P', dot.append(take_packet(rest)->ops));
}
std::string request(uint64_t version, Bytes rest) { return record('Q', record('V', zip(version)).append(rest)); }

std::size_t resident_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return std::stoul(line.substr(6));
  return 0;
}
// What sanitizers keep of what was freed is not the link's.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasuresMemory = false;
#elif defined(__has_feature)
constexpr bool kMeasuresMemory = !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer);
#else
constexpr bool kMeasuresMemory = true;
#endif
constexpr std::size_t kMostKilobytes = std::size_t{64} << 10;

void expect_bounded(std::size_t before_kilobytes) {
  if (!kMeasuresMemory) return;
  EXPECT_LT(resident_kilobytes(), before_kilobytes + kMostKilobytes);
}

LinkOptions plain() {
  LinkOptions options;
  options.transport = test::plain_transport();
  return options;
}

// A replica that listens, with an honest peer that is connected throughout.
class BadInput : public testing::Test {
 protected:
  BadInput()
      : replica_(*Replica::over(std::make_unique<test::PassingEngine>(engine_), {.source = 1})),
        other_(*open_memory({.source = kHonest})),
        link_(*Link::open(replica_, plain())),
        at_other_(*Link::open(other_, plain())) {
    address_ = *link_.listen();
    EXPECT_TRUE(at_other_.connect(address_));
    saved(replica_, "there before");
    EXPECT_TRUE(wait_for([&] { return is_calm(); }));
    before_ = resident_kilobytes();
  }
  void TearDown() override {
    saved(other_, "still there");
    EXPECT_TRUE(wait_for([&] { return replica_.seen() == other_.seen(); })) << "the others are served";
    EXPECT_TRUE(at_other_.peers()[0].is_open);
    EXPECT_EQ(at_other_.peers()[0].attempts, 1U) << "and were so all the time";
    EXPECT_EQ(link_.state(), TransportState::running);
    expect_bounded(before_);
  }
  static void saved(Replica& replica, const std::string& name) {
    Author author;
    author.name = name;
    ASSERT_TRUE(replica.save(author));
  }
  bool is_calm() const {
    return replica_.seen() == other_.seen() && replica_.seen().size() == 1 && at_other_.figures().caught_up == 1 &&
           link_.figures().caught_up == 1;
  }
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> all;
    EXPECT_TRUE(engine_->scan(
        {}, {}, [&](Bytes key, Bytes value) { return all.emplace(key, value), true; }, nullptr));
    return all;
  }
  // What the replica says until it closes the connection.
  std::string answer_to(Bytes bytes) const {
    const RawSocket liar(address_);
    liar.send(bytes);
    return liar.receive(1'000'000);
  }
  void expect_refused(Bytes bytes, const std::string& code, const std::string& reason) const {
    SCOPED_TRACE(reason);
    const auto were = everything();
    const std::string answer = answer_to(bytes);
    EXPECT_THAT(answer, HasSubstr(code));
    EXPECT_THAT(answer, HasSubstr(reason));
    EXPECT_TRUE(everything() == were) << "nothing is changed";
  }

  const std::shared_ptr<Engine> engine_ = make_memory_engine();
  Replica replica_;
  Replica other_;
  Link link_;
  Link at_other_;
  std::string address_;
  std::size_t before_ = 0;
};

TEST_F(BadInput, Garbage) {
  expect_refused("GET / HTTP/1.1\r\n\r\n", "invalid", "no message begins with the byte 47");
  expect_refused(record('O', "first"), "invalid", "the peer did not say hello first");
  expect_refused(hello() + "\x01\x02\x03", "invalid", "no message begins with the byte 01");
  expect_refused(hello() + record('O', "garbage"), "invalid", "");
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::string bytes = hello();
    for (auto size = random() % 300; size > 0; --size) bytes.push_back(static_cast<char>(random()));
    const RawSocket liar(address_);
    liar.send(bytes);
    liar.finish();
    liar.receive(1'000'000);
  }
  EXPECT_TRUE(wait_for([&] { return link_.figures().sessions == 1; })) << "each has ended";
  EXPECT_EQ(replica_.seen().size(), 1U);
}

TEST_F(BadInput, AValueThatIsNotValid) {
  expect_refused(hello() + record('O', changing('I', "\x39")), "invalid", "packet 99-1, op 1: ");
  expect_refused(hello() + record('O', changing('S', S::tlv("\xff", {1, kLiar}))), "invalid", "packet 99-1, op 1: ");
  expect_refused(hello() + record('O', changing('I', I::tlv(1, {(uint64_t{1} << 59) + 1, kLiar}))), "invalid",
                 "packet 99-1, op 1: ");
}

TEST_F(BadInput, ADotOutOfReach) {
  for (const Pair dot :
       {Pair{0, kLiar}, Pair{1, 0}, Pair{uint64_t{1} << 32, kLiar}, Pair{1, 1 << 20}, Pair{~0ULL, ~0ULL}})
    expect_refused(hello() + record('O', with_dot(zip_pair(dot))), "invalid", "");
}

TEST_F(BadInput, AnElementUnderAnothersSource) {
  const std::string anothers = L::tlv({Value("x")}, {1, kHonest});
  expect_refused(hello() + record('O', changing('L', anothers)), "invalid",
                 "packet 99-1, op 1: brings an element of another source into an L");
}

TEST_F(BadInput, AnUnknownTypeLetter) {
  expect_refused(hello() + record('O', changing('Q', "")), "invalid", "packet 99-1, op 1: ");
}

TEST_F(BadInput, AGoodPacketBesideABadOneIsNotTaken) {
  const std::string good = changing('I', I::tlv(5, {1, kLiar}));
  const std::string bad = changing('I', "\x39", {kLiar, 2});
  DiffWriter diff{Sender()};
  diff.add(good);
  diff.add(bad);
  expect_refused(hello() + record('O', diff.finish(false)), "invalid", "packet 99-2, op 1: ");
}

TEST_F(BadInput, AChunkTwice) {
  const std::string counted = changing('C', C::tlv(5));
  const RawSocket peer(address_);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(peer.send((i == 0 ? hello() : "") + record('O', counted)));
  ASSERT_TRUE(wait_for([&] { return link_.figures().sums.known == 2; }));
  EXPECT_EQ(link_.figures().sums.applied, 1U);
  const auto stored = engine_->get(Keys().value(kThing, 9, 'C'), nullptr);
  ASSERT_TRUE(stored && *stored);
  EXPECT_EQ(C::native(**stored), 5) << "it counts once";
  expect_refused(hello(0x98) + record('D', counted), "invalid", "a diff that nobody asked for");
}

TEST_F(BadInput, TheSameDotOverOtherBytes) {
  const RawSocket peer(address_);
  ASSERT_TRUE(peer.send(hello() + record('O', changing('C', C::tlv(5)))));
  ASSERT_TRUE(wait_for([&] { return replica_.seen().contains({kLiar, 1}); }));
  expect_refused(hello(0x98) + record('O', changing('C', C::tlv(6))), "forked", "99-1");
}

TEST_F(BadInput, ARequestFromTheFuture) {
  const std::string nothing = DotSet().record();
  expect_refused(hello() + record('Q', request(kSyncVersion + 1, nothing)), "format", "");
  expect_refused(record('H', std::string("rdx\x02Y\x99", 6)), "format", "");
  expect_refused(hello() + record('Q', request(kSyncVersion, "?")), "invalid", "");
}

// It names every number there is: that is no reason to keep them, and nothing is missing afterwards.
TEST_F(BadInput, ARequestThatNamesEverything) {
  std::string ranges;
  for (uint32_t source = 0x1000; source < 0x1800; ++source) {
    append_tiny(ranges, 'D', zip_pair({source, 1}));
    append_tiny(ranges, 'D', zip_pair({1, 0xffffffff}));
  }
  const std::string dots = record('D', ranges);
  ASSERT_TRUE(DotRanges::read(dots)) << DotRanges::read(dots).error().message;
  const RawSocket peer(address_);
  ASSERT_TRUE(peer.send(hello() + record('Q', request(kSyncVersion, dots))));
  const std::string said = peer.receive(hello().size() + 3);
  EXPECT_FALSE(said.empty());
  EXPECT_EQ(replica_.source(), 1U);
}

// Who names numbers of ours that we have not given is right: we were restored from an older copy.
TEST_F(BadInput, ARequestThatKnowsLaterNumbersOfOurs) {
  DotSet later;
  later.add_range(1, 1, 10);
  const RawSocket peer(address_);
  ASSERT_TRUE(peer.send(hello() + record('Q', request(kSyncVersion, later.record()))));
  ASSERT_TRUE(wait_for([&] { return replica_.source() != 1; }));
  ASSERT_TRUE(wait_for([&] { return at_other_.peers()[0].attempts == 2 && at_other_.peers()[0].is_open; }))
      << "it says hello anew";
  saved(other_, "still there");
  EXPECT_TRUE(wait_for([&] { return replica_.seen() == other_.seen(); }));
  at_other_ = *Link::open(other_, plain());
  ASSERT_TRUE(at_other_.connect(address_));
  ASSERT_TRUE(wait_for([&] { return at_other_.peers()[0].is_open; }));
}

TEST_F(BadInput, GigabytesThatAreAnnounced) {
  std::vector<std::unique_ptr<RawSocket>> liars;
  for (const char* const length : {"\xff\xff\xff\x7f", "\xff\xff\xff\xff"})
    expect_refused(hello() + "O" + std::string(length, 4), "invalid", "over the bound");
  // As much as a message may have, of which little comes: nothing is kept for what was announced.
  for (int i = 0; i < 100; ++i) {
    liars.push_back(std::make_unique<RawSocket>(address_));
    ASSERT_TRUE(
        liars.back()->send(hello(0x1000 + static_cast<uint32_t>(i)) + std::string("O\x00\x00\x10\x01", 5) + "x"));
  }
  ASSERT_TRUE(wait_for([&] { return link_.figures().sessions + link_.figures().spares == 101; }));
  expect_bounded(before_);
  // A packet in a diff that says that it goes on for 2 GB.
  expect_refused(hello() + record('O', std::string("P\xff\xff\xff\x7f", 5) + "x"), "invalid", "");
}

// 10 GB in the long run: signs of life and nothing else, as fast as they go.
TEST_F(BadInput, GigabytesOfNothing) {
  const std::size_t megabytes = getenv("RDX_LONG") != nullptr ? 10'000 : 40;
  std::string nothing;
  while (nothing.size() < (std::size_t{1} << 20)) nothing.append("k\0", 2);
  const RawSocket peer(address_);
  ASSERT_TRUE(peer.send(hello()));
  for (std::size_t i = 0; i < megabytes; ++i) ASSERT_TRUE(peer.send(nothing));
  ASSERT_TRUE(wait_for([&] { return link_.figures().sums.received_bytes > megabytes << 20; }));
  const RawSocket zeros(address_);
  const std::string zero(std::size_t{1} << 20, '\0');
  for (std::size_t i = 0; i < megabytes && zeros.send(zero); ++i) {
  }
  EXPECT_THAT(zeros.receive(1000), testing::AnyOf("", HasSubstr("no message begins with the byte 00")));
}

// Whoever asks and asks and reads nothing is not answered without end.
TEST_F(BadInput, QuestionsWithoutEnd) {
  const std::string question = record('Q', request(kSyncVersion, DotSet().record()));
  std::string questions = hello();
  for (int i = 0; i < 10'000; ++i) questions += question;
  EXPECT_THAT(answer_to(questions), HasSubstr("the peer asked again before it was answered"));
}

// Over TLS, where a connection that has not shown who it is gives way to the next.
class HalfOpen : public testing::Test {
 protected:
  static LinkOptions with_tls() {
    static const test::Certificates kMade;
    LinkOptions options = plain();
    options.transport.unsafe_plain = false;
    options.transport.tls = kMade.files("good");
    return options;
  }
};

TEST_F(HalfOpen, AThousandConnectionsKeepNobodyOut) {
  rlimit files{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &files), 0);
  files.rlim_cur = files.rlim_max;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &files), 0);
  if (files.rlim_cur < 2500) GTEST_SKIP() << "not so many files may be open here";
  Replica replica = *open_memory({.source = 1}), early = *open_memory({.source = 2}),
          late = *open_memory({.source = 3});
  LinkOptions options = with_tls();
  options.transport.handshake_ms = 3'600'000;
  std::atomic<int> refused = 0;
  options.transport.on_event = [&](const TransportEvent& event) {
    if (event.reason.code == ErrorCode::limit) ++refused;
  };
  Link link = *Link::open(replica, options);
  const std::string address = *link.listen();
  Link at_early = *Link::open(early, with_tls());
  ASSERT_TRUE(at_early.connect(address));
  ASSERT_TRUE(wait_for([&] { return at_early.figures().caught_up == 1; }));
  const std::size_t before = resident_kilobytes();
  std::vector<std::unique_ptr<RawSocket>> silent;
  for (int i = 0; i < 1000; ++i) {
    silent.push_back(std::make_unique<RawSocket>(address));
    ASSERT_TRUE(silent.back()->is_connected());
    if (i % 3 == 0) silent.back()->send(std::string("\x16\x03\x01\x02\x00\x01", 6));  // the start of a TLS hello
  }
  ASSERT_TRUE(wait_for([&] { return refused >= 1000 - 256 - 16; }));
  expect_bounded(before);
  Link at_late = *Link::open(late, with_tls());
  ASSERT_TRUE(at_late.connect(address));
  ASSERT_TRUE(wait_for([&] { return at_late.figures().caught_up == 1; }));
  Author author;
  author.name = "to all";
  ASSERT_TRUE(replica.save(author));
  EXPECT_TRUE(wait_for([&] { return early.seen() == replica.seen() && late.seen() == replica.seen(); }));
  EXPECT_EQ(at_early.peers()[0].attempts, 1U);
}

// A peer with a right certificate may send garbage too.
TEST_F(HalfOpen, GarbageBehindARightCertificate) {
  Replica replica = *open_memory({.source = 1}), other = *open_memory({.source = 2});
  std::mutex mutex;
  std::string reasons;
  LinkOptions options = with_tls();
  options.transport.on_event = [&](const TransportEvent& event) {
    const std::lock_guard lock(mutex);
    reasons += event.reason.message + "\n";
  };
  Link link = *Link::open(replica, options);
  const std::string address = *link.listen();
  const TlsFiles files = options.transport.tls;
  const std::string command = "head -c 100000 /dev/zero | tr '\\0' 'z' | openssl s_client -quiet -connect " + address +
                              " -CAfile " + files.ca_file + " -cert " + files.certificate_file + " -key " +
                              files.key_file + " 2>/dev/null";
  FILE* const client = popen(command.c_str(), "r");
  std::string said;
  std::array<char, 256> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), client)) > 0;)
    said.append(buffer.data(), got);
  pclose(client);
  EXPECT_TRUE(wait_for([&] {
    const std::lock_guard lock(mutex);
    return reasons.find("no message begins with the byte 7a") != std::string::npos;
  }));
  EXPECT_EQ(replica.seen().size(), 0U);
  Link at_other = *Link::open(other, with_tls());
  ASSERT_TRUE(at_other.connect(address));
  EXPECT_TRUE(wait_for([&] { return at_other.figures().caught_up == 1; }));
}

}  // namespace
}  // namespace rdx
