#include "rdx/replica/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <random>

#include "rdx/rdx.h"
#include "rdx/replica/replica_session.h"
#include "tests/replica/log_replica.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::LogReplica;
using testing::HasSubstr;

// Two sessions and the wires between them, which cut what they carry as `random` has it.
class Wired {
 public:
  Wired(LogReplica& left, LogReplica& right, uint32_t seed, const SessionOptions& options = {})
      : random_(seed), left_(left, options, 0), right_(right, options, 0) {}

  Session& left() { return left_; }
  Session& right() { return right_; }

  /// Carries at most `budget` bytes; answers how many went through.
  std::size_t carry(std::size_t budget = ~std::size_t{0}) {
    std::size_t carried = 0;
    while (true) {
      const std::size_t before = carried;
      carried += move(left_, right_, budget - carried);
      carried += move(right_, left_, budget - carried);
      if (carried == before) return carried;
    }
  }

 private:
  std::size_t move(Session& from, Session& to, std::size_t most) {
    const std::size_t there = std::min(from.output().size(), most);
    if (there == 0) return 0;
    const std::size_t size = 1 + random_() % there;
    to.receive(from.output().substr(0, size), 0);
    from.consume(size, 0);
    return size;
  }

  std::mt19937 random_;
  Session left_;
  Session right_;
};

void fill(LogReplica& replica, int packets, std::size_t size) {
  for (int i = 0; i < packets; ++i) replica.commit(std::string(size, static_cast<char>('a' + i % 26)));
}

std::string hello_of(LogReplica&& replica) { return std::string(Session(replica, {}, 0).output()); }

// What a session of `replica` sends and how it ends, when it gets these bytes behind a good hello.
struct Outcome {
  SessionState state;
  Error reason;
  std::string output;
};
Outcome receive(LogReplica& replica, Bytes bytes, Bytes hello = hello_of(LogReplica(9))) {
  Session session(replica, {}, 0);
  session.receive(std::string(hello).append(bytes), 0);
  return {session.state(), session.state() == SessionState::ended ? session.reason() : Error{},
          std::string(session.output())};
}

TEST(Session, BothSidesTakeWhatTheyLack) {
  for (uint32_t seed = 0; seed < 50; ++seed) {
    LogReplica ada(1), bob(2);
    fill(ada, 30, 100);
    fill(bob, 20, 3000);
    Wired wired(ada, bob, seed, {.chunk_bytes = 4000});
    wired.carry();
    EXPECT_TRUE(ada.packets() == bob.packets()) << "seed " << seed;
    EXPECT_EQ(ada.size(), 50U);
    EXPECT_TRUE(wired.left().caught_up() && wired.right().caught_up());
    EXPECT_EQ(wired.left().peer_source(), 2U);
    EXPECT_EQ(wired.left().figures().known + wired.right().figures().known, 0U);
  }
}

TEST(Session, OfEqualReplicasCostsLittle) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  EXPECT_LT(wired.carry(), 60U);  // two hellos, two empty requests, two empty diffs
}

// The bytes that two sessions exchange until nothing more comes.
std::size_t bytes_to_sync(Replica& left, Replica& right) {
  ReplicaSession at_left(left), at_right(right);
  Session a(at_left, {}, 0), b(at_right, {}, 0);
  std::size_t bytes = 0;
  for (std::size_t before = 1; before != bytes;) {
    before = bytes;
    for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
      bytes += from->output().size();
      to->receive(from->output(), 0);
      from->consume(from->output().size(), 0);
    }
  }
  EXPECT_TRUE(a.caught_up() && b.caught_up());
  EXPECT_TRUE(left.seen() == right.seen());
  return bytes;
}

TEST(Session, OfEqualReplicasWithTenSourcesTakesUnderAKilobyte) {
  Replica left = *open_memory({.source = 0xf0000});
  for (uint32_t i = 1; i <= 10; ++i) {
    Replica other = *open_memory({.source = 0xe0000 + i});
    for (int packets = 0; packets < 300; ++packets) {
      test::Author author;
      ASSERT_TRUE(other.save(author));
    }
    bytes_to_sync(left, other);
  }
  Replica right = *open_memory({.source = 0xf0001});
  bytes_to_sync(left, right);
  const std::size_t bytes = bytes_to_sync(left, right);
  RecordProperty("bytes", static_cast<int>(bytes));
  EXPECT_LT(bytes, 1000U);
}

