#include "tests/simulator/world.h"

#include <algorithm>
#include <memory>

#include "rdx/tlv/record.h"
#include "tests/simulator/network.h"
#include "tests/simulator/node.h"

namespace rdx::simulator {
namespace {

Habits habits_of(const Settings& settings, Dice& dice) {
  Habits habits;
  habits.syncs = settings.broken != Rule::sync_before_answer;
  habits.keeps_batches = settings.broken != Rule::one_batch;
  const bool is_patient = !dice.chance(30);
  habits.acknowledges = settings.acknowledges.value_or(is_patient);
  return habits;
}

// The packet in the value of a P key: tiny zip(arrival), packet.
std::optional<Packet> packet_of(const WriteBatch::Entry& entry) {
  if (entry.kind != WriteBatch::Kind::put || entry.key.empty() || entry.key.front() != 'P') return std::nullopt;
  Bytes rest = entry.value;
  if (!take_tiny(rest, 'I')) return std::nullopt;
  return take_packet(rest);
}

class World {
 public:
  explicit World(const Settings& settings);

  Outcome run();

 private:
  void step();
  void edit_somewhere(Node& node);
  void fault_somewhere(Node& node);

  // What programs do.
  void create(Node& node);
  void change(Node& node);
  void change_out_of_date(Node& node);
  void remove(Node& node);
  void transact(Node& node);
  Result<std::string> run_transaction(Node& node);
  void save(Node& node, Thing thing, bool is_fresh);
  void committed(Node& node, const Result<std::string>& ops);
  void refused(Node& node, const Error& error);
  bool lost_its_disk(Node& node);
  Id some_object(const Node& node, bool live);
  void keep_handle(Node& node, const Thing& thing);

  // What the network does.
  void ask(Node& node, Node& peer);
  void deliver();
  void answer(Node& node, const Message& message);
  void integrate(Node& node, const Message& message);
  void push(Node& node, Bytes ops);
  void take_news(Node& node, const Integrated& integrated);
  void adopt(Node& node, const std::vector<Dot>& news);

  // What the world does to them.
  void restart(Node& node);
  void cut_power(Node& node);
  void lose_disk(Node& node);
  void restore(Node& node);
  void vanish(Dot dot);
  void come_back(Node& node, const std::set<Dot>& had, bool meets_all = true);

  void meet_all(Node& node);
  void pull(Node& node, Node& peer);
  void settle();

  std::unique_ptr<Disk> make_disk();
  void on_write(const WriteBatch& batch);
  void on_packet(const Packet& packet);
  bool is_held(Dot dot) const;
  Node& other_than(const Node& node);
  void note(const Node& node, const std::string& what);

  const Settings settings_;
  Dice dice_;
  const Habits habits_;
  Network network_;
  Ledger ledger_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::set<Dot> acknowledged_;
  std::set<Dot> vanished_;  // acknowledged, and gone with the only disk that had it
  Node* writer_ = nullptr;
  std::map<Id, Counts> meant_;
  uint32_t next_source_ = 1;
  uint32_t step_ = 0;
  Outcome outcome_;
};

World::World(const Settings& settings)
    : settings_(settings), dice_(settings.seed), habits_(habits_of(settings, dice_)), network_(2 + dice_.below(3)) {
  Thing::set_carries_over(settings.broken != Rule::carry_over);
}

void World::note(const Node& node, const std::string& what) {
  outcome_.trace.push_back(std::to_string(step_) + " replica " + std::to_string(node.index) + ": " + what);
}

bool World::is_held(Dot dot) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) { return node->view.has(dot); });
}

Node& World::other_than(const Node& node) {
  const std::size_t index = (node.index + 1 + dice_.below(nodes_.size() - 1)) % nodes_.size();
  return *nodes_[index];
}

void World::on_packet(const Packet& packet) {
  const Fact* fact = ledger_.find(packet.dot);
  if (fact != nullptr && fact->packet == packet.whole) return;
  if (writer_ == nullptr) fail("packet " + to_text(packet.dot) + " was changed on its way");
  std::map<Id, Counts> meant = meant_;
  if (const auto unnamed = meant.extract(Id()); !unnamed.empty()) {
    Bytes ops = packet.ops;
    while (const auto op = take_op(ops))
      if (op->begins()) {
        meant[op->object] = unnamed.mapped();
        break;
      }
  }
  if (!ledger_.write(packet, meant, !is_held(packet.dot))) fail("number " + to_text(packet.dot) + " is given twice");
  ++outcome_.packets;
}

