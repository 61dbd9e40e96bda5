#include <algorithm>

#include "tests/simulator/history.h"

namespace rdx::simulator {

void History::collect(Node& node) {
  const auto collected = node.replica->gc();
  if (!collected) return refused(node, collected.error());
  if (lost_its_disk(node)) return;
  note(node, "collect " + std::to_string(collected->packets) + " packets, " + std::to_string(collected->values) +
                 " values; waits for " + std::to_string(collected->waits_for.size()));
  outcome_.collected += collected->packets;
  if (collected->packets + collected->values > 0) node.check_everything(ledger_);
}

bool History::is_somebody(uint32_t source) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) { return node->writes_under(source); });
}

// Mostly one whose disk is gone; now and then one that is only away.
void History::forget_a_peer(Node& node) {
  std::vector<uint32_t> gone;
  std::vector<uint32_t> away;
  for (const KnownPeer& peer : node.replica->peers()) (is_somebody(peer.source) ? away : gone).push_back(peer.source);
  if (gone.empty() && dice_.chance(75)) return;
  auto& from = gone.empty() ? away : gone;
  if (from.empty() || (gone.empty() && away_)) return;
  const uint32_t source = dice_.pick(from);
  note(node, "forget peer " + std::to_string(source));
  for (const auto& each : nodes_)
    if (each->writes_under(source)) away_ = each->index;  // though the power fail meanwhile: the disk may have it
  const auto done = node.replica->forget_peer(source);
  if (!done) return refused(node, done.error());
  if (lost_its_disk(node)) return;
  ++outcome_.forgotten;
}

// Its operator lets it meet the others. Where they would not take what it has, it starts anew.
void History::come_back_forgotten(Node& node) {
  note(node, "was forgotten");
  for (const auto& each : nodes_) each->disk.make_room();
  network_.heal();
  meet_all(node);
}

void History::start_anew(Node& node) {
  note(node, "starts anew");
  ++outcome_.behind;
  lose_disk(node);
}

// Everybody has met everybody. Once those that are gone are forgotten, all collect everything.
void History::collect_everything() {
  for (const auto& node : nodes_)
    for (const KnownPeer& peer : node->replica->peers())
      if (!is_somebody(peer.source)) node->replica->forget_peer(peer.source).value();
  for (int round = 0; round < 2; ++round)
    for (const auto& node : nodes_) meet_all(*node);
  const auto images = nodes_.front()->images();
  for (const auto& node : nodes_) {
    const auto collected = node->replica->gc();
    if (!collected) fail("a last gc: " + collected.error().message);
    demand(collected->waits_for.empty(), "a last gc waits for somebody");
    demand(node->store().horizon() == node->replica->seen(), "a last gc leaves packets in the log");
    node->check_keys();
    if (node->images() != images) fail("equal dots, collected, and the bytes differ");
    uint64_t logged = 0;
    const auto count = [&](Bytes, Bytes) { return ++logged, true; };
    node->engine->scan("P", "Q", count).value();
    node->engine->scan("A", "B", count).value();
    demand(logged == 0, "a last gc leaves something of the log");
  }
}

}  // namespace rdx::simulator
