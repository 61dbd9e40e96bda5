// The page over real sockets.
#include "rdx/watch/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "rdx/link.h"
#include "rdx/rdx.h"
#include "rdx/watch/link_metrics.h"
#include "tests/link/raw_socket.h"
#include "tests/replica/note.h"
#include "tests/watch/exposition.h"

namespace rdx::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// What the address answers, head and body.
std::string answer_of(const std::string& address, const std::string& request) {
  const RawSocket socket(address);
  EXPECT_TRUE(socket.is_connected());
  socket.send(request);
  return socket.receive(10'000'000);
}
std::string get(const std::string& address, const std::string& path) {
  return answer_of(address, "GET " + path + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
}
std::string body_of(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

class WatchTest : public testing::Test {
 protected:
  void save(const std::string& title) {
    Note note;
    note.title = title;
    ASSERT_TRUE(replica_.save(note));
  }

  Replica replica_ = *open_memory({.source = 0xa1});
};

TEST_F(WatchTest, IsAliveAndReadyAndOnLoopback) {
  const Watch watch = *Watch::open(replica_);
  EXPECT_THAT(watch.address(), StartsWith("127.0.0.1:"));
  EXPECT_THAT(get(watch.address(), "/livez"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(body_of(get(watch.address(), "/readyz")), "ready\n");
}

TEST_F(WatchTest, TellsFiguresInPrometheusForm) {
  const Watch watch = *Watch::open(replica_);
  for (int i = 0; i < 3; ++i) save("n");
  Replica peer = *open_memory({.source = 0xb2});
  Note theirs;
  const std::string ops = *peer.save(theirs);
  ASSERT_TRUE(replica_.integrate_ops(ops));
  ASSERT_TRUE(replica_.integrate_ops(ops));
  const std::string answer = get(watch.address(), "/metrics");
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/plain; version=0.0.4"));
  const std::string text = body_of(answer);
  EXPECT_THAT(text, HasSubstr("\nrdx_committed_packets_total 3\n"));
  EXPECT_THAT(text, HasSubstr("\nrdx_received_packets_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nrdx_received_bytes_total " + std::to_string(ops.size()) + "\n"));
  EXPECT_THAT(text, HasSubstr("\nrdx_known_packets_total 1\n"));
  EXPECT_THAT(text, HasSubstr("\nrdx_commit_duration_seconds_count 3\n"));
  EXPECT_THAT(text, HasSubstr("\nrdx_replica_info{source=\"a1\"} 1\n"));
  EXPECT_THAT(Exposition(text).faults(), IsEmpty());
}

TEST_F(WatchTest, ShowsAnOverviewToPeople) {
  const Watch watch = *Watch::open(replica_);
  for (int i = 0; i < 12; ++i) save("n");
  const std::string answer = get(watch.address(), "/");
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"));
  const std::string page = body_of(answer);
  EXPECT_THAT(page, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(page, HasSubstr("<h1>Replica a1</h1>"));
  EXPECT_THAT(page, HasSubstr("<td>notes.Note</td><td>12</td>"));
  EXPECT_THAT(page, HasSubstr("<td>a1</td><td>1..12</td>"));
  EXPECT_THAT(page, HasSubstr("<p>Ready.</p>"));
  EXPECT_THAT(page, Not(HasSubstr("://")));  // nothing from elsewhere
}

// Whatever peers have brought, a page is not without end.
TEST_F(WatchTest, AnOverviewOfManySourcesAndClassesIsBounded) {
  const Watch watch = *Watch::open(replica_);
  for (uint32_t source = 0x1001; source <= 0x1000 + 700; ++source) {
    PacketBuilder packet({source, 1});
    packet.change('S', Id(0, source, 0), 1, S::tlv("class" + std::to_string(source), {1, source}));
    packet.begin_object(Id(0, source, 0));
    ASSERT_TRUE(replica_.integrate_ops(packet.packet()));
  }
  const std::string page = body_of(get(watch.address(), "/"));
  EXPECT_THAT(page, HasSubstr("<td>1001</td><td>1</td>"));
  EXPECT_THAT(page, HasSubstr("<td>class4097</td><td>1</td>"));
  std::size_t rests = 0;
  for (std::size_t at = 0; (at = page.find("<td>…</td><td>200 more</td>", at)) != std::string::npos; ++at) ++rests;
  EXPECT_GE(rests, 2U);
  EXPECT_LT(page.size(), 200'000U);
}

TEST_F(WatchTest, NamesThatPeersBringAreEscaped) {
  const Watch watch = *Watch::open(replica_);
  PacketBuilder packet({0xb2, 1});
  packet.change('S', Id(0, 9, 9), 1, S::tlv("<script>alert(\"x\")</script>", {1, 0xb2}));
  ASSERT_TRUE(replica_.integrate_ops(packet.packet()));
  const std::string page = body_of(get(watch.address(), "/"));
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&quot;x&quot;)"));
}

TEST_F(WatchTest, OnlyReads) {
  const Watch watch = *Watch::open(replica_);
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const std::string answer = answer_of(
        watch.address(), std::string(method) + " /metrics HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\nbody");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 405")) << method;
    EXPECT_THAT(answer, HasSubstr("\r\nAllow: GET, HEAD\r\n"));
  }
  EXPECT_THAT(get(watch.address(), "/nothing"), StartsWith("HTTP/1.1 404"));
  EXPECT_THAT(get(watch.address(), "/../etc/passwd"), StartsWith("HTTP/1.1 404"));
  EXPECT_TRUE(replica_.seen().empty());
}

TEST_F(WatchTest, AHeadIsAnAnswerWithoutItsBody) {
  const Watch watch = *Watch::open(replica_);
  const std::string answer = answer_of(watch.address(), "HEAD /livez HTTP/1.1\r\nHost: here\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 6\r\n"));
  EXPECT_EQ(body_of(answer), "");
}

// A part is not asked for here; many overlapping ones would make a large answer out of a small question.
TEST_F(WatchTest, AnAnswerIsWhole) {
  const Watch watch = *Watch::open(replica_);
  const std::string whole = body_of(get(watch.address(), "/livez"));
  std::string ranges = "0-";
  for (int i = 0; i < 1000; ++i) ranges += ",0-";
  for (const std::string& range : {std::string("1-2"), ranges}) {
    const std::string answer = answer_of(watch.address(), "GET /livez HTTP/1.1\r\nRange: bytes=" + range + "\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
    EXPECT_EQ(body_of(answer), whole);
  }
}

TEST_F(WatchTest, GarbageHarmsNobody) {
  const Watch watch = *Watch::open(replica_);
  for (const std::string& bytes : {std::string(100'000, '\0'), std::string(100'000, 'x') + "\r\n\r\n",
                                   std::string("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n")}) {
    const RawSocket rude(watch.address());
    rude.send(bytes);
  }
  EXPECT_THAT(get(watch.address(), "/livez"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WatchTest, ARequestIsBounded) {
  const Watch watch = *Watch::open(replica_);
  EXPECT_THAT(get(watch.address(), "/" + std::string(9000, 'a')), StartsWith("HTTP/1.1 414"));
  std::string line = "GET /livez HTTP/1.1\r\n";
  EXPECT_THAT(answer_of(watch.address(), line.append(20'000 - line.size(), 'a')), StartsWith("HTTP/1.1 431"));
  // Headers, or a body, without end are not read without end.
  for (const char* start : {"GET /livez HTTP/1.1\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                            "POST / HTTP/1.1\r\n\r\n"}) {
    const RawSocket endless(watch.address());
    endless.send(start);
    std::string more;
    while (more.size() < (std::size_t{1} << 20)) more += "1000: a\r\n";
    bool is_taken = true;
    for (int megabytes = 0; is_taken && megabytes < 100; ++megabytes) is_taken = endless.send(more);
    EXPECT_FALSE(is_taken) << start;
  }
}

// Those who say nothing, or say it slowly, keep nobody out, and do not use up the process' descriptors.
TEST_F(WatchTest, ManyConnectionsKeepNobodyOut) {
  const auto descriptors = [] {
    using Folder = std::filesystem::directory_iterator;
    return std::distance(Folder("/proc/self/fd"), Folder());
  };
  const Watch watch = *Watch::open(replica_);
  const auto before = descriptors();
  std::vector<std::unique_ptr<RawSocket>> silent;
  for (int i = 0; i < 400; ++i) {
    silent.push_back(std::make_unique<RawSocket>(watch.address()));
    ASSERT_TRUE(silent.back()->is_connected());
    if (i % 2 == 0) silent.back()->send("GET / HT");
  }
  EXPECT_THAT(get(watch.address(), "/livez"), StartsWith("HTTP/1.1 200"));
  EXPECT_LT(descriptors() - before, 400 + 100);
}

TEST_F(WatchTest, StopsWhoeverIsConnected) {
  std::optional<Watch> watch = *Watch::open(replica_);
  const std::string address = watch->address();
  const RawSocket silent(address);
  std::vector<std::thread> slow;
  std::atomic<int> talking = 0;
  for (int i = 0; i < 6; ++i)
    slow.emplace_back([&] {  // a byte now and then, for as long as somebody takes it
      const RawSocket socket(address);
      socket.send("GET / HTTP/1.1\r\n");
      ++talking;
      while (socket.send("a: b\r\n")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    });
  while (talking < 6) std::this_thread::yield();
  watch.reset();
  for (std::thread& each : slow) each.join();
  EXPECT_EQ(silent.receive(1), "");
}

TEST_F(WatchTest, IsNotReadyWhereSomethingIsNot) {
  WatchOptions options;
  options.readiness.emplace_back([]() -> Result<void> { return Error{ErrorCode::input_output, "the link failed"}; });
  const Watch watch = *Watch::open(replica_, options);
  const std::string answer = get(watch.address(), "/readyz");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503"));
  EXPECT_EQ(body_of(answer), "not ready: the link failed\n");
  EXPECT_THAT(get(watch.address(), "/livez"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(get(watch.address(), "/"), HasSubstr("Not ready:</strong> the link failed"));
}

TEST_F(WatchTest, IsNotReadyWhereTheReplicaHasEnded) {
  const Watch watch = *Watch::open(replica_);
  EXPECT_THAT(get(watch.address(), "/readyz"), StartsWith("HTTP/1.1 200"));
  replica_.end({ErrorCode::input_output, "its gc failed"});
  EXPECT_EQ(body_of(get(watch.address(), "/readyz")), "not ready: the replica has ended: its gc failed\n");
  EXPECT_THAT(get(watch.address(), "/"), StartsWith("HTTP/1.1 200"));
}

TEST_F(WatchTest, TellsOfALink) {
  LinkOptions plain;
  plain.transport.unsafe_plain = true;
  Link link = *Link::open(replica_, plain);
  WatchOptions options;
  options.metrics.emplace_back([&](MetricsText& to) { write_link_metrics(link, to); });
  options.readiness.emplace_back([&] { return check_link(link); });
  const Watch watch = *Watch::open(replica_, options);
  const std::string text = body_of(get(watch.address(), "/metrics"));
  EXPECT_THAT(Exposition(text).faults(), IsEmpty());
  EXPECT_THAT(text, HasSubstr("\nrdx_link_sessions 0\n"));
  EXPECT_THAT(get(watch.address(), "/readyz"), StartsWith("HTTP/1.1 200"));
  link.stop();
  EXPECT_THAT(get(watch.address(), "/readyz"), HasSubstr("not ready: the link was stopped"));
}

TEST_F(WatchTest, APortThatIsTakenIsTold) {
  const Watch first = *Watch::open(replica_);
  const std::string address = first.address();
  WatchOptions options;
  options.port = static_cast<uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  const auto second = Watch::open(replica_, options);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("cannot listen at " + address));
  options.host = "192.0.2.1";  // nobody's
  EXPECT_FALSE(Watch::open(replica_, options));
}

TEST_F(WatchTest, AnswersManyWhileTheReplicaWrites) {
  const Watch watch = *Watch::open(replica_);
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&] {
      for (int j = 0; j < 10; ++j) EXPECT_THAT(get(watch.address(), j % 2 == 0 ? "/" : "/metrics"), HasSubstr(" 200 "));
    });
  for (int i = 0; i < 200; ++i) save("n");
  for (std::thread& each : readers) each.join();
  EXPECT_THAT(body_of(get(watch.address(), "/metrics")), HasSubstr("\nrdx_seen_packets 200\n"));
}

}  // namespace
}  // namespace rdx::test
