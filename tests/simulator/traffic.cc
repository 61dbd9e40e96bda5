#include <algorithm>

#include "tests/simulator/history.h"

namespace rdx::simulator {

void History::push(Node& node, Bytes ops) {
  if (settings_.is_hasty && !settings_.is_eager) {
    const auto synced = node.replica->request_diff();
    if (!synced) return refused(node, synced.error());
    if (lost_its_disk(node)) return;
  }
  for (const auto& peer : nodes_)
    if (peer.get() != &node && dice_.chance(40))
      network_.send({node.index, peer->index, Kind::ops, std::string(ops), peer->losses}, dice_);
}

void History::ask(Node& node, Node& peer) {
  const auto request = node.replica->request_diff();
  if (!request) return refused(node, request.error());
  if (lost_its_disk(node)) return;
  note(node, "ask " + std::to_string(peer.index));
  network_.send({node.index, peer.index, Kind::request, *request, node.losses}, dice_);
}

void History::answer(Node& node, const Message& message) {
  const auto diff = node.replica->build_diff(message.bytes, 100 + dice_.below(3000));
  if (!diff) return refused(node, diff.error());
  if (lost_its_disk(node)) return;
  note(node, "answer " + std::to_string(message.from));
  network_.send({node.index, message.from, Kind::diff, *diff, message.receiver_losses}, dice_);
}

void History::adopt(Node& node, const std::vector<Dot>& news) {
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

void History::take_news(Node& node, const Integrated& integrated) {
  const std::vector<Dot> news = node.news();
  for (const Dot dot : news) {
    std::string text = "applied " + to_text(dot) + " on";
    for (const Id object : objects_of(*ledger_.find(dot))) text += " " + to_text(object);
    note(node, text);
  }
  demand(news.size() == integrated.applied, "other packets are seen than the answer says were applied");
  adopt(node, news);
  node.promised.insert(news.begin(), news.end());
  if (node.store().states_taken() == node.states_taken) return;
  node.states_taken = node.store().states_taken();
  note(node, "took the state of another");
  ++outcome_.switches;
  if (away_ == node.index && !node.store().is_forgotten()) away_.reset();
  node.check_everything(ledger_);
}

// Whether a packet was written under a source from which not everything is taken, or stands on one that was and is not
// here.
bool History::waits_for_closed(Node& node, Dot dot) const {
  if (!node.store().takes_from(dot.source)) return true;
  const Fact* fact = ledger_.find(dot);
  return fact != nullptr && std::any_of(fact->ops.begin(), fact->ops.end(), [&](const Op& op) {
           const Dot begun = dot_of(op.object);
           return begun.source != 0 && begun != dot && !node.view.has(begun) && waits_for_closed(node, begun);
         });
}

// Sent in order of arrival, all is ready, but for what was written under a closed source, and what stands on that.
void History::check_ready(Node& node, const Integrated& integrated) {
  if (integrated.left_out == 0) return;
  demand(!node.store().closed_sources().empty(), "a diff in order of arrival has packets that are not ready");
  for (const Dot dot : integrated.missing)
    demand(waits_for_closed(node, dot), "a diff leaves out what its packets stand on");
}

void History::integrate(Node& node, const Message& message) {
  const bool is_diff = message.kind == Kind::diff;
  note(node, (is_diff ? "take a diff of " : "take ops of ") + std::to_string(message.from));
  const auto integrated =
      is_diff ? node.replica->integrate_diff(message.bytes) : node.replica->integrate_ops(message.bytes);
  if (!integrated) {
    adopt(node, node.news());
    return refused(node, integrated.error());
  }
  if (lost_its_disk(node)) return;
  if (is_diff && message.receiver_losses == node.losses) check_ready(node, *integrated);
  take_news(node, *integrated);
  if (is_diff && integrated->more && dice_.chance(60)) ask(node, *nodes_[message.from]);
}

void History::deliver() {
  const auto message = network_.receive(dice_);
  if (!message) return;
  Node& node = *nodes_[message->to];
  if (message->kind == Kind::request) return answer(node, *message);
  integrate(node, *message);
}

void History::pull(Node& node, Node& peer) {
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
    check_ready(node, *integrated);
    take_news(node, *integrated);
    if (!integrated->more) return;
  }
  fail("a sync does not end");
}

void History::be_met_by_all(Node& node) {
  for (const auto& peer : nodes_)
    if (peer.get() != &node && peer->replica) pull(*peer, node);
}

void History::meet_all(Node& node) {
  for (const auto& peer : nodes_)
    if (peer.get() != &node && peer->replica) pull(node, *peer);
}

}  // namespace rdx::simulator
