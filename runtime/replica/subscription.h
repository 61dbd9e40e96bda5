// Subscription: what happens to objects, in order of arrival: saves of this replica and whatever comes from others.
//
//   Subscription notes = *replica.subscribe<Note>();           // or of one object, or of everything
//   for (;;) {
//     if (!notes.wait(1s)) continue;
//     const auto events = *notes.poll();                       // a name: C++20's for keeps no temporary's inside alive
//     for (const Event& event : events) …                      // begun; changed, which field; ended
//     remember(notes.position());                              // replica.subscribe<Note>(position) goes on from there
//   }
//
// Events are polled: nothing is called on a thread of the replica's. They are read from the log, so none is missing,
// none comes twice but after a new start, a slow reader costs nobody anything, and only what is durable is told. An
// event says that something was written, not what stands there now: load the object for that; it may have ended since.
// Where the log has been cut beyond a subscription's place, or the state was replaced, poll answers `behind`: load what
// is there anew, and subscribe again without a position.
//
// Changes to an object that has ended meanwhile, and whose beginning is not in the log any more, are told to those who
// subscribed to everything or to the object alone; of its class only the end is told. Class descriptions are told to
// nobody.
//
// A subscription keeps its replica's store open. One thread at a time polls it; `close` may be called by any.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "rdx/base/id.h"
#include "rdx/store/tail.h"

namespace rdx {

struct Event {
  enum class Kind : uint8_t { begun, changed, ended };

  uint64_t arrival = 0;
  Dot dot;
  Id object;
  Id class_id;  // 0 where it is not known any more
  Kind kind = Kind::changed;
  uint8_t field = 0;  // of a change
  char letter = 0;    // of a change

  friend bool operator==(const Event&, const Event&) = default;
};

/// Which objects; with neither, all of them.
struct EventFilter {
  Id object;
  Id class_id;  // and what descends from it
};

class Subscription {
 public:
  /// From `from`, or from now on. `behind` where the log does not go on from there.
  static Result<Subscription> open(std::shared_ptr<const LocalStore> store, EventFilter filter,
                                   std::optional<uint64_t> from);

  /// The next events, at most that many; none where there are none yet, and also where what arrived since was none of
  /// its objects'. A packet's events may be spread over several polls. On an error nothing is skipped.
  Result<std::vector<Event>> poll(std::size_t most = 1024);
  /// The first arrival of which not every event was polled: where to begin again.
  uint64_t position() const { return pending_at_ < pending_.size() ? pending_[pending_at_].arrival : tail_.position(); }
  /// Waits until there may be something to poll, for that long at most. Answers whether there may.
  bool wait(std::chrono::milliseconds timeout) const { return pending_at_ < pending_.size() || tail_.wait(timeout); }
  /// Ends every wait, now and later.
  void close() { tail_.close(); }

 private:
  Subscription(std::shared_ptr<const LocalStore> store, EventFilter filter, Tail tail);
  Result<void> read_more();
  Result<void> take(const TailedPacket& packet);
  Result<bool> is_meant(Event& event);
  Result<Id> class_of(Id object);

  std::shared_ptr<const LocalStore> store_;
  EventFilter filter_;
  Tail tail_;
  std::vector<Event> pending_;  // of one page of the log
  std::size_t pending_at_ = 0;
  std::unordered_map<Id, Id> classes_;  // of objects met lately
};

}  // namespace rdx
