#include "rdx/tool/slots.h"

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "rdx/store/local_store.h"
#include "rdx/store/ring_hints.h"
#include "rdx/store/ring_keys.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/packet_text.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

using Json = nlohmann::ordered_json;

struct Amount {
  uint64_t objects = 0;
  uint64_t packets = 0;
  uint64_t keys = 0;
  uint64_t bytes = 0;
  uint64_t hints = 0;

  void add(const Amount& other) {
    objects += other.objects;
    packets += other.packets;
    keys += other.keys;
    bytes += other.bytes;
    hints += other.hints;
  }
};
using Amounts = std::map<uint16_t, Amount>;

std::ostream& operator<<(std::ostream& out, const Amount& amount) {
  return out << amount.objects << " objects, " << amount.packets << " packets, " << amount.keys << " keys, "
             << amount.bytes << " bytes";
}

// The keys of all slots in one pass.
Result<Amounts> amounts_of(const Engine& engine) {
  Amounts amounts;
  const std::size_t prefix = prefix_of_slot(0).size();
  const auto count = [&](Bytes key, Bytes value) {
    if (key.size() <= prefix) return true;
    const uint16_t slot = static_cast<uint16_t>(byte_at(key, 1) << 8 | byte_at(key, 2));
    const Bytes rest = key.substr(prefix);
    Amount& amount = amounts[slot];
    ++amount.keys;
    amount.bytes += key.size() + value.size();
    if (rest[0] == 'P') ++amount.packets;
    if (rest[0] == 'O' && rest.size() == 1 + kPlaceBytes && rest.back() == 'O') ++amount.objects;
    return true;
  };
  const std::string all(1, kSlotPrefix);
  if (auto done = engine.scan(all, end_of_prefix(all), count); !done) return std::move(done).error();
  return amounts;
}

Result<void> count_hints(Engine& engine, Amounts& amounts) {
  const Keys keys{std::string(kNodePrefix)};
  RingHints hints(engine, keys);
  if (auto done = hints.open(); !done) return done;
  const SlotSet slots = hints.slots();
  for (uint32_t slot = 0; slot < kSlots; ++slot) {
    if (!slots.test(slot)) continue;
    RDX_TRY(const auto packets, hints.of(static_cast<uint16_t>(slot)));
    amounts[static_cast<uint16_t>(slot)].hints = packets.size();
  }
  return {};
}

class SlotsPrinter {
 public:
  SlotsPrinter(Engine& engine, RingFolder folder, const SlotsOptions& options, std::ostream& out)
      : engine_(engine), folder_(std::move(folder)), members_(folder_.view), options_(options), out_(out) {}

  void node() {
    const RingView& view = folder_.view;
    if (options_.json) {
      Json members = Json::array();
      for (const RingMember& each : view.members) members.push_back(each.number);
      out_ << Json{{"node", folder_.number}, {"epoch", view.epoch}, {"members", members}, {"leaving", view.leaving}}
           << '\n';
      return;
    }
    out_ << "node " << folder_.number << ", epoch " << view.epoch << ", members";
    for (const RingMember& each : view.members) out_ << ' ' << each.number;
    if (!view.leaving.empty()) out_ << ", leaving";
    for (const uint32_t each : view.leaving) out_ << ' ' << each;
    out_ << '\n';
  }
  Result<void> slot(uint16_t slot, const Amount& amount) {
    std::optional<DotSet> dots;
    if (options_.dots) {
      LocalStore::Setup setup;
      setup.prefix = prefix_of_slot(slot);
      setup.slot = slot;
      RDX_TRY(const auto store, LocalStore::open(engine_, setup));
      dots = store->seen();
    }
    options_.json ? slot_json(slot, amount, dots) : slot_text(slot, amount, dots);
    return {};
  }
  void sum(const Amounts& amounts) {
    Amount all;
    std::size_t strange = 0;
    for (const auto& [slot, amount] : amounts) {
      all.add(amount);
      if (amount.keys != 0 && !owns(slot)) ++strange;
    }
    std::size_t own = 0;
    std::size_t first = 0;
    for (uint32_t slot = 0; slot < kSlots; ++slot) {
      own += owns(static_cast<uint16_t>(slot));
      const auto owners = members_.owners(static_cast<uint16_t>(slot));
      first += !owners.empty() && owners[0] == folder_.number;
    }
    out_ << "in all: " << own << " slots of its own, " << first << " as the first; " << amounts.size()
         << " with something: " << all << ", " << all.hints << " hints";
    if (strange != 0) out_ << ", " << strange << " slots not its own";
    out_ << '\n';
  }

 private:
  bool owns(uint16_t slot) const { return members_.owns(static_cast<uint32_t>(folder_.number), slot); }

  void slot_text(uint16_t slot, const Amount& amount, const std::optional<DotSet>& dots) {
    out_ << "slot " << slot << ": owners";
    for (const uint32_t each : members_.owners(slot)) out_ << ' ' << each;
    out_ << ", " << amount;
    if (amount.hints != 0) out_ << ", " << amount.hints << " hints";
    if (amount.keys != 0 && !owns(slot)) out_ << ", not its own";
    out_ << '\n';
    if (dots) print_dots(*dots, "  ", out_);
  }
  void slot_json(uint16_t slot, const Amount& amount, const std::optional<DotSet>& dots) {
    const auto owners = members_.owners(slot);
    Json json{{"slot", slot},
              {"owners", std::vector<uint32_t>(owners.begin(), owners.end())},
              {"own", owns(slot)},
              {"objects", amount.objects},
              {"packets", amount.packets},
              {"keys", amount.keys},
              {"bytes", amount.bytes},
              {"hints", amount.hints}};
    if (dots) {
      Json& by_source = json["dots"] = Json::object();
      dots->for_each_range([&](uint32_t source, uint32_t first, uint32_t last) {
        by_source[source_text(source)].push_back({first, last});
        return true;
      });
    }
    out_ << json << '\n';
  }

  Engine& engine_;
  const RingFolder folder_;
  const Placement members_;
  const SlotsOptions& options_;
  std::ostream& out_;
};

}  // namespace

Result<void> print_slots(Engine& engine, const SlotsOptions& options, std::ostream& out) {
  RDX_TRY(auto folder, read_ring_folder(engine));
  if (!folder)
    return Error{ErrorCode::invalid,
                 "this is no database of a ring's node, so it has no slots; dump shows a replica's"};
  RDX_TRY(Amounts amounts, amounts_of(engine));
  if (auto done = count_hints(engine, amounts); !done) return done;
  if (options.slot) amounts = {{*options.slot, amounts[*options.slot]}};
  SlotsPrinter printer(engine, *std::move(folder), options, out);
  printer.node();
  for (const auto& [slot, amount] : amounts)
    if (auto done = printer.slot(slot, amount); !done) return done;
  if (!options.json && !options.slot) printer.sum(amounts);
  return {};
}

int run_slots(const std::string& folder, const SlotsOptions& options, std::ostream& out, std::ostream& errors) {
  auto engine = open_database(folder);
  const auto done = engine ? print_slots(**engine, options, out) : Result<void>(engine.error());
  out.flush();
  if (!done) errors << "rdx: " << done.error().message << '\n';
  return done && out ? kFine : kFiles;
}

}  // namespace rdx::tool
