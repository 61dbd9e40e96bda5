// Replicas that connect to each other: one connection is spoken over, whichever comes, goes, or begins again.
#include <gtest/gtest.h>

#include "rdx/link/link.h"
#include "rdx/rdx.h"
#include "rdx/store/local_store.h"
#include "tests/link/plain.h"
#include "tests/link/relay.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Author;
using test::Relay;
using test::wait_for;

LinkOptions plain() {
  LinkOptions options;
  options.transport = test::plain_transport();
  options.session.report_ms = 3'600'000;  // nothing comes but by what is tested
  return options;
}

void save(Replica& replica, int count) {
  for (int i = 0; i < count; ++i) {
    Author author;
    author.name = "n";
    ASSERT_TRUE(replica.save(author));
  }
}

// Two that listen, and dial each other at the same moment; Ada reaches Bob over a wire that can be cut.
class Twins : public testing::Test {
 protected:
  Twins() : at_ada_(*Link::open(ada_, plain())), at_bob_(std::make_unique<Link>(*Link::open(bob_, plain()))) {
    ada_address_ = *at_ada_.listen();
    bob_address_ = *at_bob_->listen();
    wire_ = std::make_unique<Relay>(bob_address_);
    std::thread other([&] { EXPECT_TRUE(at_bob_->connect(ada_address_)); });
    EXPECT_TRUE(at_ada_.connect(wire_->address()));
    other.join();
  }
  bool has_settled() const {
    const LinkFigures ada = at_ada_.figures(), bob = at_bob_->figures();
    return ada.sessions == 1 && ada.spares == 1 && ada.caught_up == 1 && bob.sessions == 1 && bob.spares == 1 &&
           bob.caught_up == 1;
  }
  bool are_equal(std::size_t packets) const { return ada_.seen() == bob_.seen() && ada_.seen().size() == packets; }

  Replica ada_ = *open_memory({.source = 1});
  Replica bob_ = *open_memory({.source = 2});
  Link at_ada_;
  std::unique_ptr<Link> at_bob_;
  std::string ada_address_;
  std::string bob_address_;
  std::unique_ptr<Relay> wire_;
};

TEST_F(Twins, SpeakOverOneOfTheirConnections) {
  ASSERT_TRUE(wait_for([&] { return has_settled(); }));
  const uint64_t requests = at_ada_.figures().sums.requests + at_bob_->figures().sums.requests;
  save(ada_, 50);
  save(bob_, 50);
  ASSERT_TRUE(wait_for([&] { return are_equal(100); }));
  EXPECT_EQ(at_ada_.figures().sums.known + at_bob_->figures().sums.known, 0U) << "each came once";
  EXPECT_EQ(at_ada_.figures().sums.requests + at_bob_->figures().sums.requests, requests) << "all was pushed";
  EXPECT_TRUE(at_ada_.peers()[0].is_open && at_bob_->peers()[0].is_open) << "and nobody dials again and again";
}

TEST_F(Twins, GoOnWhenOneConnectionEnds) {
  std::size_t packets = 0;
  for (int round = 0; round < 10; ++round) {
    ASSERT_TRUE(wait_for([&] { return has_settled(); })) << "round " << round;
    std::thread other([&] { save(bob_, 30); });
    save(ada_, 20);
    wire_->cut();
    save(ada_, 10);
    other.join();
    packets += 60;
    ASSERT_TRUE(wait_for([&] { return are_equal(packets); })) << "round " << round;
  }
}

TEST_F(Twins, GoOnWhenOneOfThemBeginsAgain) {
  std::size_t packets = 0;
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(wait_for([&] { return has_settled(); })) << "round " << round;
    std::thread other([&] { save(ada_, 40); });
    save(bob_, 10);
    at_bob_.reset();
    save(bob_, 10);
    at_bob_ = std::make_unique<Link>(*Link::open(bob_, plain()));
    ASSERT_TRUE(wait_for([&] { return at_bob_->listen(bob_address_).has_value(); }));
    ASSERT_TRUE(at_bob_->connect(ada_address_));
    save(bob_, 10);
    other.join();
    packets += 70;
    ASSERT_TRUE(wait_for([&] { return are_equal(packets); })) << "round " << round;
  }
}

// One that goes on under another number is another peer from then on, and says so.
TEST_F(Twins, SayHelloAnewUnderAFreshSource) {
  ASSERT_TRUE(wait_for([&] { return has_settled(); }));
  ASSERT_TRUE(static_cast<LocalStore&>(bob_.store()).renew_source());
  ASSERT_NE(bob_.source(), 2U);
  save(bob_, 10);
  save(ada_, 10);
  ASSERT_TRUE(wait_for([&] { return are_equal(20) && has_settled(); }));
  Replica other = *open_memory({.source = 2'000});
  Link at_other = *Link::open(other, plain());
  ASSERT_TRUE(at_other.connect(ada_address_));
  save(bob_, 1);
  ASSERT_TRUE(wait_for([&] { return are_equal(21) && other.seen() == ada_.seen(); }));
  EXPECT_EQ(at_ada_.figures().sessions, 2U);
}

}  // namespace
}  // namespace rdx
