// The log as it is read from the outside: in order of arrival, only what is durable, never past a cut.
#include "rdx/rdx/value.h"
#include "rdx/store/local_store.h"

namespace rdx {
namespace {

constexpr std::size_t kPage = 256;

struct Arrived {
  uint64_t arrival = 0;
  Dot dot;
  std::string effects;
};

Error cut_off(uint64_t arrival, uint64_t begin) {
  return Error{ErrorCode::behind, "arrival " + std::to_string(arrival) +
                                      " is not in the log any more, which begins at " + std::to_string(begin) +
                                      ": read the objects anew, and go on from its end"};
}

}  // namespace

Result<void> LocalStore::acknowledge() {
  const Stopwatch timing(figures_.acknowledges);
  const uint64_t arrivals = arrivals_;
  if (auto done = engine_.acknowledge(); !done) return done;
  progress_.tell(arrivals);
  return {};
}

Result<void> LocalStore::check_readable(uint64_t from) const {
  if (from < progress_.begin()) return cut_off(from, progress_.begin());
  if (from > arrivals_)
    return Error{ErrorCode::behind, "arrival " + std::to_string(from) + " has not come to this log, which ends at " +
                                        std::to_string(arrivals_) +
                                        ": the store was restored from an older copy, or it is another one; read the "
                                        "objects anew, and go on from its end"};
  return {};
}

Result<void> LocalStore::read_log(uint64_t from,
                                  FunctionRef<bool(uint64_t, const Packet&, Bytes effects)> visit) const {
  if (auto done = check_readable(from); !done) return done;
  const uint64_t end = progress_.told();
  const std::string all_end = end_of_prefix(keys_.start('A'));
  while (from < end) {
    std::vector<Arrived> page;
    const auto collect = [&](Bytes key, Bytes value) {
      const auto dot = take_dot(value);
      page.push_back({read_big_endian(keys_.tail(key)), dot.value_or(Dot()), std::string(value)});
      return page.size() < kPage && page.back().arrival + 1 < end;
    };
    if (auto done = engine_.scan(keys_.arrival(from), all_end, collect); !done) return done;
    if (page.empty()) return cut_off(from, end);
    for (const Arrived& each : page) {
      if (each.arrival != from) return cut_off(from, each.arrival);
      RDX_TRY(const Logged logged, logged_packet(each.dot));
      RDX_TRY(const Packet packet, logged.packet());
      ++from;
      if (!visit(each.arrival, packet, each.effects)) return {};
    }
  }
  return {};
}

Result<void> LocalStore::leave_gap() {
  const std::lock_guard lock(write_mutex_);
  const uint64_t next = (arrivals_ | 0xffffffff) + 1;
  WriteBatch batch;
  put_checkpoint(batch, keys_, next, seen_.record());
  if (auto done = engine_.write(batch); !done) return done;
  if (auto done = engine_.sync(); !done) return done;
  {
    const std::unique_lock state_lock(state_mutex_);
    arrivals_ = next;
  }
  progress_.tell(next);
  engine_.losses_are_met();
  return {};
}

Result<Id> LocalStore::class_of(Id object) const {
  RDX_TRY(const auto stored, engine_.get(keys_.class_of(object)));
  if (stored) return unzip_id(*stored).value_or(Id());
  const auto logged = logged_packet(dot_of(object));
  if (!logged && logged.error().code != ErrorCode::behind) return logged.error();
  if (!logged) return Id();
  const auto packet = logged->packet();
  if (!packet) return Id();
  OpReader ops(packet->ops);
  for (auto op = ops.next(); op && op->letter == 'O'; op = ops.next()) {
    if (op->begins() && op->object == object) return op->class_id;
  }
  return Id();
}

}  // namespace rdx
