#include "rdx/tool/ring_status.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <ostream>

#include "rdx/store/envelope.h"
#include "rdx/store/packet.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostViews = 5;  // of a node, while the operator raises one after another

// What one node says.
struct NodeState {
  RingView view;
  SlotSet served;
  SlotSet present;
  uint64_t hints = 0;
  uint64_t hinted_slots = 0;
};

struct NodeAnswer {
  uint32_t number = 0;
  std::string address;
  Result<NodeState> state;
};

Result<uint64_t> count_packets(Bytes diff) {
  uint64_t packets = 0;
  while (!diff.empty()) {
    RDX_TRY(const DiffPart part, take_diff_part(diff));
    if (part.kind != DiffPart::Kind::chunk) continue;
    for (Bytes rest = part.body; take_packet(rest);) ++packets;
  }
  return packets;
}

Result<NodeState> ask_in_view(RingPeer& peer, const RingView& view) {
  const RingCaller caller(peer, view.epoch);
  NodeState state{view, {}, {}, 0, 0};
  SlotSet all;
  all.set();
  RDX_TRY(const SlotDots seen, caller.seen(all));
  state.served = ~seen.refused;
  RDX_TRY(const auto digests, caller.digests());
  for (const SlotDigest& each : digests) {
    if (each.slot >= kSlots) return Error{ErrorCode::invalid, "it names a slot that there is not"};
    if (each.has_packets) state.present.set(each.slot);
    if (!each.has_hints) continue;
    RDX_TRY(const std::string diff, caller.hints(each.slot));
    RDX_TRY(const uint64_t hints, count_packets(diff));
    state.hints += hints;
    ++state.hinted_slots;
  }
  return state;
}

Result<NodeState> ask(RingPeer* peer) {
  if (peer == nullptr) return Error{ErrorCode::not_found, "nobody knows it"};
  for (int views = 1;; ++views) {
    RDX_TRY(const RingView view, RingCaller(*peer, 0).view());
    auto state = ask_in_view(*peer, view);
    if (state || state.error().code != ErrorCode::wrong_view || views == kMostViews) return state;
  }
}

std::vector<uint32_t> member_numbers(const RingView& view) {
  std::vector<uint32_t> numbers;
  for (const RingMember& each : view.members) numbers.push_back(each.number);
  return numbers;
}

std::string joined(const std::vector<uint32_t>& numbers) {
  std::string text;
  for (const uint32_t each : numbers) text += ' ' + std::to_string(each);
  return text;
}

// An address, or what a node says, may be any bytes.
void print_line(const Json& json, std::ostream& out) {
  out << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n';
}

// All answers together: by the latest view that any node has.
class RingSum {
 public:
  explicit RingSum(const std::vector<NodeAnswer>& nodes) : nodes_(nodes), placement_(latest(nodes)) {
    for (const NodeAnswer& each : nodes)
      if (each.state) add(each);
    for (const RingMember& each : view().members)
      if (std::none_of(nodes.begin(), nodes.end(), [&](const auto& node) { return node.number == each.number; }))
        fault("member " + std::to_string(each.number) + " was not asked: its address is not given");
    if (view().epoch == 0) fault("no node that answers has a list of members yet");
    if (view().epoch == 0) return;
    count_served();
    if (hints_ != 0) fault(std::to_string(hints_) + " packets wait for owners who could not be reached");
  }

  const RingView& view() const { return placement_.view(); }
  SlotSet own(uint32_t number) const { return placement_.slots_of(number); }
  bool is_well() const { return faults_.empty(); }
  void print(std::ostream& out) const {
    out << "ring: epoch " << view().epoch << ", " << by_count_[2] << " slots served twice, " << by_count_[1]
        << " once, " << by_count_[0] << " by nobody; " << hints_ << " hints wait\n";
    for (const std::string& each : faults_) out << "  " << each << '\n';
  }
  void print_json(std::ostream& out) const {
    print_line({{"epoch", view().epoch},
                {"served_twice", by_count_[2]},
                {"served_once", by_count_[1]},
                {"served_by_nobody", by_count_[0]},
                {"hints", hints_},
                {"faults", faults_}},
               out);
  }

 private:
  static RingView latest(const std::vector<NodeAnswer>& nodes) {
    RingView view;
    for (const NodeAnswer& each : nodes)
      if (each.state && each.state->view.epoch > view.epoch) view = each.state->view;
    return view;
  }
  void fault(std::string what) { faults_.push_back(std::move(what)); }

