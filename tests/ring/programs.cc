#include "tests/ring/history.h"

namespace rdx::ring_simulator {
namespace {

std::vector<uint16_t> slots_of(const Packet& packet) {
  std::set<uint16_t> slots;
  Bytes ops = packet.ops;
  while (const auto op = take_op(ops)) slots.insert(slot_of(op->object));
  return {slots.begin(), slots.end()};
}

}  // namespace

void History::open(Writer& writer) {
  RingStore::Setup setup;
  for (const auto& [number, node] : nodes_) setup.contacts.push_back(number);
  setup.attempts = 2;
  setup.pause = [] {};
  setup.away_ms = 0;
  setup.now_ms = [] { return int64_t{0}; };
  setup.random = [this] { return dice_.next(); };
  auto store = RingStore::open(writer.ways, setup);
  if (!store) return note("no writer can open: " + store.error().message);
  Options options;
  auto replica = Replica::over(std::unique_ptr<OwnStore>(std::move(*store)), options);
  if (!replica) fail("no replica stands on the ring: " + replica.error().message);
  writer.replica.emplace(std::move(*replica));
}

Result<Thing> History::some_thing(Writer& writer) {
  if (things_.empty() || dice_.chance(25)) return Thing();
  const Id id = dice_.pick(things_);
  auto loaded = writer.replica->load<Thing>(id);
  check_found(writer, id, loaded);
  return loaded;
}

void History::check_found(Writer& writer, Id id, const Result<Thing>& loaded) const {
  const bool is_own = id.source() == writer.replica->source() && acknowledged_.contains(dot_of(id));
  demand(!is_own || loaded || loaded.error().code != ErrorCode::not_found,
         "object " + to_text(id) + " is unknown to the writer that began it");
}

Result<std::string> History::save_one(Writer& writer) {
  RDX_TRY(Thing thing, some_thing(writer));
  edit(thing, things_.empty() ? Id() : dice_.pick(things_), dice_);
  meant_ = {{thing.id(), counts_added(thing)}};
  auto ops = writer.replica->save(thing);
  if (ops) things_.push_back(thing.id());
  return ops;
}

Result<std::string> History::remove_one(Writer& writer) {
  if (things_.empty()) return std::string();
  meant_.clear();
  return writer.replica->remove(dice_.pick(things_));
}

Result<std::string> History::transact(Writer& writer) {
  Transaction transaction = writer.replica->begin();
  std::map<Id, Counts> meant;
  std::vector<Id> saved;
  for (std::size_t left = 2 + dice_.below(3); left > 0; --left) {
    const bool is_new = things_.empty() || dice_.chance(40);
    RDX_TRY(Thing thing, is_new ? Result<Thing>(Thing()) : transaction.load<Thing>(dice_.pick(things_)));
    edit(thing, {}, dice_);
    const Counts added = counts_added(thing);
    RDX_TRY(const Id id, transaction.save(thing));
    meant[id] += added;
    saved.push_back(id);
  }
  meant_ = meant;
  auto ops = transaction.commit();
  if (ops) things_.insert(things_.end(), saved.begin(), saved.end());
  return ops;
}

void History::acknowledge(const Packet& packet, bool is_degraded) {
  const Acknowledged& known = acknowledged_[packet.dot] = {slots_of(packet), is_degraded};
  ++outcome_.writes;
  for (const auto& [number, node] : nodes_)
    for (const uint16_t slot : known.slots)
      if (node->node != nullptr && node->node->serves(slot) && !node->node->seen(slot).contains(packet.dot))
        node->excused.insert({slot, packet.dot});
}

void History::answered(Writer& writer, const Result<std::string>& ops, bool is_degraded) {
  if (!ops) {
    const ErrorCode code = ops.error().code;
    note(std::string("the write is refused: ") + error_code_name(code));
    if (code == ErrorCode::closed) {
      ++outcome_.in_doubt;
      writer.replica.reset();
    }
    const bool is_usual = code == ErrorCode::closed || code == ErrorCode::input_output || code == ErrorCode::busy ||
                          code == ErrorCode::gone || code == ErrorCode::behind || code == ErrorCode::not_found ||
                          code == ErrorCode::wrong_view;
    return demand(is_usual, "refused: " + ops.error().message);
  }
  outcome_.degraded += is_degraded ? 1 : 0;
  for (Bytes rest = *ops; const auto packet = take_packet(rest);) {
    note("packet " + to_text(packet->dot) + " is written" + (is_degraded ? ", degraded" : ""));
    acknowledge(*packet, is_degraded);
  }
}

void History::write() {
  Writer& writer = *dice_.pick(writers_);
  if (!writer.replica || dice_.chance(3)) open(writer);
  if (!writer.replica) return;
  const uint64_t degraded = store_of(writer).degraded();
  if (dice_.chance(12)) calls_left_ = 2 + dice_.below(8);
  const std::size_t what = dice_.below(100);
  const auto ops = what < 60 ? save_one(writer) : what < 70 ? remove_one(writer) : transact(writer);
  const bool is_killed = calls_left_ == 0;
  calls_left_.reset();
  answered(writer, ops, writer.replica && store_of(writer).degraded() != degraded);
  if (!is_killed) return;
  note("the writer is killed");
  writer.replica.reset();
}

}  // namespace rdx::ring_simulator
