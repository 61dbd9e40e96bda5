#include "tests/ring/history.h"

namespace rdx::ring_simulator {
namespace {

constexpr uint32_t kMostNodes = 7;
constexpr std::size_t kFewestMembers = 3;
constexpr std::size_t kMostMembers = 5;

std::string name(uint32_t number) { return "node " + std::to_string(number); }

}  // namespace

Node::Node(History& history, uint32_t its_number)
    : disk(std::make_unique<simulator::SimulatedDisk>(simulator::Habits{}, [](const WriteBatch&) {})),
      engine(std::move(*disk->open())),
      ways(history, its_number) {}

uint32_t History::some_node(bool is_up) {
  std::vector<uint32_t> numbers;
  for (const auto& [number, node] : nodes_)
    if ((node->node != nullptr) == is_up) numbers.push_back(number);
  return numbers.empty() ? 0 : dice_.pick(numbers);
}

// Whether the operator's list has it, as a member or as one that leaves.
bool History::is_known(uint32_t number) const {
  const auto all = view_.others_than(0);
  return std::find(all.begin(), all.end(), number) != all.end();
}

void History::start(uint32_t number) {
  Node& node = *nodes_.at(number);
  if (node.node != nullptr) return;
  note(name(number) + " starts");
  auto opened = RingNode::open(*node.engine, {.number = number});
  if (!opened) fail(name(number) + " does not open: " + opened.error().message);
  node.node = std::move(*opened);
}

void History::kill(uint32_t number) {
  Node& node = *nodes_.at(number);
  node.node.reset();
  node.excused.clear();  // when it returns, it pulls
  node.engine.reset();
  node.disk->kill();
  node.engine = std::move(*node.disk->open());
  ++outcome_.kills;
}

void History::cut_power(uint32_t number) {
  Node& node = *nodes_.at(number);
  node.node.reset();
  node.excused.clear();
  node.engine.reset();
  node.disk->cut_power(dice_);
  node.engine = std::move(*node.disk->open());
  ++outcome_.kills;
}

void History::lose_disk(uint32_t number) {
  Node& node = *nodes_.at(number);
  node.node.reset();
  node.excused.clear();
  node.engine.reset();
  node.disk->lose();
  node.engine = std::move(*node.disk->open());
  has_lost_ = true;
  ++outcome_.losses;
}

// It fails in the middle of something, soon.
void History::fail_disk(uint32_t number) { nodes_.at(number)->disk->fail_after(1 + dice_.below(30)); }

// A node whose disk failed has ended; its process goes with it.
void History::bury_failed() {
  for (const auto& [number, node] : nodes_) {
    if (node->node == nullptr || !node->disk->has_failed()) continue;
    note(name(number) + " ended with its disk");
    dice_.chance(50) ? cut_power(number) : kill(number);
  }
}

void History::repair(uint32_t number) {
  Node& node = *nodes_.at(number);
  if (node.node == nullptr) return;
  const auto report = node.node->repair(node.ways);
  if (!report && !node.disk->has_failed()) fail(name(number) + " does not repair: " + report.error().message);
  if (!report) return;
  note(name(number) + " repairs: pulled " + std::to_string(report->pulled) + ", delivered " +
       std::to_string(report->delivered) + ", dropped " + std::to_string(report->dropped) + ", unreached " +
       std::to_string(report->unreached.size()));
}

// Some hear of it from the operator, the others from each other.
void History::raise(const RingView& view) {
  view_ = view;
  ++outcome_.views;
  for (const auto& [number, node] : nodes_)
    if (node->node != nullptr && is_known(number) && dice_.chance(60)) static_cast<void>(node->node->set_view(view));
}

// A view without the search for a good seed: it takes long, and balance is not what is tried here.
void History::add_member() {
  if (view_.members.size() >= kMostMembers) return;
  const auto number = static_cast<uint32_t>(1 + dice_.below(kMostNodes));
  if (view_.has_member(number)) return;
  note(name(number) + " becomes a member");
  if (!nodes_.contains(number)) nodes_[number] = std::make_unique<Node>(*this, number);
  start(number);
  RingView next = view_;
  ++next.epoch;
  std::erase(next.leaving, number);
  next.members.push_back({number, number * 7919});
  std::sort(next.members.begin(), next.members.end(),
            [](const RingMember& a, const RingMember& b) { return a.number < b.number; });
  raise(next);
}

void History::let_leave() {
  if (view_.members.size() <= kFewestMembers) return;
  const uint32_t number = dice_.pick(view_.members).number;
  note(name(number) + " leaves");
  raise(*with_leaving(view_, number));
}

// Who has nothing left, or, as one loss, who is down.
void History::take_off() {
  for (const auto& [number, node] : nodes_) {
    const bool is_leaving = is_known(number) && !view_.has_member(number);
    const bool is_empty = node->node != nullptr && node->node->view().epoch == view_.epoch &&
                          node->node->present().none() && node->node->hints() == 0;
    const bool is_lost = node->node == nullptr && !has_lost_ && is_known(number) &&
                         (is_leaving || view_.members.size() > kFewestMembers);
    if (!(is_leaving && is_empty) && !is_lost) continue;
    note(name(number) + " is taken off the list");
    has_lost_ = has_lost_ || !is_empty || !is_leaving;
    return raise(*without_member(view_, number));
  }
}

void History::mishap() {
  const std::size_t what = dice_.below(100);
  const uint32_t up = some_node(true);
  const uint32_t down = some_node(false);
  if (what < 15 && up != 0) {
    note(name(up) + " is killed");
    kill(up);
  } else if (what < 25 && up != 0) {
    note(name(up) + " loses its power");
    cut_power(up);
  } else if (what < 33 && up != 0 && !has_lost_) {
    note(name(up) + " loses its disk");
    lose_disk(up);
  } else if (what < 40 && up != 0) {
    fail_disk(up);
  } else if (what < 65 && down != 0) {
    start(down);
  } else if (what < 75) {
    cut_ways();
  } else if (what < 82) {
    bad_weather_ = static_cast<uint32_t>(dice_.below(3) * 15);
    note("of 100 calls " + std::to_string(bad_weather_) + " go wrong");
  } else if (what < 88) {
    add_member();
  } else if (what < 94) {
    let_leave();
  } else {
    take_off();
  }
}

}  // namespace rdx::ring_simulator