TEST(Session, OfMissingPacketsTakesLittleMoreThanTheirBytes) {
  Replica left = *open_memory({.source = 1}), right = *open_memory({.source = 2});
  bytes_to_sync(left, right);
  std::size_t packets = 0;
  for (int i = 0; i < 20'000; ++i) {
    test::Author author;
    author.name = std::string(100, 'x');
    packets += left.save(author)->size();
  }
  const std::size_t bytes = bytes_to_sync(left, right);
  RecordProperty("overhead_bytes", static_cast<int>(bytes - packets));
  EXPECT_LE(static_cast<double>(bytes), static_cast<double>(packets) * 1.05 + 1000);
}

TEST(Session, OpsArePushedOnceBothHaveAsked) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.carry();
  wired.left().offer(ada.commit("one"), 0);
  wired.right().offer(bob.commit("two"), 0);
  wired.carry();
  EXPECT_TRUE(ada.packets() == bob.packets());
  EXPECT_EQ(wired.left().figures().requests, 1U);  // nothing was asked again
}

TEST(Session, OpsBeforeTheFirstRequestComeWithTheDiff) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.left().offer(ada.commit("early"), 0);
  wired.carry();
  EXPECT_EQ(bob.size(), 1U);
  EXPECT_EQ(wired.right().figures().known, 0U);
}

TEST(Session, CutAtEveryByteIsResumedByTheNext) {
  std::size_t cut = 0;
  for (bool whole = false; !whole; ++cut) {
    LogReplica ada(1), bob(2);
    fill(ada, 6, 40);
    fill(bob, 6, 40);
    {
      Wired wired(ada, bob, 3, {.chunk_bytes = 90});
      whole = wired.carry(cut) < cut;
      wired.left().offer(ada.commit("late"), 0);
    }
    Wired again(ada, bob, 4, {.chunk_bytes = 90});
    again.carry();
    ASSERT_TRUE(ada.packets() == bob.packets()) << "cut after " << cut;
    ASSERT_EQ(ada.size(), 13U);
  }
  EXPECT_GT(cut, 500U);
}

TEST(Session, WhatFindsNoRoomIsAskedForLater) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1, {.chunk_bytes = 1000, .max_queued_bytes = 2000});
  wired.carry();
  for (int i = 0; i < 500; ++i) wired.left().offer(ada.commit(std::string(100, 'x')), 0);
  EXPECT_LE(wired.left().output().size(), 2002U);  // the news too
  EXPECT_EQ(wired.left().figures().overflows, 1U);
  wired.carry();
  EXPECT_TRUE(ada.packets() == bob.packets());
  wired.left().offer(ada.commit("live again"), 0);
  const uint64_t requests = wired.right().figures().requests;
  wired.carry();
  EXPECT_EQ(bob.size(), 501U);
  EXPECT_EQ(wired.right().figures().requests, requests);
}

TEST(Session, WhatWasNotOfferedIsAskedFor) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.carry();
  ada.commit("silent");
  wired.left().miss(0);
  wired.carry();
  EXPECT_EQ(bob.size(), 1U);
}

TEST(Session, AsASpareAnswersAndAsksNothingByItself) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1, {.report_ms = 100});
  wired.carry();
  wired.left().set_spare(true, 0);
  const uint64_t requests = wired.left().figures().requests;
  wired.left().tick(1000);
  wired.carry();
  EXPECT_EQ(wired.left().figures().requests, requests) << "another session reports";
  ada.commit("over the other session");
  bob.commit("lost with the other session");
  wired.right().miss(0);
  wired.carry();
  EXPECT_EQ(ada.size(), 2U) << "it asks where it is told to";
  EXPECT_EQ(bob.size(), 1U);
  bob.commit("lost too");
  wired.left().set_spare(false, 0);
  wired.carry();
  EXPECT_EQ(ada.size(), 3U);
  EXPECT_EQ(bob.size(), 3U) << "and the other side is told to ask";
}

TEST(Session, APacketThatComesTooEarlyIsAskedForAgain) {
  LogReplica ada(1), bob(2), eve(3);
  Wired wired(ada, bob, 1);
  wired.carry();
  ada.commit("first");
  const std::string second = ada.commit("second", {1, 1});
  wired.left().offer(second, 0);
  wired.carry();
  EXPECT_TRUE(ada.packets() == bob.packets());
}

TEST(Session, APacketWhoseGroundNobodyHasIsNotAskedForEndlessly) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.carry();
  for (int i = 0; i < 20; ++i) wired.left().offer(ada.commit("lost", {99, 99}), 0), wired.carry();
  EXPECT_EQ(bob.size(), 0U);
  EXPECT_LE(wired.right().figures().requests, 2U);
}

