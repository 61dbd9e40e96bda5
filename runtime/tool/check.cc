#include "rdx/tool/check.h"

#include <map>
#include <ostream>
#include <set>

#include "rdx/rdx/value.h"
#include "rdx/store/keys.h"
#include "rdx/store/local_store.h"
#include "rdx/store/memory_engine.h"
#include "rdx/store/ring_hints.h"
#include "rdx/store/ring_keys.h"
#include "rdx/tool/dump.h"
#include "rdx/tool/ring_folder.h"
#include "rdx/tool/value.h"

namespace rdx::tool {
namespace {

constexpr std::size_t kMostFindings = 100;
constexpr std::size_t kIdBytes = sizeof(uint64_t);
constexpr std::size_t kObjectTail = kIdBytes + 2;  // id, field, letter

class Checker {
 public:
  Checker(Engine& engine, const LocalStore& store, const LocalStore::Setup& setup)
      : engine_(engine),
        store_(store),
        types_(*setup.types),
        slot_(setup.slot),
        keys_(setup.prefix),
        seen_(store.seen()) {}

  Result<CheckReport> run() {
    if (auto done = check_packets(); !done) return std::move(done).error();
    if (auto done = check_arrivals(); !done) return std::move(done).error();
    if (auto done = check_values(); !done) return std::move(done).error();
    if (auto done = check_members(); !done) return std::move(done).error();
    if (auto done = check_indexes(); !done) return std::move(done).error();
    if (report_.packets == seen_.size() && report_.wrong == 0) {
      if (auto done = replay(); !done) return std::move(done).error();
    }
    return std::move(report_);
  }

 private:
  void wrong(std::string what) {
    ++report_.wrong;
    if (report_.findings.size() < kMostFindings) report_.findings.push_back(std::move(what));
  }
  Result<void> each(const Engine& engine, char letter, VisitEntry visit) const {
    const Key first = keys_.start(letter);
    return engine.scan(first, end_of_prefix(first), visit);
  }

  Result<void> check_packets() {
    return each(engine_, 'P', [&](Bytes key, Bytes value) {
      ++report_.packets;
      const Dot dot = dot_of(Id(read_big_endian(keys_.tail(key))));
      const auto number = take_arrival(value);
      const auto packet = number ? take_packet(value) : std::nullopt;
      if (!packet || packet->dot != dot) return wrong("packet " + to_text(dot) + " cannot be read"), true;
      if (const auto passed = check_packet(*packet, types_); !passed)
        wrong("packet " + to_text(dot) + ": " + passed.error().message);
      if (!seen_.contains(dot)) wrong("packet " + to_text(dot) + " is in the log and not among the dots");
      if (!arrivals_.emplace(*number, dot).second)
        wrong("two packets have arrival " + std::to_string(*number) + ": " + to_text(dot) + " is one");
      return true;
    });
  }

  Result<void> check_arrivals() {
    auto left = arrivals_;
    const auto visit = [&](Bytes key, Bytes value) {
      const uint64_t arrival = read_big_endian(keys_.tail(key));
      const auto dot = take_dot(value);
      const auto found = left.find(arrival);
      if (!dot || found == left.end() || found->second != *dot)
        wrong("arrival " + std::to_string(arrival) + " is not that of " + (dot ? to_text(*dot) : "any packet"));
      else
        left.erase(found);
      return true;
    };
    if (auto done = each(engine_, 'A', visit); !done) return done;
    for (const auto& [arrival, dot] : left) wrong("packet " + to_text(dot) + " does not stand in the order of arrival");
    return {};
  }

  Result<void> check_values() {
    return each(engine_, 'O', [&](Bytes key, Bytes value) {
      const Bytes tail = keys_.tail(key);
      if (tail.size() != kObjectTail) return wrong("key " + to_hex(key) + " is none of an object"), true;
      const Id id(read_big_endian(tail));
      const uint8_t field = byte_at(tail, kIdBytes);
      if (field == 0) {
        const auto class_id = unzip_id(value);
        if (!class_id || tail.back() != 'O') wrong("object " + to_text(id) + ": its class cannot be read");
        classes_[id] = class_id.value_or(Id());
        return true;
      }
      if (id.source() != 0 && !classes_.contains(id)) wrong(at(id, field, tail.back()) + ": the object has no class");
      const TypeFunctions* type = types_.find(tail.back());
      if (type == nullptr || !type->valid(value)) wrong(at(id, field, tail.back()) + ": the value is not valid");
      return true;
    });
  }

