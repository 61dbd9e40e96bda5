#include "tests/simulator/follower.h"

#include "tests/simulator/node.h"

namespace rdx::simulator {
namespace {

constexpr std::size_t kFewBytes = 300;
constexpr std::size_t kFewEvents = 5;

std::set<Id> live_things(const View& view) {
  std::set<Id> live;
  for (const auto& [object, shown] : view.objects())
    if (shown.is_live() && shown.class_id == Thing::kClass.id) live.insert(object);
  return live;
}

}  // namespace

Result<void> Follower::begin(Replica& replica, const View& view) {
  RDX_TRY(tail_, replica.tail());
  RDX_TRY(events_, replica.subscribe<Thing>(tail_->position()));
  position_ = tail_->position();
  dots_ = view.dots();
  things_ = live_things(view);
  return {};
}

Result<void> Follower::go_on(Replica& replica) {
  if (tail_ && events_) return {};
  RDX_TRY(tail_, replica.tail(position_));
  RDX_TRY(events_, replica.subscribe<Thing>(position_));
  return {};
}

Result<void> Follower::read_packets() {
  for (;;) {
    RDX_TRY(const auto packets, tail_->poll(kFewBytes));
    if (packets.empty()) return {};
    for (const TailedPacket& packet : packets) {
      if (packet.arrival != *position_)
        fail("a follower at " + std::to_string(*position_) + " is told arrival " + std::to_string(packet.arrival));
      ++*position_;
      ++told_;
      if (!dots_.insert(packet.dot).second) fail("a follower is told packet " + to_text(packet.dot) + " twice");
    }
    demand(tail_->position() == *position_, "a tail is not where it was read to");
  }
}

Result<void> Follower::read_events() {
  for (;;) {
    RDX_TRY(const auto events, events_->poll(kFewEvents));
    if (events.empty()) return {};
    for (const Event& event : events) {
      const std::string object = "object " + to_text(event.object);
      switch (event.kind) {
        case Event::Kind::begun:
          if (!things_.insert(event.object).second) fail(object + " is told to begin twice");
          break;
        case Event::Kind::ended:
          if (things_.erase(event.object) == 0) fail(object + " is told to end, and was not there");
          break;
        case Event::Kind::changed:
          if (!things_.contains(event.object)) fail(object + " is told to change, and is not there");
          break;
      }
    }
  }
}

void Follower::compare(const View& view) const {
  if (dots_ != view.dots())
    fail("a follower was told of " + std::to_string(dots_.size()) + " packets, of " +
         std::to_string(view.dots().size()));
  demand(things_ == live_things(view), "a follower was told of other things than there are");
}

bool Follower::must_begin_anew(const Error& error) {
  if (error.code != ErrorCode::behind) return false;
  ++begun_anew_;
  stop();
  position_.reset();
  return true;
}

Result<void> Follower::read_on(Replica& replica, const View& view) {
  if (!position_) return begin(replica, view);
  Result<void> done = go_on(replica);
  if (done) done = read_packets();
  if (done) done = read_events();
  if (!done) return must_begin_anew(done.error()) ? begin(replica, view) : done;
  compare(view);
  return {};
}

void Follower::stop() {
  tail_.reset();
  events_.reset();
}

}  // namespace rdx::simulator
