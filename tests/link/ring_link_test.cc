#include "rdx/link/ring_link.h"

#include <gtest/gtest.h>

#include "rdx/rdx.h"
#include "rdx/ring.h"
#include "tests/link/plain.h"
#include "tests/link/waiting.h"
#include "tests/replica/note.h"

namespace rdx {
namespace {

using test::Author;
using test::wait_for;

RingLinkOptions plain() {
  RingLinkOptions options;
  options.transport = test::plain_transport();
  options.call_ms = 20'000;  // a loaded machine is no fault
  return options;
}

// A node that listens, as a process would have it.
struct Process {
  explicit Process(uint32_t number) {
    node = std::move(*RingNode::open(*engine, {.number = number}));
    server = std::move(*RingServer::open(*node, plain()));
    address = *server->listen();
  }
  void keep(uint32_t own, std::map<uint32_t, std::string> addresses) {
    addresses.erase(own);
    others = std::move(*RemoteNodes::open(addresses, plain()));
    keeper = std::make_unique<RingKeeper>(*node, *others, std::chrono::milliseconds(20));
  }

  bool serves_all() const {
    const SlotSet own = Placement(node->view()).slots_of(node->number());
    for (uint16_t slot = 0; slot < kSlots; ++slot)
      if (own.test(slot) && !node->serves(slot)) return false;
    return own.any();
  }

  std::unique_ptr<Engine> engine = make_memory_engine();
  std::unique_ptr<RingNode> node;
  std::unique_ptr<RingServer> server;
  std::string address;
  std::unique_ptr<RemoteNodes> others;
  std::unique_ptr<RingKeeper> keeper;
};

struct Ring {
  explicit Ring(uint32_t count) {
    std::map<uint32_t, std::string> addresses;
    for (uint32_t number = 1; number <= count; ++number) {
      processes[number] = std::make_unique<Process>(number);
      addresses[number] = processes[number]->address;
      view = *with_member(view, number);
    }
    for (const auto& [number, process] : processes) process->keep(number, addresses);
    nodes = std::move(*RemoteNodes::open(addresses, plain()));
    EXPECT_TRUE(wait_for([&] { return set_ring_view(*nodes, view).empty(); }));
    // A node that is lost before the others have asked it once keeps them from serving until it is taken off the list.
    for (const auto& [number, process] : processes)
      EXPECT_TRUE(wait_for([&, at = process.get()] { return at->serves_all(); }));
  }
  Replica replica() {
    RingStore::Setup setup;
    setup.contacts = {1, 2, 3};
    return std::move(*Replica::over(std::move(*RingStore::open(*nodes, setup))));
  }

  std::map<uint32_t, std::unique_ptr<Process>> processes;
  RingView view;
  std::unique_ptr<RemoteNodes> nodes;
};

Author author(Replica& replica, const std::string& name) {
  Author made;
  made.name = name;
  const auto saved = replica.save(made);
  EXPECT_TRUE(saved) << saved.error().message;
  return made;
}

TEST(RingLink, LosesNothingWithOneProcess) {
  Ring ring(3);
  Replica replica = ring.replica();
  std::vector<Author> all;
  for (int i = 0; i < 30; ++i) all.push_back(author(replica, std::to_string(i)));
  ring.processes.erase(2);
  for (int i = 30; i < 60; ++i) all.push_back(author(replica, std::to_string(i)));
  EXPECT_FALSE(ring.nodes->is_open(2));
  Replica reader = ring.replica();
  for (const Author& each : all) EXPECT_EQ(reader.load<Author>(each.id())->name, each.name);
  EXPECT_EQ(reader.objects<Author>()->size(), 60U);
  EXPECT_EQ(static_cast<RingStore&>(replica.store()).degraded(), 0U) << "the third keeps hints";
}

TEST(RingLink, NodesRepairEachOther) {
  Ring ring(3);
  Replica replica = ring.replica();
  std::vector<Author> all;
  for (int i = 0; i < 30; ++i) all.push_back(author(replica, std::to_string(i)));
  const RingView two = *with_leaving(ring.view, 3);
  EXPECT_TRUE(set_ring_view(*ring.nodes, two).empty());
  EXPECT_TRUE(wait_for([&] { return ring.processes[3]->node->present().none(); }));
  ring.processes.erase(3);
  EXPECT_TRUE(set_ring_view(*ring.nodes, *without_member(two, 3)).empty());
  for (const Author& each : all) EXPECT_EQ(replica.load<Author>(each.id())->name, each.name);
}

TEST(RingLink, AStoreIsNoRing) {
  Ring ring(1);
  const auto link = *CallerLink::open(ring.processes[1]->address, StreamRole::store, plain().transport, {});
  EXPECT_TRUE(wait_for([&] {
    const auto answer = link->call("S", 1000);
    return !answer && answer.error().message.find("want different things") != std::string::npos;
  }));
}

}  // namespace
}  // namespace rdx
