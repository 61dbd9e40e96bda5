#include "tests/ring/world.h"

#include <algorithm>

#include "rdx/replica/object.h"
#include "rdx/store/memory_engine.h"
#include "tests/ring/history.h"

namespace rdx::ring_simulator {
namespace {

constexpr int kRounds = 12;

std::string prefix_of(uint16_t slot) { return {'s', static_cast<char>(slot >> 8), static_cast<char>(slot & 0xff)}; }

// Objects, lists and indexes; not the log, whose order is the node's own.
std::map<std::string, std::string> content_of(const Engine& engine, uint16_t slot) {
  std::map<std::string, std::string> content;
  for (const char letter : {'O', 'K', 'X'}) {
    const std::string first = prefix_of(slot) + letter;
    const auto add = [&](Bytes key, Bytes value) { return content.emplace(key, value), true; };
    engine.scan(first, end_of_prefix(first), add).value();
  }
  return content;
}

}  // namespace

History::History(const Settings& settings) : settings_(settings), dice_(settings.seed) {
  const auto count = static_cast<uint32_t>(3 + dice_.below(2));
  view_.epoch = 1;
  for (uint32_t number = 1; number <= count; ++number) {
    view_.members.push_back({number, number * 7919});
    nodes_[number] = std::make_unique<Node>(*this, number);
  }
  for (uint32_t i = 0; i < 2; ++i) writers_.push_back(std::make_unique<Writer>(*this, kFirstWriter + i));
}

void History::note(const std::string& what) { outcome_.trace.push_back(std::to_string(step_) + " " + what); }

bool History::is_on(const Node& node, uint16_t slot, Dot dot) {
  const Keys in_slot(prefix_of(slot));
  const Keys own(std::string("n"));
  const Key hint = own.about("hint").add(uint64_t{slot}).add(Id(dot.source, dot.sequence, 0).number());
  return node.engine->get(in_slot.packet(dot)).value() || node.engine->get(hint).value();
}

std::size_t History::disks_with(uint16_t slot, Dot dot) const {
  std::size_t count = 0;
  for (const auto& [number, node] : nodes_)
    if (is_known(number) && is_on(*node, slot, dot)) ++count;
  return count;
}

void History::check_disks() {
  for (auto at = acknowledged_.begin(); at != acknowledged_.end();) {
    const auto& [dot, known] = *at;
    std::size_t fewest = 2;
    for (const uint16_t slot : known.slots) fewest = std::min(fewest, disks_with(slot, dot));
    if (fewest == 0 && known.is_degraded && has_lost_) {
      at = acknowledged_.erase(at);  // it said so
      continue;
    }
    if (fewest == 0) fail("packet " + to_text(dot) + " was acknowledged and is lost");
    if (fewest == 1 && !known.is_degraded && !has_lost_)
      fail("packet " + to_text(dot) + " was acknowledged and is on one disk alone");
    ++at;
  }
}

void History::check_served() {
  for (const auto& [number, node] : nodes_) {
    if (node->node == nullptr || node->node->failure()) continue;
    for (const auto& [dot, known] : acknowledged_)
      for (const uint16_t slot : known.slots) {
        if (!node->node->serves(slot) || node->node->seen(slot).contains(dot)) continue;
        if (!node->excused.contains({slot, dot}))
          fail("node " + std::to_string(number) + " serves slot " + std::to_string(slot) + " without packet " +
               to_text(dot));
      }
  }
}

void History::check_copies() {
  for (uint32_t slot_number = 0; slot_number < kSlots; ++slot_number) {
    const auto slot = static_cast<uint16_t>(slot_number);
    const auto owners = placement().owners(slot);
    const Node& primary = *nodes_.at(owners[0]);
    const Node& secondary = *nodes_.at(owners[1]);
    const auto content = content_of(*primary.engine, slot);
    const std::string what = "slot " + std::to_string(slot);
    demand(content == content_of(*secondary.engine, slot), what + " has two copies that differ");
    demand(primary.node->seen(slot) == secondary.node->seen(slot), what + " has two sets of packets");
    for (const auto& [key, value] : content) {
      const bool is_object = key[3] == 'O';
      const Bytes id = is_object ? Bytes(key).substr(4, 8) : Bytes(key).substr(key.size() - 8);
      demand(slot_of(Id(read_big_endian(id))) == slot, what + " has an object of another");
    }
  }
}

DotSet History::all_seen() const {
  DotSet all;
  for (const RingMember& member : view_.members) {
    const Node& node = *nodes_.at(member.number);
    for (uint32_t slot = 0; slot < kSlots; ++slot)
      if (node.node->present().test(slot)) all.add(node.node->seen(static_cast<uint16_t>(slot)));
  }
  return all;
}

const Placement& History::placement() {
  if (!placement_ || placement_->view().epoch != view_.epoch) placement_.emplace(view_);
  return *placement_;
}

DotSet History::seen_in(uint16_t slot) { return nodes_.at(placement().owners(slot)[0])->node->seen(slot); }

// Whether what the packet changes in the slot was lost before it: the one disk that had it, as was said.
bool History::is_orphaned(Dot dot, uint16_t slot, const DotSet& all) {
  const DotSet here = seen_in(slot);
  if (here.contains(dot)) return false;
  for (const Op& op : ledger_.find(dot)->ops) {
    const Dot begun = dot_of(op.object);
    if (slot_of(op.object) != slot || begun.source == 0 || begun == dot || here.contains(begun)) continue;
    if (!all.contains(begun)) return !acknowledged_.contains(begun);
    if (is_orphaned(begun, slot, all)) return true;
  }
  return false;
}

// What is shown of a packet: what it says of slots that could take it.
simulator::Fact History::what_is_there(Dot dot, const DotSet& all) {
  const simulator::Fact* written = ledger_.find(dot);
  demand(written != nullptr, "packet " + to_text(dot) + " is there, and nobody wrote it");
  simulator::Fact fact = *written;
  const auto is_gone = [&](Id object) { return is_orphaned(dot, slot_of(object), all); };
  std::erase_if(fact.ops, [&](const Op& op) { return is_gone(op.object); });
  std::erase_if(fact.counted, [&](const auto& each) { return is_gone(each.first); });
  for (const Op& op : fact.ops)
    demand(seen_in(slot_of(op.object)).contains(dot), "packet " + to_text(dot) + " is half there");
  return fact;
}

void History::check_objects() {
  View shown;
  const DotSet all = all_seen();
  all.for_each([&](Dot dot) { return shown.add(dot, what_is_there(dot, all)), true; });
  for (const auto& [dot, known] : acknowledged_)
    demand(shown.has(dot), "packet " + to_text(dot) + " was acknowledged and nobody has it");
  Ways ways(*this, kFirstWriter + 99);
  RingStore::Setup setup;
  setup.contacts = view_.others_than(0);
  setup.random = [this] { return dice_.next(); };
  const auto reader = RingStore::open(ways, setup);
  demand(reader.has_value(), "nobody can read");
  for (const auto& [object, state] : shown.objects()) {
    const std::string about = "object " + to_text(object);
    const auto stored = (*reader)->load(object);
    if (state.is_ended) {
      demand(!stored && stored.error().code == ErrorCode::gone, about + " ended, and is not gone");
      continue;
    }
    if (!stored) fail(about + " is not there: " + stored.error().message);
    const std::string image = simulator::collected(stored->image);
    if (state.class_id == Thing::kClass.id) {
      const Counts counts = shown.counts(object, ledger_);
      demand(simulator::counts_of(image) == counts,
             about + " counts " + to_text(simulator::counts_of(image)) + " instead of " + to_text(counts));
    }
    demand(image == simulator::collected(View::image(state)), about + " shows something else than was written");
  }
}

void History::check_settled() {
  check_copies();
  const DotSet all = all_seen();
  for (auto& each : acknowledged_) {
    const auto is_gone = [&](uint16_t slot) { return is_orphaned(each.first, slot, all); };
    outcome_.orphaned += std::erase_if(each.second.slots, is_gone);
  }
  std::erase_if(acknowledged_, [](const auto& each) { return each.second.slots.empty(); });
  check_objects();
  for (const auto& [dot, known] : acknowledged_)
    for (const uint16_t slot : known.slots)
      demand(disks_with(slot, dot) == 2, "packet " + to_text(dot) + " is not on two disks");
}

// All is mended, everybody is there, and repair comes to its end.
void History::settle() {
  note("all is mended");
  bury_failed();
  cuts_.clear();
  bad_weather_ = 0;
  while (!late_.empty()) deliver_late();
  for (const auto& [number, node] : nodes_) {
    node->disk->make_room();
    start(number);
    if (node->disk->takes_writes()) continue;
    kill(number);  // it was about to fail
    start(number);
  }
  for (const auto& [number, node] : nodes_)
    if (is_known(number)) demand(node->node->set_view(view_).has_value(), "a node takes no list of members");
  bool is_settled = false;
  for (int round = 0; round < kRounds && !is_settled; ++round) {
    is_settled = true;
    for (const auto& [number, node] : nodes_) {
      const auto report = node->node->repair(node->ways);
      if (!report) fail("node " + std::to_string(number) + " does not repair: " + report.error().message);
      is_settled = is_settled && report->is_settled;
    }
  }
  demand(is_settled, "repair comes to no end");
  has_lost_ = false;
  for (const auto& [number, node] : nodes_) node->excused.clear();
  check_settled();
}

void History::step() {
  const std::size_t what = dice_.below(100);
  if (what < 48) {
    write();
  } else if (what < 70) {
    if (const uint32_t number = some_node(true)) repair(number);
  } else if (what < 76) {
    deliver_late();
  } else if (what < 97) {
    mishap();
  } else {
    settle();
  }
  bury_failed();
}

Outcome History::run() {
  try {
    for (const auto& [number, node] : nodes_) {
      start(number);
      demand(node->node->set_view(view_).has_value(), "a node takes no list of members");
    }
    settle();
    for (step_ = 0; step_ < settings_.steps; ++step_) {
      step();
      check_disks();
      check_served();
    }
    settle();
  } catch (const Failure& failure) {
    outcome_.failure = "step " + std::to_string(step_) + ": " + failure.what;
  }
  return std::move(outcome_);
}

Outcome run_history(const Settings& settings) { return History(settings).run(); }

}  // namespace rdx::ring_simulator