TEST(Session, RandomHistoriesOfPushingCuttingAndRepeating) {
  for (uint32_t seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    LogReplica ada(1), bob(2);
    const SessionOptions options{.chunk_bytes = 300, .max_queued_bytes = 500};
    for (int life = 0; life < 4; ++life) {
      Wired wired(ada, bob, static_cast<uint32_t>(random()), options);
      for (int step = 0; step < 40; ++step) {
        const std::string a = ada.commit(std::string(random() % 200, 'a'));
        const std::string b = bob.commit(std::string(random() % 200, 'b'), {random() % (bob.committed() + 1), 2});
        for (auto times = random() % 3; times > 0; --times) wired.left().offer(a, 0);
        if (random() % 2 != 0) wired.right().offer(b, 0);
        wired.carry(random() % 900);
        ASSERT_LT(wired.left().output().size() + wired.right().output().size(), 4000U);
      }
      ASSERT_NE(wired.left().state(), SessionState::ended) << wired.left().reason().message;
    }
    Wired last(ada, bob, seed);
    last.carry();
    ASSERT_TRUE(ada.packets() == bob.packets()) << "seed " << seed;
  }
}

TEST(Session, GarbageEndsItAndChangesNothing) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {std::string("\x00", 1), "no message begins with the byte 00"},
      {"z", "no message begins with the byte 7a"},
      {std::string("Q\xff\xff\xff\xff", 5), "4294967295 bytes, over the bound"},
      {std::string("O\x01\x00\x11\x01", 5), "over the bound"},
      {std::string("D\x05\x00\x00\x00", 5), "not the shortest"},
      {"k\x01x", "over the bound of 0"},
      {std::string("d\x01\x00", 3), "a diff that nobody asked for"},
      {"o\x03xyz", "what was brought is no packet"},
      {"q\x01?", "the request is no list of dots"},
      {std::string("q\0q\0", 4), "asked again"},
      {hello_of(LogReplica(9)), "said hello twice"},
  };
  for (const auto& [bytes, reason] : cases) {
    LogReplica ada(1);
    ada.commit("kept");
    // The diff that a hello calls for was asked for: take that request as answered.
    const std::string before = bytes[0] == 'd' ? std::string("d\x01\x00", 3) : "";
    const Outcome outcome = receive(ada, before + bytes);
    EXPECT_EQ(outcome.state, SessionState::ended) << to_hex(bytes);
    EXPECT_EQ(outcome.reason.code, ErrorCode::invalid);
    EXPECT_THAT(outcome.reason.message, HasSubstr(reason)) << to_hex(bytes);
    EXPECT_THAT(outcome.output, HasSubstr(reason)) << "the peer is told";
    EXPECT_EQ(ada.size(), 1U);
  }
}

TEST(Session, BeginsWithAHello) {
  const std::string ours = hello_of(LogReplica(9));
  const auto outcome_of = [](const std::string& hello) {
    LogReplica ada(1);
    return receive(ada, "", hello);
  };
  EXPECT_THAT(outcome_of("GET / HTTP/1.1\r\n").reason.message, HasSubstr("no message begins"));
  EXPECT_THAT(outcome_of(std::string("n\0", 2)).reason.message, HasSubstr("did not say hello first"));
  std::string other = ours;
  other[5] = 9;  // h size r d x version
  EXPECT_EQ(outcome_of(other).reason.code, ErrorCode::format);
  other = ours;
  other[6] = 'S';
  EXPECT_EQ(outcome_of(other).reason.code, ErrorCode::format);
  EXPECT_THAT(outcome_of("h\x03rdx").reason.message, HasSubstr("none of rdx"));
  EXPECT_THAT(outcome_of(std::string("h\x05rdx\x01Y", 7)).reason.message, HasSubstr("names no source"));
  EXPECT_THAT(outcome_of("h\x08rdx\x01Y\xff\xff\xff").reason.message, HasSubstr("names no source"));
}

TEST(Session, RefusesItselfAndWhoWritesUnderItsSource) {
  LogReplica ada(1);
  EXPECT_EQ(receive(ada, "", hello_of(LogReplica(1))).reason.code, ErrorCode::source_taken);
}

TEST(Session, AnErrorOfTheReplicaIsItsEndAndReachesThePeer) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.carry();
  bob.fail({ErrorCode::no_space, "the disk is full"});
  wired.left().offer(ada.commit("x"), 0);
  wired.carry();
  EXPECT_EQ(wired.right().reason(), (Error{ErrorCode::no_space, "the disk is full"}));
  EXPECT_EQ(wired.left().reason(), (Error{ErrorCode::no_space, "the peer ended the session: the disk is full"}));
}

