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

bool History::knows_everyone(Node& node) const {
  const auto peers = node.replica->peers();
  return std::all_of(nodes_.begin(), nodes_.end(), [&](const auto& each) {
    const auto is_of = [&](const KnownPeer& peer) { return each->writes_under(peer.source); };
    return each.get() == &node || std::any_of(peers.begin(), peers.end(), is_of);
  });
}

// Mostly one whose disk is gone; now and then one that is only away. The operator sees to it that those who remain are
// known: what the forgotten one brought to somebody else is not waited for.
void History::forget_a_peer(Node& node) {
  if (!knows_everyone(node)) {
    if (dice_.chance(50)) return;
    mend_all();
    meet_all(node);
    be_met_by_all(node);
    if (!knows_everyone(node)) return;
  }
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

void History::mend_all() {
  for (const auto& each : nodes_) each->disk.make_room();
  network_.heal();
}

// Twice, since a request tells what was there before its answer.
void History::report_to(Node& node) {
  for (int round = 0; round < 2; ++round) be_met_by_all(node);
}

// Answers whether it is saved, and the replica has not ended since.
bool History::is_saved(Node& node, Thing& thing) {
  const uint64_t opened = node.opened;
  writer_ = &node;
  meant_ = {{thing.id(), counts_added(thing)}};
  const auto ops = node.replica->save(thing);
  committed(node, ops);
  return ops && node.opened == opened;
}

// A program that loaded before a gc and saves after it: what its elements hung on is forgotten. The last element that
// was given is not, nor what it hangs on: so it stands in front of the others.
void History::write_across_a_gc(Node& node) {
  const Id object = some_object(node, true);
  auto loaded = object ? node.replica->load<Thing>(object) : Result<Thing>(Thing());
  if (!loaded) fail("load of " + to_text(object) + ": " + loaded.error().message);
  note(node, "write across a gc, " + to_text(object));
  Thing before = *loaded;
  before.essay += "xyz";
  before.queue.insert(before.queue.end(), {1, 2, 3});
  if (!is_saved(node, before)) return;
  Thing now = before;
  now.essay.insert(0, "f");
  now.queue.insert(now.queue.begin(), 4);
  if (!is_saved(node, now)) return;
  now.essay.clear();
  now.queue.clear();
  if (!is_saved(node, now)) return;
  const uint64_t opened = node.opened;
  mend_all();
  report_to(node);
  if (node.opened != opened) return;
  collect(node);
  if (node.opened != opened || !node.view.objects().at(before.id()).is_live()) return;
  before.essay.insert(dice_.below(before.essay.size() + 1), "s");
  const auto at = before.queue.begin() + static_cast<std::ptrdiff_t>(dice_.below(before.queue.size() + 1));
  before.queue.insert(at, 5);
  save(node, before, false);
}

void History::edit_much(Node& node, Id object) {
  auto thing = node.replica->load<Thing>(object);
  if (!thing) fail("load of " + to_text(object) + ": " + thing.error().message);
  for (int times = 0; times < 6; ++times) edit(*thing, {}, dice_);
  save(node, *thing, true);
}

// The operator forgets a replica that is only away. Before another has heard of it, that one reports, and takes what
// the forgotten one wrote without knowing what is collected here meanwhile.
void History::forget_behind_a_back(Node& node) {
  if (nodes_.size() < 3 || away_) return;
  Node& other = other_than(node);
  const auto is_third = [&](const auto& each) { return each.get() != &node && each.get() != &other; };
  Node& third = **std::find_if(nodes_.begin(), nodes_.end(), is_third);
  mend_all();
  for (const auto& each : nodes_) meet_all(*each);
  const Id object = some_object(node, true);
  if (!object || !third.view.objects().contains(object) || !third.view.objects().at(object).is_live()) return;
  note(node, "forget " + std::to_string(third.index) + " behind the back of " + std::to_string(other.index));
  edit_much(node, object);
  const bool reports_before = dice_.chance(50);
  for (const auto& each : nodes_) {
    if (each.get() == &node || each.get() == &third) continue;
    pull(*each, node);
    if (reports_before) pull(*each, node);
  }
  away_ = third.index;
  const auto forgotten = node.replica->forget_peer(third.replica->source());
  if (!forgotten) return refused(node, forgotten.error());
  if (lost_its_disk(node)) return;
  ++outcome_.forgotten;
  for (const auto& each : nodes_) {
    if (each.get() == &node || each.get() == &third) continue;
    const auto report = each->replica->request_diff();
    if (!report) return refused(*each, report.error());
    if (lost_its_disk(*each)) return;
    const auto answer = node.replica->build_diff(*report, 100);  // it is lost on its way
    if (!answer) return refused(node, answer.error());
    if (lost_its_disk(node)) return;
  }
  collect(node);
  if (!third.view.objects().contains(object) || !third.view.objects().at(object).is_live()) return;
  edit_much(third, object);
  pull(other, third);
  pull(node, other);
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
