// Tail: the log of a store, read in order of arrival as it grows.
//
//   Tail tail = *replica.tail(0);     // all of it; or from the position of an earlier one, also of an earlier run
//   while (tail.wait(1s)) {
//     const auto packets = *tail.poll();
//     for (const TailedPacket& packet : packets) …
//   }
//
// A tail is a place in the log and nothing more: nothing is queued for it, so it never holds up a commit, however slow
// it is, and it never skips a packet, whichever way that came in. Where the log has been cut beyond its place, or the
// state was replaced, it answers `behind`: read what is there anew, and begin again at the end.
//
// A tail is read by one thread at a time; `close` may be called by any.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "rdx/store/dots.h"

namespace rdx {

class LocalStore;

struct TailedPacket {
  uint64_t arrival = 0;
  Dot dot;
  std::string bytes;    // the whole packet
  std::string effects;  // effects.h
};

class Tail {
 public:
  static constexpr std::size_t kPollBytes = std::size_t{1} << 20;

  /// `behind` where the store's log does not go on from there.
  static Result<Tail> open(std::shared_ptr<const LocalStore> store, uint64_t from);
  Tail(Tail&&) noexcept;
  Tail& operator=(Tail&&) noexcept;
  ~Tail();

  /// The packets that came next, about that many bytes of them and at least one; none where there are none yet. On an
  /// error the position stays.
  Result<std::vector<TailedPacket>> poll(std::size_t most_bytes = kPollBytes);
  /// Where to begin again after what was polled.
  uint64_t position() const { return position_; }
  /// To a position that it had.
  void go_back(uint64_t position) { position_ = position; }
  /// Past all that can be polled: a new beginning.
  void skip_to_end();
  /// Waits until there is something to poll, for that long at most. Answers whether there is.
  bool wait(std::chrono::milliseconds timeout) const;
  /// Ends every wait, now and later.
  void close();

 private:
  Tail(std::shared_ptr<const LocalStore> store, uint64_t from);

  std::shared_ptr<const LocalStore> store_;
  uint64_t position_;
  std::unique_ptr<std::atomic<bool>> is_closed_;
};

}  // namespace rdx
