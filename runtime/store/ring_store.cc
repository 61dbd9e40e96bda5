#include "rdx/store/ring_store.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "rdx/base/sort_unique.h"
#include "rdx/base/system_random.h"

namespace rdx {
namespace {

constexpr auto kPause = std::chrono::milliseconds(20);
constexpr int kDraws = 64;

int64_t steady_ms() {
  using std::chrono::steady_clock;
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Error refuse_snapshot() { return {ErrorCode::invalid, "a ring has no snapshots"}; }
Error nobody(const char* what) {
  return {ErrorCode::input_output, std::string("no node of the ring that could ") + what + " answers"};
}

}  // namespace

// A peer that is known to be away says so at once, and is asked each time, so that its return is noticed; one that lets
// its callers wait is not.
class RingStore::TimedPeer final : public RingPeer {
 public:
  TimedPeer(const RingStore& store, RingPeer& peer, uint32_t number) : store_(store), peer_(peer), number_(number) {}

  Result<std::string> call(Bytes call) override {
    const int64_t start = store_.now_ms();
    auto answer = peer_.call(call);
    const bool did_answer = answer || answer.error().code != ErrorCode::input_output;
    store_.answered(number_, did_answer, store_.now_ms() - start);
    return answer;
  }

 private:
  const RingStore& store_;
  RingPeer& peer_;
  const uint32_t number_;
};

RingStore::RingStore(RingPeers& peers, const Setup& setup)
    : peers_(peers), setup_(setup), placement_(std::make_shared<Placement>(RingView())) {}

RingStore::~RingStore() = default;

Result<std::unique_ptr<RingStore>> RingStore::open(RingPeers& peers, const Setup& setup) {
  std::unique_ptr<RingStore> store(new RingStore(peers, setup));
  if (auto done = store->refresh(); !done) return std::move(done).error();
  RDX_TRY(store->source_, store->claim(setup.source));
  return store;
}

std::shared_ptr<const Placement> RingStore::placement() const {
  const std::lock_guard lock(mutex_);
  return placement_;
}

RingView RingStore::view() const { return placement()->view(); }

void RingStore::adopt(const RingView& view) const {
  if (view.epoch <= placement()->view().epoch) return;  // ranking is dear
  auto next = std::make_shared<Placement>(view);
  const std::lock_guard lock(mutex_);
  if (view.epoch > placement_->view().epoch) placement_ = std::move(next);
}

// Asks everybody known for the list of members, and tells those that have an older one.
Result<void> RingStore::refresh() const {
  const RingView own = view();
  std::vector<uint32_t> all = own.others_than(0);
  all.insert(all.end(), setup_.contacts.begin(), setup_.contacts.end());
  sort_unique(all);
  RingView latest = own;
  std::vector<std::pair<uint32_t, uint64_t>> epochs;
  for (const uint32_t member : all) {
    RingPeer* peer = peers_.find(member);
    if (peer == nullptr) continue;
    const auto theirs = RingCaller(*peer, 0).view();
    if (!theirs) continue;
    epochs.emplace_back(member, theirs->epoch);
    if (theirs->epoch > latest.epoch) latest = *theirs;
  }
  if (latest.epoch == 0) return nobody("name its members");
  adopt(latest);
  for (const auto& [member, epoch] : epochs)
    if (epoch < latest.epoch) static_cast<void>(RingCaller(*peers_.find(member), 0).set_view(latest));
  return {};
}

std::optional<RingCaller> RingStore::caller(uint32_t member, const Placement& members) const {
  RingPeer* peer = peers_.find(member);
  if (peer == nullptr) return std::nullopt;
  const std::lock_guard lock(mutex_);
  auto& timed = timed_[member];
  if (timed == nullptr) timed = std::make_unique<TimedPeer>(*this, *peer, member);
  return RingCaller(*timed, members.view().epoch);
}

int64_t RingStore::now_ms() const { return setup_.now_ms ? setup_.now_ms() : steady_ms(); }

bool RingStore::is_away(uint32_t member) const {
  const int64_t now = now_ms();
  const std::lock_guard lock(mutex_);
  const auto found = away_until_.find(member);
  return found != away_until_.end() && now < found->second;
}

void RingStore::answered(uint32_t member, bool did_answer, int64_t took_ms) const {
  const int64_t now = now_ms();
  const std::lock_guard lock(mutex_);
  if (did_answer)
    away_until_.erase(member);
  else if (took_ms >= setup_.slow_ms)
    away_until_[member] = now + setup_.away_ms;
}

void RingStore::note(const Error& error) const {
  if (error.code == ErrorCode::wrong_view) static_cast<void>(refresh());
}

bool RingStore::missed(uint32_t member, uint16_t slot) const {
  const std::lock_guard lock(mutex_);
  const auto found = missed_.find(member);
  return found != missed_.end() && found->second.test(slot);
}

std::vector<uint32_t> RingStore::readers(const Placement& members, uint16_t slot) const {
  const auto owners = members.owners(slot);
  std::vector<uint32_t> order(owners.begin(), owners.end());
  const auto is_good = [&](uint32_t member) { return !is_away(member) && !missed(member, slot); };
  std::stable_partition(order.begin(), order.end(), is_good);
  return order;
}

void RingStore::pause() const {
  if (setup_.pause) return setup_.pause();
  std::this_thread::sleep_for(kPause);
}

uint64_t RingStore::random() const { return setup_.random ? setup_.random() : system_random(); }

Result<void> RingStore::ask_all(const SlotSet& slots,
                                FunctionRef<Result<SlotSet>(uint32_t, RingCaller&, const SlotSet&)> ask) const {
  SlotSet left = slots;
  std::vector<uint32_t> tries(kSlots);
  Error last = nobody("answer for every slot");
  for (int attempt = 0; left.any() && attempt < setup_.attempts * 2; ++attempt) {
    if (attempt > 1 && attempt % 2 == 0) pause();
    const auto members = placement();
    std::map<uint32_t, SlotSet> parts;
    for (uint32_t number = 0; number < kSlots; ++number) {
      if (!left.test(number)) continue;
      const auto order = readers(*members, static_cast<uint16_t>(number));
      if (!order.empty()) parts[order[tries[number]++ % order.size()]].set(number);
    }
    for (const auto& [member, part] : parts) {
      auto to = caller(member, *members);
      const auto refused = to ? ask(member, *to, part) : Result<SlotSet>(nobody("answer"));
      if (refused) {
        left &= ~part | *refused;
        continue;
      }
      last = refused.error();
      if (last.code == ErrorCode::not_found || last.code == ErrorCode::invalid) return last;
      note(last);
    }
  }
  return left.none() ? Result<void>() : Result<void>(last);
}

Result<StoredObject> RingStore::load(Id object, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  const uint16_t slot = slot_of(object);
  Error last = nobody("load the object");
  for (int attempt = 0; attempt < setup_.attempts; ++attempt) {
    if (attempt > 0) pause();
    const auto members = placement();
    bool is_unknown = false;
    for (const uint32_t member : readers(*members, slot)) {
      const auto to = caller(member, *members);
      if (!to) continue;
      uint32_t source = 0;
      uint64_t count = 0;
      {
        const std::lock_guard lock(mutex_);
        source = source_;
        count = own_counts_[slot];
      }
      auto loaded = to->load(object, source, count);
      if (loaded || loaded.error().code == ErrorCode::gone) return loaded;
      if (loaded.error().code == ErrorCode::not_found) {
        is_unknown = true;  // here; the other owner may have it since
        last = std::move(loaded).error();
        continue;
      }
      if (loaded.error().code == ErrorCode::invalid) return loaded;
      if (!is_unknown) last = loaded.error();
      note(loaded.error());
      if (loaded.error().code != ErrorCode::behind) continue;
      const std::lock_guard lock(mutex_);
      missed_[member].set(slot);
    }
    if (is_unknown) return last;
  }
  return last;
}

// The ids up to `covered`, ascending.
Result<std::vector<Id>> RingStore::ids_page(Id class_id, Id after, Id& covered) const {
  std::vector<Id> ids;
  covered = Id(~uint64_t{0});
  const auto ask = [&](uint32_t, RingCaller& to, const SlotSet& part) -> Result<SlotSet> {
    RDX_TRY(const SlotIds answer, to.ids(part, class_id, after));
    if (answer.ids.size() >= kRingIdsPage) covered = std::min(covered, answer.ids.back());
    ids.insert(ids.end(), answer.ids.begin(), answer.ids.end());
    return answer.refused;
  };
  if (auto done = ask_all(~SlotSet(), ask); !done) return std::move(done).error();
  sort_unique(ids);
  ids.erase(std::upper_bound(ids.begin(), ids.end(), covered), ids.end());
  return ids;
}

Result<void> RingStore::for_each_id(Id class_id, Id after, FunctionRef<bool(Id)> visit, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  for (const Id all(~uint64_t{0}); after != all;) {
    Id covered;
    RDX_TRY(const std::vector<Id> ids, ids_page(class_id, after, covered));
    for (const Id id : ids)
      if (!visit(id)) return {};
    after = covered;
  }
  return {};
}

Result<std::vector<Id>> RingStore::find(Id class_id, uint8_t field, Bytes value, const Snapshot* at) const {
  if (at != nullptr) return refuse_snapshot();
  std::vector<Id> ids;
  const auto ask = [&](uint32_t, RingCaller& to, const SlotSet& part) -> Result<SlotSet> {
    auto answer = to.find(part, class_id, field, value);
    if (!answer && answer.error().code == ErrorCode::not_found) {  // a node that came later, or was away
      for (const auto& [id, declared] : declarations())
        if (auto done = to.declare_class(id, declared.parent, declared.fields); !done) return std::move(done).error();
      answer = to.find(part, class_id, field, value);
    }
    if (!answer) return std::move(answer).error();
    ids.insert(ids.end(), answer->ids.begin(), answer->ids.end());
    return answer->refused;
  };
  if (auto done = ask_all(~SlotSet(), ask); !done) return std::move(done).error();
  sort_unique(ids);
  return ids;
}

std::map<Id, RingStore::Declared> RingStore::declarations() const {
  const std::lock_guard lock(mutex_);
  return declared_;
}

// A class may be described in a slot of one node and its parent in one of another.
std::vector<Id> RingStore::class_and_descendants(Id class_id) const {
  std::vector<Id> all = catalog_.class_and_descendants(class_id);
  const auto members = placement();
  for (std::size_t at = 0; at < all.size(); ++at)
    for (const RingMember& member : members->view().members) {
      const auto to = is_away(member.number) ? std::nullopt : caller(member.number, *members);
      const auto answer = to ? to->class_and_descendants(all[at]) : Result<std::vector<Id>>(Error{});
      if (!answer) continue;
      for (const Id id : *answer)
        if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
    }
  std::sort(all.begin() + 1, all.end());
  return all;
}

bool RingStore::is_a(Id class_id, Id ancestor) const {
  if (catalog_.is_a(class_id, ancestor)) return true;
  const std::vector<Id> all = class_and_descendants(ancestor);
  return std::find(all.begin(), all.end(), class_id) != all.end();
}

Result<void> RingStore::declare_class(Id class_id, Id parent, std::span<const uint8_t> indexed_fields) {
  for (const uint8_t field : indexed_fields)
    if (field < 1 || field > 127)
      return Error{ErrorCode::invalid, "there is no field " + std::to_string(field) + "; fields are 1 to 127"};
  if (parent) catalog_.set_parent(class_id, parent);
  {
    const std::lock_guard lock(mutex_);
    declared_[class_id] = {parent, {indexed_fields.begin(), indexed_fields.end()}};
  }
  const auto members = placement();
  for (const RingMember& member : members->view().members) {
    const auto to = is_away(member.number) ? std::nullopt : caller(member.number, *members);
    if (!to) continue;
    if (auto done = to->declare_class(class_id, parent, indexed_fields); !done) {
      if (done.error().code == ErrorCode::invalid) return done;
      note(done.error());  // find declares it again
    }
  }
  return {};
}

Result<uint32_t> RingStore::claim(std::optional<uint32_t> wanted) {
  if (wanted && (*wanted < 1 || *wanted > kMaxSource))
    return Error{ErrorCode::invalid, "a source is a number from 1 to 2^20-1, not " + std::to_string(*wanted)};
  const DotSet known = seen();
  const auto members = placement();
  const uint64_t key = random();
  for (int draw = 0; draw < kDraws; ++draw) {
    const auto source = wanted.value_or(static_cast<uint32_t>(random() & kMaxSource));
    const Error taken{ErrorCode::source_taken, "source " + std::to_string(source) + " is another writer's"};
    if (wanted && known.last(source) != 0) return taken;
    if (source == 0 || known.last(source) != 0) continue;
    bool is_taken = false;
    bool is_claimed = false;
    uint32_t lowest = source;
    for (const RingMember& member : members->view().members) {
      const auto to = caller(member.number, *members);
      const auto done = to ? to->claim(source, key) : Result<uint32_t>(nobody("answer"));
      is_claimed = is_claimed || done;
      is_taken = is_taken || (!done && done.error().code == ErrorCode::source_taken);
      if (done) lowest = std::min(lowest, *done);
    }
    if (is_claimed && !is_taken) {
      known_as_ = lowest;
      return source;
    }
    if (!is_taken) return nobody("keep a source");
    if (wanted) return taken;
  }
  return Error{ErrorCode::limit, "no free source was found"};
}

uint32_t RingStore::source() const {
  const std::lock_guard lock(mutex_);
  return source_;
}

uint64_t RingStore::degraded() const {
  const std::lock_guard lock(mutex_);
  return degraded_;
}

Result<void> RingStore::renew_source() {
  RDX_TRY(const uint32_t source, claim(std::nullopt));
  const std::lock_guard lock(mutex_);
  source_ = source;
  last_ = 0;
  own_counts_ = {};
  return {};
}

}  // namespace rdx
