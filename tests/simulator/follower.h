// Follower: a program that follows a replica's log, over crashes of both: it keeps its position, and nothing else.
//
//   no gap, no repeat   what it was told since it last began anew, and what was there then, is what the replica has
//   its own list        of the things that there are, made of events alone, is the replica's
//
// It begins anew where it is answered `behind`, and where its replica's disk went back in time.
#pragma once

#include <optional>
#include <set>

#include "rdx/replica/replica.h"
#include "tests/simulator/ledger.h"

namespace rdx::simulator {

class Follower {
 public:
  /// Reads on to the end. An error is the replica's, but for `behind`.
  Result<void> read_on(Replica& replica, const View& view);
  /// The replica ends.
  void stop();
  /// Its positions are another log's.
  void forget() { *this = Follower(); }

  /// How many packets it was told, and how often it had to begin anew.
  uint64_t told() const { return told_; }
  uint64_t begun_anew() const { return begun_anew_; }

 private:
  Result<void> begin(Replica& replica, const View& view);
  Result<void> go_on(Replica& replica);
  Result<void> read_packets();
  Result<void> read_events();
  void compare(const View& view) const;
  bool must_begin_anew(const Error& error);

  std::optional<uint64_t> position_;
  std::set<Dot> dots_;
  std::set<Id> things_;
  std::optional<Tail> tail_;
  std::optional<Subscription> events_;
  uint64_t told_ = 0;
  uint64_t begun_anew_ = 0;
};

}  // namespace rdx::simulator
