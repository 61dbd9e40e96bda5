#include "rdx/replica/subscription.h"

#include <algorithm>

#include "rdx/store/effects.h"
#include "rdx/store/local_store.h"

namespace rdx {
namespace {

constexpr std::size_t kPageBytes = std::size_t{64} << 10;
constexpr std::size_t kKeptClasses = 4096;

// The effects of a packet, in step with its ops, as the stage wrote them.
class EffectWalk {
 public:
  explicit EffectWalk(Bytes effects) : rest_(effects), next_(take_effect(rest_)) {}

  /// For an op that ends an object: the class of what it ended, if anything.
  std::optional<Id> ended(Id object) {
    if (!next_ || !next_->ended || next_->object != object) return std::nullopt;
    const Id class_id = next_->class_id;
    next_ = take_effect(rest_);
    return class_id;
  }
  /// For a change.
  bool is_dropped(Id object) {
    if (next_ && !next_->ended && next_->object == object) {
      dropped_ = object;
      next_ = take_effect(rest_);
    }
    return dropped_ == object;
  }

 private:
  Bytes rest_;
  std::optional<Effect> next_;
  Id dropped_;
};

// Nothing for an op that came to nothing.
std::optional<Event> event_of(const Op& op, const TailedPacket& packet, EffectWalk& effects) {
  Event event{packet.arrival, packet.dot, op.object, op.class_id, Event::Kind::begun, 0, 0};
  if (op.begins()) return event;
  if (op.ends()) {
    const auto class_id = effects.ended(op.object);
    if (!class_id) return std::nullopt;
    event.class_id = *class_id;
    event.kind = Event::Kind::ended;
    return event;
  }
  if (effects.is_dropped(op.object) || op.change.empty()) return std::nullopt;
  event.kind = Event::Kind::changed;
  event.field = op.field;
  event.letter = op.letter;
  return event;
}

}  // namespace

Subscription::Subscription(std::shared_ptr<const LocalStore> store, EventFilter filter, Tail tail)
    : store_(std::move(store)), filter_(filter), tail_(std::move(tail)) {}

Result<Subscription> Subscription::open(std::shared_ptr<const LocalStore> store, EventFilter filter,
                                        std::optional<uint64_t> from) {
  RDX_TRY(Tail tail, Tail::open(store, from.value_or(store->progress().told())));
  return Subscription(std::move(store), filter, std::move(tail));
}

Result<Id> Subscription::class_of(Id object) {
  if (const auto known = classes_.find(object); known != classes_.end()) return known->second;
  RDX_TRY(const Id class_id, store_->class_of(object));
  if (classes_.size() >= kKeptClasses) classes_.clear();
  if (class_id) classes_.emplace(object, class_id);
  return class_id;
}

// Fills in the class too.
Result<bool> Subscription::is_meant(Event& event) {
  if (filter_.object && event.object != filter_.object) return false;
  if (event.object.source() == 0) return false;
  if (!event.class_id) {
    RDX_TRY(event.class_id, class_of(event.object));
  }
  return !filter_.class_id || event.class_id == filter_.class_id || store_->is_a(event.class_id, filter_.class_id);
}

Result<void> Subscription::take(const TailedPacket& packet) {
  Bytes bytes = packet.bytes;
  const auto view = take_packet(bytes);
  if (!view) return {};
  EffectWalk effects(packet.effects);
  OpReader ops(view->ops);
  while (const auto op = ops.next()) {
    auto event = event_of(*op, packet, effects);
    if (!event) continue;
    RDX_TRY(const bool is_meant_here, is_meant(*event));
    if (is_meant_here) pending_.push_back(*event);
  }
  return {};
}

// A page of the log; whole or not at all.
Result<void> Subscription::read_more() {
  pending_.clear();
  pending_at_ = 0;
  const uint64_t before = tail_.position();
  RDX_TRY(const auto packets, tail_.poll(kPageBytes));
  for (const TailedPacket& packet : packets) {
    if (auto done = take(packet); !done) {
      pending_.clear();
      tail_.go_back(before);
      return done;
    }
  }
  return {};
}

Result<std::vector<Event>> Subscription::poll(std::size_t most) {
  std::vector<Event> events;
  const uint64_t told = store_->progress().told();  // a busy log does not keep it here
  while (events.size() < most) {
    if (pending_at_ == pending_.size()) {
      if (tail_.position() >= told && tail_.position() >= store_->progress().begin()) break;
      if (auto done = read_more(); !done) {
        if (events.empty()) return std::move(done).error();
        break;  // the next poll meets it again
      }
      continue;
    }
    const std::size_t count = std::min(most - events.size(), pending_.size() - pending_at_);
    const auto first = pending_.begin() + static_cast<std::ptrdiff_t>(pending_at_);
    events.insert(events.end(), first, first + static_cast<std::ptrdiff_t>(count));
    pending_at_ += count;
  }
  return events;
}

}  // namespace rdx