  Result<void> check_members() {
    std::set<Id> members;
    const auto visit = [&](Bytes key, Bytes) {
      const Bytes tail = keys_.tail(key);
      const Id class_id(read_big_endian(tail));
      const Id id(read_big_endian(tail.substr(kIdBytes)));
      members.insert(id);
      const auto found = classes_.find(id);
      if (found == classes_.end() || found->second != class_id)
        wrong("object " + to_text(id) + " stands among those of class " + to_text(class_id) + " and is not of it");
      return true;
    };
    if (auto done = each(engine_, 'K', visit); !done) return done;
    report_.objects = classes_.size();
    for (const auto& [id, class_id] : classes_) {
      if (!members.contains(id)) wrong("object " + to_text(id) + " does not stand among those of its class");
      if (!seen_.contains(dot_of(id))) wrong("object " + to_text(id) + " was begun by a packet that is not seen");
    }
    return {};
  }

  // What the marks say is complete, built anew and compared.
  Result<void> check_indexes() {
    std::set<std::string> wanted;
    const Key first = keys_.about(kIndexCompleteName);
    std::vector<std::pair<Id, uint8_t>> indexes;
    const auto read_mark = [&](Bytes key, Bytes) {
      const Bytes name = keys_.tail(key).substr(kIndexCompleteName.size());
      if (name.size() == kIdBytes + 1) indexes.emplace_back(Id(read_big_endian(name)), byte_at(name, kIdBytes));
      return true;
    };
    if (auto done = engine_.scan(first, end_of_prefix(first), read_mark); !done) return done;
    for (const auto& [class_id, field] : indexes) {
      if (auto done = add_index(class_id, field, wanted); !done) return done;
    }
    const auto visit = [&](Bytes key, Bytes) {
      if (wanted.erase(std::string(key)) == 0) wrong("index entry " + to_hex(key) + " has no value");
      return true;
    };
    if (auto done = each(engine_, 'X', visit); !done) return done;
    for (const std::string& key : wanted) wrong("index entry " + to_hex(key) + " is missing");
    return {};
  }

  Result<void> add_index(Id class_id, uint8_t field, std::set<std::string>& to) const {
    for (const auto& [id, of] : classes_) {
      if (of != class_id) continue;
      const Key first = keys_.field(id, field);
      const auto add = [&, object = id](Bytes key, Bytes bare) {
        if (const auto value = indexable_value(key.back(), bare))
          to.insert(std::string(Bytes(keys_.index(class_id, field, hash_of(*value), object))));
        return true;
      };
      if (auto done = engine_.scan(first, end_of_prefix(first), add); !done) return done;
    }
    return {};
  }

  Result<void> replay() {
    const auto engine = make_memory_engine(types_);
    LocalStore::Setup setup;
    setup.types = &types_;
    setup.prefix = keys_.prefix();
    setup.slot = slot_;
    RDX_TRY(const auto replayed, LocalStore::open(*engine, setup));
    Result<void> failed;
    const auto apply = [&](uint64_t, const Packet& packet) {
      const auto applied = replayed->apply({&packet, 1});
      if (!applied) failed = applied.error();
      if (applied && applied->applied != 1)
        wrong("packet " + to_text(packet.dot) + " names an object that no packet before it begins");
      return applied.has_value();
    };
    if (auto done = store_.for_each_packet(0, apply); !done) return done;
    if (!failed) return failed;
    report_.is_replayed = true;
    return compare(*engine);
  }

  // Every O entry of both, side by side.
  Result<void> compare(const Engine& replayed) {
    std::map<std::string, std::string> there;
    const auto collect = [&](Bytes key, Bytes value) { return there.emplace(key, value), true; };
    if (auto done = each(replayed, 'O', collect); !done) return done;
    const auto visit = [&](Bytes key, Bytes value) {
      const auto found = there.find(std::string(key));
      if (found == there.end() || Bytes(found->second) != value) wrong(named(key) + " is not what the log makes of it");
      if (found != there.end()) there.erase(found);
      return true;
    };
    if (auto done = each(engine_, 'O', visit); !done) return done;
    for (const auto& [key, value] : there) wrong(named(key) + " is missing");
    return {};
  }

