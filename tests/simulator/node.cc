#include "tests/simulator/node.h"

#include <algorithm>

#include "rdx/replica/field.h"

namespace rdx::simulator {
namespace {

// What stands behind the last 8 bytes of a key.
Id id_at_end(Bytes key) {
  uint64_t number = 0;
  for (const char byte : key.substr(key.size() - 8)) number = number << 8 | static_cast<uint8_t>(byte);
  return Id(number);
}

std::string about(Id object) { return "object " + to_text(object); }

}  // namespace

void Node::open(std::optional<uint32_t> source) {
  ++opened;
  states_taken = 0;
  Options options;
  options.source = source;
  options.random = [this] { return draw(); };
  // Some go by the time of day, whatever the others do, and their clocks differ.
  if (index % 2 == 1) options.revisions = Revisions::wall_time;
  options.now_ms = [this] {
    return 1'700'000'000'000 + static_cast<int64_t>(index * 100 + opened * 1000 + ++clock_reads);
  };
  auto below = disk.open();
  if (!below) fail("a disk does not open: " + below.error().message);
  engine = below->get();
  auto over = Replica::over(*std::move(below), options);
  if (!over && over.error().code == ErrorCode::no_space && disk.is_full()) {  // a fresh source has to be written
    disk.kill();
    disk.make_room();
    return open(source);
  }
  if (!over) fail("a replica does not open: " + over.error().message);
  replica.emplace(std::move(*over));
}

// The low 20 bits, which a source is drawn from, are given once in a history.
uint64_t Node::draw() { return random.next() << 20 | 1U << 19 | ((++draws << 2) & ((1U << 19) - 1)) | index; }

void Node::close() {
  handles.clear();
  follower.stop();
  replica.reset();
}

void Node::read_view(const Ledger& ledger) {
  view = View();
  replica->seen().for_each([&](Dot dot) {
    const Fact* fact = ledger.find(dot);
    if (fact == nullptr) fail("packet " + to_text(dot) + " is seen, and nobody wrote it");
    view.add(dot, *fact);
    return true;
  });
}

std::vector<Dot> Node::news() const {
  std::vector<Dot> dots;
  replica->seen().for_each([&](Dot dot) {
    if (!view.has(dot)) dots.push_back(dot);
    return true;
  });
  return dots;
}

void Node::check_dots() {
  const DotSet seen = replica->seen();
  if (seen.size() == view.dots().size() && news().empty()) return;
  fail("the replica has seen " + std::to_string(seen.size()) + " packets, and should have " +
       std::to_string(view.dots().size()));
}

void Node::check_object(Id object, const Ledger& ledger) {
  const auto found = view.objects().find(object);
  if (found == view.objects().end()) return;
  const View::Shown& shown = found->second;
  const auto stored = replica->store().load(object);
  if (!shown.is_begun) fail(about(object) + " was never begun here, and packets that name it are applied");
  if (shown.is_ended) {
    if (stored || stored.error().code != ErrorCode::gone) fail(about(object) + " ended, and is not gone");
    return;
  }
  if (!stored) fail(about(object) + " is not there: " + stored.error().message);
  if (object.source() != 0 && stored->class_id != shown.class_id) fail(about(object) + " has another class");
  const std::string image = collected(stored->image);
  if (shown.class_id == Thing::kClass.id) {
    const Counts counts = view.counts(object, ledger);
    if (counts_of(image) != counts)
      fail(about(object) + " counts " + to_text(counts_of(image)) + " instead of " + to_text(counts));
  }
  const std::string expected = collected(View::image(shown));
  if (image != expected) fail(about(object) + " shows " + to_hex(image) + " instead of " + to_hex(expected));
}

bool Node::writes_under(uint32_t source) {
  const auto own = store().present_sources();
  return std::binary_search(own.begin(), own.end(), source);
}

std::map<Id, std::string> Node::images() {
  std::map<Id, std::string> all;
  for (const auto& [object, shown] : view.objects())
    if (shown.is_live()) all[object] = collected(replica->store().load(object).value().image);
  return all;
}

void Node::check_keys() {
  const auto demand_live = [&](Id object, const char* what) {
    const auto found = view.objects().find(object);
    if (found == view.objects().end() || !found->second.is_live()) fail(about(object) + " ended and left " + what);
  };
  const auto scan = [&](Bytes first, Bytes end, VisitEntry visit) { engine->scan(first, end, visit).value(); };
  scan("O", "P", [&](Bytes key, Bytes) { return demand_live(id_at_end(key.substr(0, 9)), "a field"), true; });
  scan("K", "L", [&](Bytes key, Bytes) { return demand_live(id_at_end(key), "its place in a class"), true; });
  std::set<Id> indexed;
  scan("X", "Y", [&](Bytes key, Bytes) {
    demand_live(id_at_end(key), "an index");
    if (!indexed.insert(id_at_end(key)).second) fail(about(id_at_end(key)) + " stands in the index twice");
    return true;
  });
}

void Node::check_everything(const Ledger& ledger) {
  check_dots();
  check_keys();
  std::set<Id> live;
  for (const auto& [object, shown] : view.objects()) {
    check_object(object, ledger);
    if (shown.is_live() && shown.class_id == Thing::kClass.id) live.insert(object);
  }
  std::set<Id> listed;
  const auto things = replica->objects<Thing>();
  if (!things) fail("the things cannot be listed: " + things.error().message);
  for (const Thing& thing : *things) {
    listed.insert(thing.id());
    const auto named = replica->find<Thing>(Thing::Field::name, index_value(thing.name));
    bool is_found = !thing.is_set(Thing::Field::name) || !disk.takes_writes();  // an index may have to be written
    if (named)
      for (const Thing& each : *named) is_found = is_found || each.id() == thing.id();
    if (!is_found) fail(about(thing.id()) + " is not found by its name '" + thing.name + "'");
  }
  if (listed != live) fail("the class lists other objects than there are");
}

}  // namespace rdx::simulator
