#include "tests/simulator/world.h"

#include <algorithm>

#include "rdx/tlv/record.h"
#include "tests/simulator/history.h"

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

}  // namespace

History::History(const Settings& settings)
    : settings_(settings), dice_(settings.seed), habits_(habits_of(settings, dice_)), network_(2 + dice_.below(3)) {
  Thing::set_carries_over(settings.broken != Rule::carry_over);
}

void History::note(const Node& node, const std::string& what) {
  outcome_.trace.push_back(std::to_string(step_) + " replica " + std::to_string(node.index) + ": " + what);
}

bool History::is_held(Dot dot) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) { return node->view.has(dot); });
}

Node& History::other_than(const Node& node) {
  const std::size_t index = (node.index + 1 + dice_.below(nodes_.size() - 1)) % nodes_.size();
  return *nodes_[index];
}

void History::on_packet(const Packet& packet) {
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

std::unique_ptr<Disk> History::make_disk() {
  const uint64_t seed = dice_.next();
  OnWrite hook = [this](const WriteBatch& batch) { on_write(batch); };
  if (settings_.make_disk) return settings_.make_disk(habits_, std::move(hook), seed);
  return std::make_unique<SimulatedDisk>(habits_, std::move(hook));
}

void History::on_write(const WriteBatch& batch) {
  batch.for_each([this](const WriteBatch::Entry& entry) {
    if (const auto packet = packet_of(entry)) on_packet(*packet);
  });
}

void History::step() {
  Node& node = *dice_.pick(nodes_);
  const std::size_t what = dice_.below(100);
  if (what < 41) return edit_somewhere(node);
  if (what < 54) return ask(node, other_than(node));
  if (what < 83) return deliver();
  if (what < 87) return collect(node);
  if (what < 89) return forget_a_peer(node);
  if (what < 90) return dice_.chance(50) ? write_across_a_gc(node) : forget_behind_a_back(node);
  fault_somewhere(node);
}

bool History::has_converged() const {
  return std::all_of(nodes_.begin(), nodes_.end(),
                     [&](const auto& node) { return node->view.dots() == nodes_.front()->view.dots(); });
}

void History::settle() {
  network_.forget();
  for (const auto& node : nodes_) {
    node->disk.make_room();
    restart(*node);
  }
  for (int round = 0; round < 4 && (round < 2 || !has_converged()); ++round)
    for (const auto& node : nodes_) meet_all(*node);
  for (const auto& node : nodes_) {
    node->check_everything(ledger_);
    follow(*node);
    outcome_.told += node->follower.told();
    outcome_.begun_anew += node->follower.begun_anew();
    demand(node->view.dots() == nodes_.front()->view.dots(), "all have synced, and their dots differ");
  }
  for (const Dot dot : acknowledged_)
    if (!vanished_.contains(dot) && !nodes_.front()->view.has(dot))
      fail("packet " + to_text(dot) + " was acknowledged and nobody has it");
  collect_everything();
}

Outcome History::run() {
  try {
    const std::size_t count = network_.size();
    for (std::size_t index = 0; index < count; ++index) {
      nodes_.push_back(std::make_unique<Node>(index, make_disk(), dice_.next()));
      nodes_.back()->open(next_source_++);
    }
    for (const auto& node : nodes_) meet_all(*node);
    for (step_ = 0; step_ < settings_.steps; ++step_) {
      step();
      follow(*nodes_[step_ % nodes_.size()]);
      if (step_ % 16 == 15)
        for (const auto& node : nodes_) node->check_everything(ledger_);
    }
    settle();
  } catch (const Failure& failure) {
    outcome_.failure = "step " + std::to_string(step_) + ": " + failure.what;
  }
  return std::move(outcome_);
}

const char* rule_name(Rule rule) {
  switch (rule) {
    case Rule::none: return "none";
    case Rule::sync_before_answer: return "sync_before_answer";
    case Rule::one_batch: return "one_batch";
    case Rule::carry_over: return "carry_over";
  }
  return "";
}

Outcome run_history(const Settings& settings) { return History(settings).run(); }

}  // namespace rdx::simulator