std::unique_ptr<Disk> World::make_disk() {
  const uint64_t seed = dice_.next();
  OnWrite hook = [this](const WriteBatch& batch) { on_write(batch); };
  if (settings_.make_disk) return settings_.make_disk(habits_, std::move(hook), seed);
  return std::make_unique<SimulatedDisk>(habits_, std::move(hook));
}

void World::on_write(const WriteBatch& batch) {
  batch.for_each([this](const WriteBatch::Entry& entry) {
    if (const auto packet = packet_of(entry)) on_packet(*packet);
  });
}

// ---- programs

void World::refused(Node& node, const Error& error) {
  if (lost_its_disk(node)) return;
  if (error.code == ErrorCode::no_space && node.disk.is_full()) return;
  fail(std::string("refused: ") + error_code_name(error.code) + ": " + error.message);
}

// What a replica answered after its disk was gone counts for nothing.
bool World::lost_its_disk(Node& node) {
  if (!node.disk.has_failed()) return false;
  note(node, "the disk failed");
  cut_power(node);
  return true;
}

void World::committed(Node& node, const Result<std::string>& ops) {
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

Id World::some_object(const Node& node, bool live) {
  std::vector<Id> objects;
  for (const auto& [object, shown] : node.view.objects())
    if (shown.class_id == Thing::kClass.id && shown.is_live() == live) objects.push_back(object);
  return objects.empty() ? Id() : dice_.pick(objects);
}

void World::keep_handle(Node& node, const Thing& thing) {
  if (node.handles.size() < 6) {
    node.handles.push_back(thing);
  } else {
    dice_.pick(node.handles) = thing;
  }
}

void World::save(Node& node, Thing thing, bool is_fresh) {
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

void World::create(Node& node) {
  Thing thing;
  edit(thing, some_object(node, true), dice_);
  note(node, "create");
  save(node, thing, true);
}

void World::change(Node& node) {
  const Id object = some_object(node, true);
  if (!object) return create(node);
  auto thing = node.replica->load<Thing>(object);
  if (!thing) fail("load of " + to_text(object) + ": " + thing.error().message);
  edit(*thing, some_object(node, true), dice_);
  note(node, "change " + to_text(object));
  save(node, *thing, true);
}

void World::change_out_of_date(Node& node) {
  if (node.handles.empty()) return change(node);
  Thing& handle = dice_.pick(node.handles);
  edit(handle, some_object(node, true), dice_);
  note(node, "change " + to_text(handle.id()) + " as it was");
  if (node.view.objects().at(handle.id()).is_ended) {
    const auto ops = node.replica->save(handle);
    demand(!ops && ops.error().code == ErrorCode::gone, "an ended object is saved");
    handle = node.handles.back();
    return node.handles.pop_back();
  }
  Thing thing = handle;
  handle = node.handles.back();
  node.handles.pop_back();
  save(node, thing, false);
}

void World::remove(Node& node) {
  const Id object = some_object(node, true);
  if (!object) return;
  note(node, "remove " + to_text(object));
  writer_ = &node;
  meant_.clear();
  const auto ops = node.replica->remove(object);
  committed(node, ops);
}

// The transaction must be over before the replica can be closed.
Result<std::string> World::run_transaction(Node& node) {
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

void World::transact(Node& node) {
  note(node, "transact");
  writer_ = &node;
  meant_.clear();
  const auto ops = run_transaction(node);
  committed(node, ops);
  if (node.replica) node.check_dots();
}

void World::edit_somewhere(Node& node) {
  const std::size_t what = dice_.below(100);
  if (what < 20) return create(node);
  if (what < 55) return change(node);
  if (what < 78) return change_out_of_date(node);
  if (what < 86) return remove(node);
  transact(node);
}

// ---- the network

void World::push(Node& node, Bytes ops) {
  for (const auto& peer : nodes_)
    if (peer.get() != &node && dice_.chance(40))
      network_.send({node.index, peer->index, Kind::ops, std::string(ops), peer->losses}, dice_);
}

void World::ask(Node& node, Node& peer) {
  const auto request = node.replica->request_diff();
  if (!request) return refused(node, request.error());
  if (lost_its_disk(node)) return;
  note(node, "ask " + std::to_string(peer.index));
  network_.send({node.index, peer.index, Kind::request, *request, node.losses}, dice_);
}

void World::answer(Node& node, const Message& message) {
  const auto diff = node.replica->build_diff(message.bytes, 100 + dice_.below(3000));
  if (!diff) return refused(node, diff.error());
  if (lost_its_disk(node)) return;
  note(node, "answer " + std::to_string(message.from));
  network_.send({node.index, message.from, Kind::diff, *diff, message.receiver_losses}, dice_);
}

void World::adopt(Node& node, const std::vector<Dot>& news) {
  for (const Dot dot : news) {
    const Fact* fact = ledger_.find(dot);
    demand(fact != nullptr, "a packet is seen that nobody wrote");
    node.view.add(dot, *fact);
    vanished_.erase(dot);
  }
  node.check_dots();
  for (const Dot dot : news)
    for (const Id object : objects_of(*ledger_.find(dot))) node.check_object(object, ledger_);
}

void World::take_news(Node& node, const Integrated& integrated) {
  const std::vector<Dot> news = node.news();
  for (const Dot dot : news) {
    std::string text = "applied " + to_text(dot) + " on";
    for (const Id object : objects_of(*ledger_.find(dot))) text += " " + to_text(object);
    note(node, text);
  }
  demand(news.size() == integrated.applied, "other packets are seen than the answer says were applied");
  adopt(node, news);
  node.promised.insert(news.begin(), news.end());
}

void World::integrate(Node& node, const Message& message) {
  const bool is_diff = message.kind == Kind::diff;
  note(node, (is_diff ? "take a diff of " : "take ops of ") + std::to_string(message.from));
  const auto integrated =
      is_diff ? node.replica->integrate_diff(message.bytes) : node.replica->integrate_ops(message.bytes);
  if (!integrated) {
    adopt(node, node.news());
    return refused(node, integrated.error());
  }
  if (lost_its_disk(node)) return;
  if (is_diff && message.receiver_losses == node.losses)
    demand(integrated->left_out == 0, "a diff in order of arrival has packets that are not ready");
  take_news(node, *integrated);
  if (is_diff && integrated->more && dice_.chance(60)) ask(node, *nodes_[message.from]);
}

void World::deliver() {
  const auto message = network_.receive(dice_);
  if (!message) return;
  Node& node = *nodes_[message->to];
  if (message->kind == Kind::request) return answer(node, *message);
  integrate(node, *message);
}

// ---- the world

// Its number may be given again, so no old copy may bring it back.
void World::vanish(Dot dot) {
  vanished_.insert(dot);
  for (const auto& node : nodes_)
    if (node->backup && node->backup->dots.contains(dot)) node->backup.reset();
}

void World::come_back(Node& node, const std::set<Dot>& had, bool meets_all) {
  node.read_view(ledger_);
  note(node, "came back with " + dots_text(node.view));
  for (const Dot dot : node.promised)
    if (!node.view.has(dot)) fail("packet " + to_text(dot) + " was acknowledged and is lost");
  for (const Dot dot : node.view.dots()) node.promised.insert(dot);
  bool lost = false;
  for (const Dot dot : had) {
    lost = lost || !node.view.has(dot);
    if (!is_held(dot)) vanish(dot);
  }
  node.check_everything(ledger_);
  if (!lost) return;
  ++node.losses;
  ++outcome_.losses;
  for (const auto& each : nodes_) each->disk.make_room();
  network_.forget();
  network_.heal();
  if (meets_all) meet_all(node);
}

void World::restart(Node& node) {
  note(node, "kill");
  const std::set<Dot> had = node.view.dots();
  if (node.disk.has_failed()) return cut_power(node);
  ++outcome_.kills;
  node.disk.kill();
  node.close();
  node.open(std::nullopt);
  come_back(node, had);
}

void World::cut_power(Node& node) {
  note(node, "cut the power; it had " + dots_text(node.view));
  const std::set<Dot> had = node.view.dots();
  ++outcome_.power_cuts;
  node.disk.cut_power(dice_);
  node.close();
  if (!habits_.acknowledges) node.promised.clear();
  node.open(std::nullopt);
  come_back(node, had, !settings_.is_hasty);
}

void World::lose_disk(Node& node) {
  note(node, "lose the disk");
  const std::set<Dot> had = node.view.dots();
  node.disk.lose();
  node.close();
  node.disk.make_room();
  node.promised.clear();
  node.backup.reset();
  node.open(next_source_++);
  come_back(node, had);
}

void World::restore(Node& node) {
  if (!node.backup) {
    note(node, "make a copy");
    node.backup = {node.disk.copy(), node.view.dots()};
    return;
  }
  note(node, "go back to the copy");
  const std::set<Dot> had = node.view.dots();
  node.disk.restore(node.backup->disk);
  node.close();
  node.promised.clear();
  node.open(std::nullopt);
  come_back(node, had);
}

void World::pull(Node& node, Node& peer) {
  for (int rounds = 0; rounds < 1000; ++rounds) {
    const auto request = node.replica->request_diff();
    if (!request) {
      refused(node, request.error());
      continue;
    }
    if (lost_its_disk(node)) continue;
    const auto diff = peer.replica->build_diff(*request, 500 + dice_.below(20000));
    if (!diff) {
      refused(peer, diff.error());
      continue;
    }
    if (lost_its_disk(peer)) continue;
    const auto integrated = node.replica->integrate_diff(*diff);
    if (!integrated) {
      adopt(node, node.news());
      refused(node, integrated.error());
      continue;
    }
    if (lost_its_disk(node)) continue;
    demand(integrated->left_out == 0, "a diff in order of arrival has packets that are not ready");
    take_news(node, *integrated);
    if (!integrated->more) return;
    demand(integrated->applied + integrated->known > 0, "a diff that says that there is more gives nothing");
  }
  fail("a sync does not end");
}

void World::meet_all(Node& node) {
  for (const auto& peer : nodes_)
    if (peer.get() != &node && peer->replica) pull(node, *peer);
}

void World::fault_somewhere(Node& node) {
  switch (dice_.below(10)) {
    case 0:
    case 1: return restart(node);
    case 2:
    case 3: return cut_power(node);
    case 4: return dice_.chance(40) ? lose_disk(node) : restart(node);
    case 5:
    case 6: return restore(node);
    case 7: return dice_.chance(50) ? network_.partition(dice_) : network_.heal();
    case 8: return node.disk.fail_after(1 + dice_.below(6));
    default: return node.disk.is_full() ? node.disk.make_room() : node.disk.fill_after(dice_.below(6));
  }
}

void World::step() {
  Node& node = *dice_.pick(nodes_);
  const std::size_t what = dice_.below(100);
  if (what < 44) return edit_somewhere(node);
  if (what < 58) return ask(node, other_than(node));
  if (what < 88) return deliver();
  fault_somewhere(node);
}

void World::settle() {
  network_.forget();
  for (const auto& node : nodes_) {
    node->disk.make_room();
    restart(*node);
  }
  for (int round = 0; round < 2; ++round)
    for (const auto& node : nodes_) meet_all(*node);
  for (const auto& node : nodes_) {
    node->check_everything(ledger_);
    demand(node->view.dots() == nodes_.front()->view.dots(), "all have synced, and their dots differ");
  }
  for (const Dot dot : acknowledged_)
    if (!vanished_.contains(dot) && !nodes_.front()->view.has(dot))
      fail("packet " + to_text(dot) + " was acknowledged and nobody has it");
}

Outcome World::run() {
  try {
    const std::size_t count = network_.size();
    for (std::size_t index = 0; index < count; ++index) {
      nodes_.push_back(std::make_unique<Node>(index, make_disk(), dice_.next()));
      nodes_.back()->open(next_source_++);
    }
    for (step_ = 0; step_ < settings_.steps; ++step_) {
      step();
      if (step_ % 16 == 15)
        for (const auto& node : nodes_) node->check_everything(ledger_);
    }
    settle();
  } catch (const Failure& failure) {
    outcome_.failure = "step " + std::to_string(step_) + ": " + failure.what;
  }
  return std::move(outcome_);
}

}  // namespace

const char* rule_name(Rule rule) {
  switch (rule) {
    case Rule::none: return "none";
    case Rule::sync_before_answer: return "sync_before_answer";
    case Rule::one_batch: return "one_batch";
    case Rule::carry_over: return "carry_over";
  }
  return "";
}

Outcome run_history(const Settings& settings) { return World(settings).run(); }

}  // namespace rdx::simulator