  static std::string at(Id id, uint8_t field, char letter) {
    return "object " + to_text(id) + ", field " + std::to_string(field) + ' ' + letter;
  }
  std::string named(Bytes key) const {
    const Bytes tail = keys_.tail(key);
    return at(Id(read_big_endian(tail)), byte_at(tail, kIdBytes), tail.back());
  }

  Engine& engine_;
  const LocalStore& store_;
  const TypeTable& types_;
  const std::optional<uint16_t> slot_;
  const Keys keys_;
  const DotSet seen_;
  CheckReport report_;
  std::map<uint64_t, Dot> arrivals_;
  std::map<Id, Id> classes_;
};

}  // namespace

namespace {

Result<CheckReport> check_store(Engine& engine, const LocalStore::Setup& setup) {
  RDX_TRY(const auto store, LocalStore::open(engine, setup));
  return Checker(engine, *store, setup).run();
}

void add_to(CheckReport& sum, CheckReport&& part, const std::string& where) {
  sum.packets += part.packets;
  sum.objects += part.objects;
  sum.is_replayed = sum.is_replayed && part.is_replayed;
  sum.wrong += part.wrong;
  for (std::string& each : part.findings)
    if (sum.findings.size() < kMostFindings) sum.findings.push_back(where + std::move(each));
}

CheckReport check_hints(std::span<const std::string> packets, const TypeTable& types) {
  CheckReport report;
  report.is_replayed = true;
  for (const std::string& each : packets) {
    Bytes rest = each;
    const auto packet = take_packet(rest);
    const auto passed = packet ? check_packet(*packet, types) : Result<void>();
    if (packet && rest.empty() && passed) continue;
    ++report.wrong;
    report.findings.push_back("a hint is no packet that passes the door" +
                              (passed ? "" : ": " + passed.error().message));
  }
  return report;
}

// Each slot's store, and the packets that are kept for others.
Result<CheckReport> check_slots(Engine& engine, const TypeTable& types) {
  RDX_TRY(const SlotSet present, slots_present(engine));
  const Keys node{std::string(kNodePrefix)};
  RingHints hints(engine, node);
  if (auto done = hints.open(); !done) return std::move(done).error();
  const SlotSet hinted = hints.slots();
  CheckReport sum;
  sum.is_replayed = true;
  for (uint16_t slot = 0; slot < kSlots; ++slot) {
    const std::string where = "slot " + std::to_string(slot) + ": ";
    if (present.test(slot)) {
      LocalStore::Setup setup;
      setup.types = &types;
      setup.prefix = prefix_of_slot(slot);
      setup.slot = slot;
      RDX_TRY(CheckReport report, check_store(engine, setup));
      add_to(sum, std::move(report), where);
    }
    if (!hinted.test(slot)) continue;
    RDX_TRY(const auto packets, hints.of(slot));
    add_to(sum, check_hints(packets, types), where);
  }
  return sum;
}

}  // namespace

Result<CheckReport> check(Engine& engine, const TypeTable& types) {
  RDX_TRY(const auto ring, read_ring_folder(engine));
  if (ring) return check_slots(engine, types);
  LocalStore::Setup setup;
  setup.types = &types;
  return check_store(engine, setup);
}

int run_check(const std::string& folder, std::ostream& out, std::ostream& errors) {
  auto engine = open_database(folder);
  const auto report = engine ? check(**engine) : Result<CheckReport>(engine.error());
  if (!report) {
    errors << "rdx: " << report.error().message << '\n';
    return kFiles;
  }
  for (const std::string& each : report->findings) out << "wrong: " << each << '\n';
  if (report->wrong > report->findings.size()) out << "and " << report->wrong - report->findings.size() << " more\n";
  out << report->packets << " packets, " << report->objects << " objects: ";
  if (report->wrong != 0)
    out << report->wrong << " wrong\n";
  else
    out << (report->is_replayed ? "fine\n"
                                : "fine, as far as it can be told: the log does not go back to the beginning\n");
  if (!out.flush()) return kFiles;
  return report->wrong == 0 ? kFine : kFindings;
}

}  // namespace rdx::tool
