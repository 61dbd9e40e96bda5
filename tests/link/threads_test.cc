// Every thread that works for a replica or a node: where it fails, all of it ends, and says why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rdx/link/link.h"
#include "rdx/link/ring_link.h"
#include "rdx/rdx.h"
#include "rdx/ring.h"
#include "tests/link/failing_engine.h"
#include "tests/link/plain.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Author;
using test::FailingEngine;
using test::wait_for;
using testing::HasSubstr;
using How = FailingEngine::How;

class Threads : public testing::TestWithParam<How> {
 protected:
  Replica open(std::chrono::milliseconds gc_interval = std::chrono::milliseconds(0)) {
    Options options;
    options.source = 1;
    options.gc_interval = gc_interval;
    return *Replica::over(std::make_unique<FailingEngine>(faults_), options);
  }
  static LinkOptions plain() {
    LinkOptions options;
    options.transport = test::plain_transport();
    return options;
  }
  static Author saved(Replica& replica) {
    Author author;
    author.name = "Ada";
    EXPECT_TRUE(replica.save(author));
    return author;
  }
  std::string reason() const { return GetParam() == How::by_error ? "the disk is gone" : "out of luck"; }
  // Everything that writes or syncs says so.
  void expect_end(Replica& replica, const std::string& whose) {
    Author author;
    author.name = "late";
    const std::string said = "the replica has ended: " + whose + reason();
    EXPECT_EQ(replica.save(author).error().message, said);
    EXPECT_EQ(replica.request_diff().error().message, said);
    EXPECT_EQ(replica.build_diff("").error().message, said);
    EXPECT_EQ(replica.integrate_diff("").error().message, said);
    EXPECT_EQ(replica.check_alive().error().message, said);
  }

  std::shared_ptr<FailingEngine::Switch> faults_ = std::make_shared<FailingEngine::Switch>();
};
INSTANTIATE_TEST_SUITE_P(By, Threads, testing::Values(How::by_error, How::by_throwing),
                         [](const auto& each) { return each.param == How::by_error ? "Error" : "Throwing"; });

TEST_P(Threads, OfTheGc) {
  Replica replica = open(std::chrono::milliseconds(5));
  const Author ada = saved(replica);
  faults_->writes = GetParam();
  ASSERT_TRUE(wait_for([&] { return !replica.check_alive(); }));
  expect_end(replica, "its gc failed: ");
  EXPECT_EQ(replica.load<Author>(ada.id()).error().message, replica.check_alive().error().message);
}

TEST_P(Threads, OfTheLinksFeed) {
  Replica ada = open(), bob = *open_memory({.source = 2});
  Link at_ada = *Link::open(ada, plain()), at_bob = *Link::open(bob, plain());
  ASSERT_TRUE(at_bob.connect(*at_ada.listen()));
  ASSERT_TRUE(wait_for([&] { return at_ada.figures().caught_up == 1 && at_bob.figures().caught_up == 1; }));
  faults_->log_reads = GetParam();
  saved(ada);
  ASSERT_TRUE(wait_for([&] { return at_ada.state() == TransportState::failed; }));
  EXPECT_EQ(at_ada.reason().message, "a thread of the link failed: " + reason());
  ASSERT_TRUE(wait_for([&] { return !ada.check_alive(); }));
  expect_end(ada, "a thread of the link failed: ");
  EXPECT_TRUE(wait_for([&] { return !at_bob.peers()[0].is_open; }));
}

// What a replica answers ends the session that asked; what it throws ends all of it.
TEST_P(Threads, OfASession) {
  Replica ada = open(), bob = *open_memory({.source = 2});
  Link at_ada = *Link::open(ada, plain()), at_bob = *Link::open(bob, plain());
  ASSERT_TRUE(at_bob.connect(*at_ada.listen()));
  ASSERT_TRUE(wait_for([&] { return at_ada.figures().caught_up == 1 && at_bob.figures().caught_up == 1; }));
  faults_->writes = GetParam();
  saved(bob);
  if (GetParam() == How::by_error) {
    EXPECT_TRUE(wait_for([&] {
      const auto error = at_bob.peers()[0].last_error;
      return error && error->message.find(reason()) != std::string::npos;
    }));
    EXPECT_EQ(at_ada.state(), TransportState::running);
    faults_->writes = How::not_at_all;
    EXPECT_TRUE(wait_for([&] { return ada.seen() == bob.seen(); }));
    return;
  }
  ASSERT_TRUE(wait_for([&] { return at_ada.state() == TransportState::failed && !ada.check_alive(); }));
  faults_->writes = How::not_at_all;
  expect_end(ada, "a thread of the link failed: ");
}

class NoPeers final : public RingPeers {
 public:
  explicit NoPeers(How how) : how_(how) {}
  RingPeer* find(uint32_t /*member*/) override {
    if (how_ == How::by_throwing) throw std::runtime_error("out of luck");
    return nullptr;
  }

 private:
  const How how_;
};

TEST_P(Threads, OfARingsNode) {
  FailingEngine engine(faults_);
  const auto node = std::move(*RingNode::open(engine, {.number = 1}));
  RingView view = *with_member(*with_member({}, 1), 2);
  ASSERT_TRUE(node->set_view(view));
  RingLinkOptions options;
  options.transport = plain().transport;
  const auto server = std::move(*RingServer::open(*node, options));
  const auto nodes = std::move(*RemoteNodes::open({{1, *server->listen()}}, options));
  ASSERT_TRUE(wait_for([&] { return nodes->is_open(1); }));
  EXPECT_TRUE(RingCaller(*nodes->find(1), view.epoch).view());
  if (GetParam() == How::by_error) {
    faults_->writes = How::by_error;
    EXPECT_FALSE(node->set_view(*with_member(view, 3)));
  }
  NoPeers peers(GetParam());
  const RingKeeper keeper(*node, peers, std::chrono::milliseconds(5));
  ASSERT_TRUE(wait_for([&] { return keeper.failure() && node->failure(); }));
  EXPECT_THAT(node->failure()->message, HasSubstr(reason()));
  const auto answer = RingCaller(*nodes->find(1), view.epoch).view();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::closed);
  EXPECT_THAT(answer.error().message, HasSubstr(reason()));
}

// A peer's gc waits for what is reported over the link, once in a while and by itself.
TEST(Reports, GoOnByThemselves) {
  Replica ada = *open_memory({.source = 1}), bob = *open_memory({.source = 2});
  for (const int64_t report_ms : {3'600'000, 30}) {
    LinkOptions options;
    options.transport.unsafe_plain = true;
    options.transport.tick_ms = 10;
    options.session.report_ms = report_ms;
    Link at_ada = *Link::open(ada, options), at_bob = *Link::open(bob, options);
    ASSERT_TRUE(at_bob.connect(*at_ada.listen()));
    ASSERT_TRUE(wait_for([&] { return at_ada.figures().caught_up == 1 && at_bob.figures().caught_up == 1; }));
    static_cast<void>(ada.gc());
    Author author;
    author.name = "pushed";
    ASSERT_TRUE(ada.save(author));
    ASSERT_TRUE(wait_for([&] { return ada.seen() == bob.seen(); }));
    if (report_ms == 30) {
      EXPECT_TRUE(wait_for([&] { return ada.gc()->packets == 1; }));
      EXPECT_GT(at_bob.figures().sums.requests, 1U);
    } else {
      EXPECT_EQ(ada.gc()->packets, 0U) << "Bob has not said that he has it";
      EXPECT_EQ(at_bob.figures().sums.requests, 1U);
    }
  }
}

}  // namespace
}  // namespace rdx
