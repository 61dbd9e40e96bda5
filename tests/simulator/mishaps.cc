#include "tests/simulator/history.h"

namespace rdx::simulator {

// Its number may be given again, so no old copy may bring it back.
void History::vanish(Dot dot) {
  vanished_.insert(dot);
  for (const auto& node : nodes_)
    if (node->backup && node->backup->dots.contains(dot)) node->backup.reset();
}

void History::come_back(Node& node, const std::set<Dot>& had, bool meets_all) {
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
  if (!meets_all) return;
  network_.forget();
  network_.heal();
  meet_all(node);
}

void History::restart(Node& node) {
  note(node, "kill");
  const std::set<Dot> had = node.view.dots();
  if (node.disk.has_failed()) return cut_power(node);
  ++outcome_.kills;
  node.disk.kill();
  node.close();
  node.open(std::nullopt);
  come_back(node, had);
}

void History::cut_power(Node& node) {
  note(node, "cut the power; it had " + dots_text(node.view));
  const std::set<Dot> had = node.view.dots();
  ++outcome_.power_cuts;
  node.disk.cut_power(dice_);
  node.close();
  if (!habits_.acknowledges) node.promised.clear();
  node.open(std::nullopt);
  come_back(node, had, !settings_.is_hasty);
}

void History::lose_disk(Node& node) {
  note(node, "lose the disk");
  const std::set<Dot> had = node.view.dots();
  node.disk.lose();
  node.close();
  node.disk.make_room();
  node.promised.clear();
  node.follower.forget();
  node.backup.reset();
  if (away_ == node.index) away_.reset();
  node.open(next_source_++);
  come_back(node, had, false);
  for (const auto& each : nodes_) each->disk.make_room();
  network_.heal();
  if (step_ < settings_.steps && dice_.chance(30))
    node.disk.fail_after(1 + dice_.below(16));  // in the middle of what it takes
  meet_all(node);
}

void History::restore(Node& node) {
  if (!node.backup) {
    note(node, "make a copy");
    node.backup = {node.disk.copy(), node.view.dots()};
    return;
  }
  if (away_ && away_ != node.index) return;  // the copy may be of one that was forgotten: both would stay out
  note(node, "go back to the copy");
  const std::set<Dot> had = node.view.dots();
  node.disk.restore(node.backup->disk);
  node.close();
  node.follower.forget();
  node.promised.clear();
  node.open(std::nullopt);
  come_back(node, had, false);
  // It may have lost whom it knew, too.
  for (const auto& each : nodes_) each->disk.make_room();
  network_.forget();
  network_.heal();
  meet_all(node);
  be_met_by_all(node);
}

void History::fault_somewhere(Node& node) {
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

}  // namespace rdx::simulator
