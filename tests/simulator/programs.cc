#include "tests/simulator/history.h"

namespace rdx::simulator {

void History::refused(Node& node, const Error& error) {
  if (lost_its_disk(node)) return;
  if (error.code == ErrorCode::no_space && node.disk.is_full()) return;
  if (error.code == ErrorCode::behind && node.store().is_forgotten())
    return error.message.starts_with("the other replicas have forgotten this one and") ? come_back_forgotten(node)
                                                                                       : start_anew(node);
  fail(std::string("refused: ") + error_code_name(error.code) + ": " + error.message);
}

// What a replica answered after its disk was gone counts for nothing.
bool History::lost_its_disk(Node& node) {
  if (!node.disk.has_failed()) return false;
  note(node, "the disk failed");
  cut_power(node);
  return true;
}

// The program that follows the log reads on.
void History::follow(Node& node) {
  const auto read = node.follower.read_on(*node.replica, node.view);
  if (!read) refused(node, read.error());
}

void History::committed(Node& node, const Result<std::string>& ops) {
  writer_ = nullptr;
  if (!ops) return refused(node, ops.error());
  if (lost_its_disk(node)) return;
  Bytes rest = *ops;
  while (!rest.empty()) {
    const auto packet = take_packet(rest);
    demand(packet.has_value(), "a commit answered no packets");
    const Fact* fact = ledger_.find(packet->dot);
    demand(fact != nullptr && fact->packet == packet->whole, "a commit answered what it did not write");
    node.view.add(packet->dot, *fact);
    node.promised.insert(packet->dot);
    acknowledged_.insert(packet->dot);
    node.check_dots();
    for (const Id object : objects_of(*fact)) node.check_object(object, ledger_);
  }
  if (!ops->empty()) push(node, *ops);
}

Id History::some_object(const Node& node, bool live) {
  std::vector<Id> objects;
  for (const auto& [object, shown] : node.view.objects())
    if (shown.class_id == Thing::kClass.id && shown.is_live() == live) objects.push_back(object);
  return objects.empty() ? Id() : dice_.pick(objects);
}

void History::keep_handle(Node& node, const Thing& thing) {
  if (node.handles.size() < 6) {
    node.handles.push_back(thing);
  } else {
    dice_.pick(node.handles) = thing;
  }
}

void History::save(Node& node, Thing thing, bool is_fresh) {
  const Thing wanted = thing;
  writer_ = &node;
  meant_ = {{thing.id(), counts_added(thing)}};
  const auto ops = node.replica->save(thing);
  const uint64_t opened = node.opened;
  committed(node, ops);
  if (!ops || node.opened != opened) return;
  if (is_fresh) {
    const auto loaded = node.replica->load<Thing>(thing.id());
    demand(loaded && *loaded == wanted, "what was saved is not what is loaded");
  }
  keep_handle(node, thing);
}

void History::create(Node& node) {
  Thing thing;
  edit(thing, some_object(node, true), dice_);
  note(node, "create");
  save(node, thing, true);
}

void History::change(Node& node) {
  const Id object = some_object(node, true);
  if (!object) return create(node);
  auto thing = node.replica->load<Thing>(object);
  if (!thing) fail("load of " + to_text(object) + ": " + thing.error().message);
  edit(*thing, some_object(node, true), dice_);
  note(node, "change " + to_text(object));
  save(node, *thing, true);
}

void History::change_out_of_date(Node& node) {
  if (node.handles.empty()) return change(node);
  Thing& handle = dice_.pick(node.handles);
  edit(handle, some_object(node, true), dice_);
  note(node, "change " + to_text(handle.id()) + " as it was");
  if (node.view.objects().at(handle.id()).is_ended) {
    const auto ops = node.replica->save(handle);
    if (node.store().is_forgotten()) return refused(node, ops.error());
    demand(!ops && ops.error().code == ErrorCode::gone, "an ended object is saved");
    handle = node.handles.back();
    return node.handles.pop_back();
  }
  Thing thing = handle;
  handle = node.handles.back();
  node.handles.pop_back();
  save(node, thing, false);
}

void History::remove(Node& node) {
  const Id object = some_object(node, true);
  if (!object) return;
  note(node, "remove " + to_text(object));
  writer_ = &node;
  meant_.clear();
  const auto ops = node.replica->remove(object);
  committed(node, ops);
}

// The transaction must be over before the replica can be closed.
Result<std::string> History::run_transaction(Node& node) {
  Transaction transaction = node.replica->begin();
  std::map<Id, Counts> meant;
  for (std::size_t left = 1 + dice_.below(3); left > 0; --left) {
    const Id object = dice_.chance(30) ? Id() : some_object(node, true);
    Thing thing;
    if (object) {
      auto loaded = transaction.load<Thing>(object);
      if (!loaded) fail("load of " + to_text(object) + " in a transaction: " + loaded.error().message);
      thing = *std::move(loaded);
    }
    edit(thing, object, dice_);
    const Counts added = counts_added(thing);
    RDX_TRY(const Id id, transaction.save(thing));
    meant[id] += added;
  }
  if (dice_.chance(20)) {
    transaction.rollback();
    return std::string();
  }
  meant_ = meant;
  return transaction.commit();
}

void History::transact(Node& node) {
  note(node, "transact");
  writer_ = &node;
  meant_.clear();
  const auto ops = run_transaction(node);
  committed(node, ops);
  if (node.replica) node.check_dots();
}

Result<std::string> History::change_beside(Node& node, Id object) {
  auto thing = node.replica->load<Thing>(object);
  if (!thing) fail("load of " + to_text(object) + ": " + thing.error().message);
  edit(*thing, {}, dice_);
  writer_ = &node;
  meant_ = {{object, counts_added(*thing)}};
  return node.replica->save(*thing);
}

// Another program changes what a transaction has loaded: a conflict where the transaction asks for it, and only there.
void History::collide(Node& node) {
  const Id object = some_object(node, true);
  if (!object || settings_.is_hasty) return transact(node);
  const bool asks = dice_.chance(50);
  note(node, std::string("collide, ") + (asks ? "asking for conflicts, on " : "on ") + to_text(object));
  std::optional<Transaction> transaction = node.replica->begin(asks ? Conflicts::loaded : Conflicts::none);
  auto thing = transaction->load<Thing>(object);
  if (!thing) fail("load of " + to_text(object) + " in a transaction: " + thing.error().message);
  const Result<std::string> beside = dice_.chance(70) ? change_beside(node, object) : std::string();
  if (!beside || node.disk.has_failed()) transaction.reset();  // it must be over before the replica can be closed
  committed(node, beside);
  if (!transaction) return;
  edit(*thing, {}, dice_);
  writer_ = &node;
  meant_ = {{object, counts_added(*thing)}};
  const auto saved = transaction->save(*thing);
  const auto ops = saved ? transaction->commit() : Result<std::string>(saved.error());
  transaction.reset();
  const bool is_conflict = !ops && ops.error().code == ErrorCode::conflict;
  if (ops) demand(!asks || beside->empty(), "a transaction writes over what has changed since it was read");
  if (!is_conflict) return committed(node, ops);
  writer_ = nullptr;
  demand(asks && !beside->empty(), "a conflict that nobody asked for");
  ++outcome_.conflicts;
  node.check_dots();
}

void History::edit_somewhere(Node& node) {
  const std::size_t what = dice_.below(100);
  if (what < 20) return create(node);
  if (what < 55) return change(node);
  if (what < 78) return change_out_of_date(node);
  if (what < 86) return remove(node);
  if (what < 90) return collide(node);
  transact(node);
}

}  // namespace rdx::simulator
