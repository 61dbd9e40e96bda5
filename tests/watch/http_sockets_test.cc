#include "rdx/watch/http_sockets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/link/raw_socket.h"

namespace rdx::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Answers a head with itself, or with what was wrong.
std::string echo(Bytes head, HeadFault fault) {
  if (fault == HeadFault::too_long) return "too long";
  if (fault == HeadFault::too_slow) return "too slow";
  return std::string(head.substr(0, head.find("\r\n\r\n")));
}
std::string echoed(const std::string& address, const std::string& head) {
  const RawSocket socket(address);
  socket.send(head);
  return socket.receive(1'000'000);
}

TEST(HttpSockets, AnswerWithinTheirBounds) {
  HttpBounds bounds;
  bounds.head_bytes = 100;
  const auto sockets = std::move(*HttpSockets::open("127.0.0.1", 0, echo, bounds));
  const std::string& address = sockets->address();
  EXPECT_EQ(echoed(address, "hello\r\n\r\nand more"), "hello");
  EXPECT_EQ(echoed(address, std::string(96, 'x') + "\r\n\r\n"), std::string(96, 'x'));
  EXPECT_EQ(echoed(address, std::string(97, 'x') + "\r\n\r\n"), "too long");
  EXPECT_EQ(echoed(address, std::string(100'000, 'x')), "too long");
}

TEST(HttpSockets, DoNotWaitForWhoIsSlow) {
  HttpBounds bounds;
  bounds.patience = std::chrono::milliseconds(200);
  const auto sockets = std::move(*HttpSockets::open("127.0.0.1", 0, echo, bounds));
  const std::string& address = sockets->address();
  EXPECT_EQ(echoed(address, "hel"), "too slow");
  const RawSocket slow(address);  // never silent for long, and too slow all the same
  std::thread talking([&] {
    while (slow.send("x")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  EXPECT_EQ(slow.receive(100), "too slow");
  talking.join();
}

TEST(HttpSockets, SendALongAnswerToASlowReaderAndAnswerOthersMeanwhile) {
  const std::string answer(20'000'000, 'x');
  HttpBounds bounds;
  bounds.threads = 1;
  const auto sockets = std::move(*HttpSockets::open(
      "127.0.0.1", 0, [&](Bytes head, HeadFault) { return head[0] == 'l' ? answer : std::string("short"); }, bounds));
  const RawSocket slow(sockets->address());
  slow.send("long\r\n\r\n");
  EXPECT_EQ(slow.receive(1), "x");
  EXPECT_EQ(echoed(sockets->address(), "s\r\n\r\n"), "short");
  EXPECT_EQ(slow.receive(30'000'000).size(), answer.size() - 1);
}

TEST(HttpSockets, CutOffWhoTakesNothing) {
  HttpBounds bounds;
  bounds.patience = std::chrono::milliseconds(200);
  const auto sockets = std::move(*HttpSockets::open(
      "127.0.0.1", 0, [&](Bytes, HeadFault) { return std::string(20'000'000, 'x'); }, bounds));
  const RawSocket deaf(sockets->address());
  deaf.send("\r\n\r\n");
  while (deaf.send("x")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

TEST(HttpSockets, ListenOnIpv6) {
  const auto sockets = HttpSockets::open("::1", 0, echo);
  if (!sockets) GTEST_SKIP() << sockets.error().message;
  EXPECT_THAT((*sockets)->address(), StartsWith("[::1]:"));
}

TEST(HttpSockets, SayWhyTheyCannotListen) {
  const auto first = std::move(*HttpSockets::open("127.0.0.1", 0, echo));
  const auto port = static_cast<uint16_t>(std::stoi(first->address().substr(first->address().find(':') + 1)));
  const auto refused = [](const std::string& host, uint16_t at) {
    const auto sockets = HttpSockets::open(host, at, echo);
    return sockets ? "" : sockets.error().message;
  };
  EXPECT_EQ(refused("127.0.0.1", port), "cannot listen at " + first->address() + ": Address already in use");
  EXPECT_THAT(refused("192.0.2.1", 0), HasSubstr("Cannot assign requested address"));
  EXPECT_THAT(refused("nobody.invalid", 0), StartsWith("cannot listen at nobody.invalid:0: "));
}

TEST(HttpSockets, TheOldestGivesWay) {
  HttpBounds bounds;
  bounds.connections = 4;
  bounds.patience = std::chrono::hours(1);
  const auto sockets = std::move(*HttpSockets::open("127.0.0.1", 0, echo, bounds));
  std::vector<std::unique_ptr<RawSocket>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<RawSocket>(sockets->address()));
    if (i % 2 == 0) slow.back()->send("hel");
  }
  for (int i = 0; i < 16; ++i) EXPECT_EQ(slow[static_cast<std::size_t>(i)]->receive(1), "");
  EXPECT_EQ(echoed(sockets->address(), "hello\r\n\r\n"), "hello");
  slow.back()->send("the last\r\n\r\n");
  EXPECT_EQ(slow.back()->receive(100), "the last");
}

}  // namespace
}  // namespace rdx::test
