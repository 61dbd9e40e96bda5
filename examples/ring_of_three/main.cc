// A ring of three nodes, each a process of its own, that talk over TLS; one of them is killed.
//
//   ring_of_three node NUMBER CERTIFICATES ADDRESS ADDRESS ADDRESS     is that node, until it is killed
//   ring_of_three program CERTIFICATES ADDRESS ADDRESS ADDRESS PID     writes, kills the process PID, goes on writing
//
// and shows that nothing was lost.
//
// CERTIFICATES is a folder with ca.pem, and NAME.pem and NAME.key of node1, node2, node3 and program.
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <rdx/link.h>
#include <rdx/rdx.h>
#include <rdx/ring.h>

#include "accounts.rdx.h"

namespace {

using accounts::Entry;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kEntries = 200;  // before the kill, and after it

// The value of a Result, or its message and the end.
template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
  return std::move(*result);
}

rdx::RingLinkOptions options_of(const std::string& folder, const std::string& name) {
  rdx::RingLinkOptions options;
  options.transport.tls = {folder + "/ca.pem", folder + "/" + name + ".pem", folder + "/" + name + ".key"};
  options.transport.back_off = {50, 500};  // the nodes start at the same time
  return options;
}

int be_node(uint32_t number, const std::string& folder, std::map<uint32_t, std::string> addresses) {
  const rdx::RingLinkOptions options = options_of(folder, "node" + std::to_string(number));
  const auto engine = rdx::make_memory_engine();  // on disk: rdx::open_rocks_engine of <rdx/rocksdb.h>
  const auto node = need(rdx::RingNode::open(*engine, {.number = number}));
  const auto server = need(rdx::RingServer::open(*node, options));
  need(server->listen(addresses.at(number)));
  addresses.erase(number);
  const auto others = need(rdx::RemoteNodes::open(addresses, options));
  const rdx::RingKeeper keeper(*node, *others, milliseconds(200));
  while (!node->failure() && server->state() == rdx::TransportState::running)
    std::this_thread::sleep_for(milliseconds(100));
  return 1;
}

// Half a minute for what takes a moment.
template <class Condition>
void wait_for(const char* what, const Condition& condition) {
  for (int waits = 0; !condition(); ++waits) {
    if (waits == 600) {
      std::cerr << what << '\n';
      std::exit(1);
    }
    std::this_thread::sleep_for(milliseconds(50));
  }
}

// The operator's part: who the members are. A node serves its slots once it has asked all others what they have; if one
// were lost before that, it would have to be taken off the list first.
void found(rdx::RemoteNodes& nodes) {
  rdx::RingView view;
  for (uint32_t number = 1; number <= 3; ++number) view = need(rdx::with_member(view, number));
  wait_for("the nodes do not come", [&] { return rdx::set_ring_view(nodes, view).empty(); });
  const rdx::Placement members(view);
  for (uint32_t number = 1; number <= 3; ++number)
    wait_for("a node does not serve its slots", [&] {
      const auto seen = rdx::RingCaller(*nodes.find(number), view.epoch).seen(members.slots_of(number));
      return seen && seen->refused.none();
    });
}

// Answers the longest time that one took.
milliseconds write_entries(rdx::Replica& replica, std::vector<rdx::Id>& ids) {
  milliseconds longest{0};
  for (int i = 0; i < kEntries; ++i) {
    const auto start = steady_clock::now();
    Entry entry;
    entry.what = "entry " + std::to_string(ids.size() + 1);
    entry.amount = static_cast<int64_t>(ids.size() + 1);
    entry.seen += 1;
    need(replica.save(entry));
    ids.push_back(entry.id());
    longest = std::max(longest, std::chrono::duration_cast<milliseconds>(steady_clock::now() - start));
  }
  return longest;
}

int be_program(const std::string& folder, const std::map<uint32_t, std::string>& addresses, pid_t victim) {
  const auto nodes = need(rdx::RemoteNodes::open(addresses, options_of(folder, "program")));
  found(*nodes);
  rdx::RingStore::Setup setup;
  setup.contacts = {1, 2, 3};
  rdx::Replica replica = need(rdx::Replica::over(need(rdx::RingStore::open(*nodes, setup))));
  std::vector<rdx::Id> ids;
  write_entries(replica, ids);
  kill(victim, SIGKILL);
  const milliseconds longest = write_entries(replica, ids);
  std::cout << "one of three nodes was killed; the longest wait for a write was " << longest.count() << " ms\n";

  rdx::Replica reader = need(rdx::Replica::over(need(rdx::RingStore::open(*nodes, setup))));
  std::size_t lost = 0;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto entry = reader.load<Entry>(ids[i]);
    if (!entry || entry->amount != static_cast<int64_t>(i + 1) || entry->seen != 1) ++lost;
  }
  std::cout << ids.size() << " entries were written, " << lost << " were lost or counted twice\n";
  return lost == 0 && need(reader.objects<Entry>()).size() == ids.size() ? 0 : 1;
}

int run(const std::vector<std::string>& arguments) {
  const bool is_node = arguments.size() == 6 && arguments[0] == "node";
  if (!is_node && !(arguments.size() == 6 && arguments[0] == "program")) {
    std::cerr << "usage: ring_of_three node NUMBER CERTIFICATES ADDRESS ADDRESS ADDRESS\n"
                 "       ring_of_three program CERTIFICATES ADDRESS ADDRESS ADDRESS PID\n";
    return 2;
  }
  const std::size_t first = is_node ? 3 : 2;
  std::map<uint32_t, std::string> addresses;
  for (uint32_t number = 1; number <= 3; ++number) addresses[number] = arguments[first + number - 1];
  if (is_node) return be_node(static_cast<uint32_t>(std::stoul(arguments[1])), arguments[2], addresses);
  return be_program(arguments[1], addresses, static_cast<pid_t>(std::stol(arguments[5])));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& thrown) {
    std::cerr << thrown.what() << '\n';
    return 4;
  }
}
