#include "rdx/store/packet.h"
#include "tests/ring/history.h"

namespace rdx::ring_simulator {
namespace {

Error no_answer() { return {ErrorCode::input_output, "no answer"}; }

}  // namespace

Result<std::string> Way::call(Bytes call) { return history_.deliver(from_, to_, call); }

RingPeer* Ways::find(uint32_t member) { return &ways_.try_emplace(member, history_, from_, member).first->second; }

// What a writer sends, as it was meant.
void History::overhear(Bytes call) {
  if (call.front() != 'W') return;
  call.remove_prefix(1);
  if (!take_number(call)) return;
  while (const auto packet = take_packet(call)) {
    std::map<Id, Counts> meant = meant_;
    if (const auto unnamed = meant.extract(Id()); !unnamed.empty()) {
      Bytes ops = packet->ops;
      while (const auto op = take_op(ops))
        if (op->begins()) meant[op->object] = unnamed.mapped();
    }
    demand(ledger_.write(*packet, meant, false), "number " + to_text(packet->dot) + " is given twice");
  }
}

bool History::is_cut(uint32_t from, uint32_t to) const { return cuts_.contains({from, to}); }

Result<std::string> History::deliver(uint32_t from, uint32_t to, Bytes call) {
  if (from >= kFirstWriter) overhear(call);
  const auto found = nodes_.find(to);
  if (found == nodes_.end() || found->second->node == nullptr || is_cut(from, to)) return no_answer();
  RingNode& node = *found->second->node;
  const bool goes_wrong = dice_.chance(bad_weather_);
  const std::size_t how = goes_wrong ? dice_.below(4) : 4;
  if (how == 0) return no_answer();
  if (how == 1) {
    late_.emplace_back(to, std::string(call));
    return no_answer();
  }
  auto answer = node.answer(call);
  if (how == 2) return no_answer();
  if (how == 3) answer = node.answer(call);
  return answer;
}

// Long after the caller gave up.
void History::deliver_late() {
  if (late_.empty()) return;
  const std::size_t index = dice_.below(late_.size());
  const auto [to, call] = late_[index];
  late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(index));
  const auto found = nodes_.find(to);
  if (found == nodes_.end() || found->second->node == nullptr) return;
  note("node " + std::to_string(to) + " takes a late " + call.front());
  static_cast<void>(found->second->node->answer(call));
}

// One node is cut off from some, or the cuts are mended.
void History::cut_ways() {
  if (!cuts_.empty() && dice_.chance(50)) {
    note("the cuts are mended");
    return cuts_.clear();
  }
  const uint32_t node = some_node(true);
  for (const auto& [other, unused] : nodes_)
    if (dice_.chance(60)) cuts_.insert({other, node});
  for (uint32_t i = 0; i < writers_.size(); ++i)
    if (dice_.chance(60)) cuts_.insert({kFirstWriter + i, node});
  note("node " + std::to_string(node) + " is cut off from some");
}

}  // namespace rdx::ring_simulator