TEST(Session, EndsOrderly) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.left().end({ErrorCode::closed, ""});
  wired.carry();
  EXPECT_EQ(wired.right().reason().code, ErrorCode::closed);
  EXPECT_EQ(bob.size(), 0U);
}

TEST(Session, KeepsItselfAliveAndEndsWithASilentPeer) {
  LogReplica ada(1), bob(2);
  Session a(ada, {}, 0), b(bob, {}, 0);
  const auto carry = [](Session& from, Session& to, int64_t now) {
    to.receive(from.output(), now);
    from.consume(from.output().size(), now);
  };
  for (int i = 0; i < 4; ++i) carry(a, b, 0), carry(b, a, 0);
  EXPECT_TRUE(a.caught_up() && b.caught_up());
  for (int64_t now = 0; now < 200'000; now += 5'000) {  // nothing happens, both stay
    a.tick(now), b.tick(now);
    carry(a, b, now), carry(b, a, now);
  }
  EXPECT_EQ(a.state(), SessionState::open);
  a.tick(200'000);
  a.consume(a.output().size(), 200'000);
  EXPECT_EQ(a.state(), SessionState::open);
  a.tick(230'000);
  EXPECT_EQ(a.state(), SessionState::ended);
  EXPECT_THAT(a.reason().message, HasSubstr("silent for"));
}

TEST(Session, EndsWithAPeerThatTakesNoBytes) {
  LogReplica ada(1);
  const std::string alive("k\0", 2);
  Session session(ada, {}, 0);
  session.receive(hello_of(LogReplica(9)), 0);
  for (int64_t now = 0; now < 40'000 && session.state() != SessionState::ended; now += 1000) {
    session.receive(alive, now);
    session.tick(now);
  }
  ASSERT_EQ(session.state(), SessionState::ended);
  EXPECT_THAT(session.reason().message, HasSubstr("took no bytes for 30000 ms"));
}

TEST(Session, AFloodIsAnsweredWithinBounds) {
  LogReplica ada(1);
  fill(ada, 100, 1000);
  const SessionOptions options{.chunk_bytes = 10'000};
  Session session(ada, options, 0);
  session.receive(hello_of(LogReplica(9)), 0);
  std::string flood;
  for (int i = 0; i < 10'000; ++i) flood.append("n\0k\0", 4);
  session.receive(flood, 0);
  EXPECT_EQ(session.state(), SessionState::open);
  EXPECT_LT(session.output().size(), 1000U);
  // Ten gigabytes of nothing: nothing is kept, whatever was announced.
  session.receive(std::string("O\x00\x00\x00\x01", 5), 0);
  for (int i = 0; i < 100; ++i) session.receive(std::string(10, '\0'), 0);
  EXPECT_EQ(session.waiting_bytes(), 1005U);
  session.receive(std::string(std::size_t{17} << 20, '\0'), 0);
  EXPECT_EQ(session.state(), SessionState::ended);
}

TEST(Bye, IsReadWhateverItSays) {
  EXPECT_EQ(read_bye("").code, ErrorCode::closed);
  EXPECT_EQ(read_bye("\xff\xff").code, ErrorCode::closed);
  EXPECT_EQ(read_bye("6behind\x1b[2J").message, "the peer ended the session: ?[2J");
  EXPECT_EQ(read_bye("6behind").code, ErrorCode::behind);
  std::string bye;
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "\xc3\xa9";
  append_bye(bye, {ErrorCode::forked, text});
  EXPECT_LE(bye.size(), kMaxByeBytes + 5);
  EXPECT_EQ(read_bye(Bytes(bye).substr(5)).code, ErrorCode::forked);
}

// An output that is never empty, since there is always more to push, takes no more memory for it.
TEST(Session, ABusyOneKeepsNothingOfWhatHasGoneOut) {
  LogReplica ada(1), bob(2);
  Wired wired(ada, bob, 1);
  wired.carry();
  const std::string ops = ada.commit(std::string(100'000, 'x'));
  wired.left().offer(ops, 0);
  const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  for (int i = 0; i < 1000; ++i) {
    wired.left().offer(ops, 0);
    wired.left().consume(ops.size(), 0);
    ASSERT_GT(wired.left().output().size(), 0U);
  }
  EXPECT_EQ(wired.left().figures().overflows, 0U);
  EXPECT_LT(mallinfo2().uordblks + mallinfo2().hblkhd, before + (std::size_t{8} << 20));
}

}  // namespace
}  // namespace rdx