  void add(const NodeAnswer& node) {
    const std::string name = "node " + std::to_string(node.number);
    const NodeState& state = *node.state;
    hints_ += state.hints;
    if (state.view.epoch != view().epoch)
      fault(name + " goes by list " + std::to_string(state.view.epoch) + " of the members, others by " +
            std::to_string(view().epoch));
    if ((state.served & ~Placement(state.view).slots_of(node.number)).any())
      fault("what is at " + node.address + " serves slots that are not node " + std::to_string(node.number) +
            "'s: is it another node?");
  }
  void count_served() {
    for (const NodeAnswer& each : nodes_) {
      if (view().has_member(each.number) && !each.state) fault("node " + std::to_string(each.number) + " is away");
      if (!each.state) continue;
      const auto left = (own(each.number) & ~each.state->served).count();
      if (left != 0)
        fault("node " + std::to_string(each.number) + " does not serve " + std::to_string(left) + " of its slots");
    }
    for (uint16_t slot = 0; slot < kSlots; ++slot) {
      const auto serves = [&](const NodeAnswer& node) {
        return node.state && node.state->served.test(slot) && placement_.owns(node.number, slot);
      };
      ++by_count_[std::min<std::size_t>(static_cast<std::size_t>(std::count_if(nodes_.begin(), nodes_.end(), serves)),
                                        2)];
    }
  }

  const std::vector<NodeAnswer>& nodes_;
  const Placement placement_;
  std::array<uint64_t, 3> by_count_{};
  uint64_t hints_ = 0;
  std::vector<std::string> faults_;
};

void print_node(const NodeAnswer& node, std::ostream& out) {
  out << "node " << node.number << " at " << node.address << ": ";
  if (!node.state) {
    out << "away: " << node.state.error().message << '\n';
    return;
  }
  const NodeState& state = *node.state;
  const SlotSet own = Placement(state.view).slots_of(node.number);
  out << "epoch " << state.view.epoch << ", members" << joined(member_numbers(state.view));
  if (!state.view.leaving.empty()) out << ", leaving" << joined(state.view.leaving);
  out << "; " << (state.served & own).count() << " of " << own.count() << " slots served; " << state.hints
      << " hints in " << state.hinted_slots << " slots";
  if (const auto strange = (state.present & ~own).count(); strange != 0)
    out << "; packets of " << strange << " slots that are not its own";
  out << '\n';
}

void print_node_json(const NodeAnswer& node, std::ostream& out) {
  Json json{{"node", node.number}, {"address", node.address}};
  if (!node.state) {
    json["away"] = node.state.error().message;
  } else {
    const NodeState& state = *node.state;
    const SlotSet own = Placement(state.view).slots_of(node.number);
    json["epoch"] = state.view.epoch;
    json["members"] = member_numbers(state.view);
    json["leaving"] = state.view.leaving;
    json["own"] = own.count();
    json["served"] = (state.served & own).count();
    json["hints"] = state.hints;
    json["hinted_slots"] = state.hinted_slots;
    json["strange_slots"] = (state.present & ~own).count();
  }
  print_line(json, out);
}

}  // namespace

Result<RingAddresses> parse_ring_addresses(const std::vector<std::string>& texts) {
  RingAddresses addresses;
  for (const std::string& each : texts) {
    const std::size_t equals = std::min(each.find('='), each.size());
    uint32_t number = 0;
    const auto parsed = std::from_chars(each.data(), each.data() + equals, number);
    if (parsed.ec != std::errc() || parsed.ptr != each.data() + equals || number == 0 || equals + 1 >= each.size())
      return Error{ErrorCode::invalid,
                   "'" + each + "' is no node; write its number and address, as 1=one.example:7001"};
    if (!addresses.emplace(number, each.substr(equals + 1)).second)
      return Error{ErrorCode::invalid, "node " + std::to_string(number) + " is given twice"};
  }
  return addresses;
}

bool print_ring(RingPeers& peers, const RingAddresses& addresses, bool json, std::ostream& out) {
  std::vector<NodeAnswer> nodes;
  for (const auto& [number, address] : addresses) {
    nodes.push_back({number, address, ask(peers.find(number))});
    (json ? print_node_json : print_node)(nodes.back(), out);
  }
  const RingSum sum(nodes);
  json ? sum.print_json(out) : sum.print(out);
  return sum.is_well();
}

int run_ring(const std::vector<std::string>& nodes, const RingFiles& files, bool json, std::ostream& out,
             std::ostream& errors) {
  const auto addresses = parse_ring_addresses(nodes);
  if (!addresses) {
    errors << "rdx: " << addresses.error().message << '\n';
    return kUsage;
  }
  const auto peers = reach_ring(*addresses, files);
  if (!peers) {
    errors << "rdx: " << peers.error().message << '\n';
    return kFiles;
  }
  const bool is_well = print_ring(**peers, *addresses, json, out);
  if (!out.flush()) return kFiles;
  return is_well ? kFine : kFindings;
}

}  // namespace rdx::tool
