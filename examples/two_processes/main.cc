// One shopping list in two processes that talk over TLS.
//
//   two_processes NAME listen|connect ADDRESS CERTIFICATES COUNT THING...
//
// Puts its things on the list, marks as seen whatever comes from the other, and ends when COUNT things have been seen
// by both. CERTIFICATES is a folder with ca.pem, NAME.pem and NAME.key.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <rdx/link.h>
#include <rdx/rdx.h>

#include "shopping.rdx.h"

namespace {

using shopping::Item;

// The value of a Result, or its message and the end.
template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
  return std::move(*result);
}

// Marks what `name` has not seen yet; answers how many things both have seen.
std::size_t read_list(rdx::Replica& replica, const std::string& name) {
  std::size_t seen_by_both = 0;
  for (Item& item : need(replica.objects<Item>())) {
    if (item.seen.insert(name).second) need(replica.save(item));
    if (item.seen.size() == 2) ++seen_by_both;
  }
  return seen_by_both;
}

void print_list(const rdx::Replica& replica) {
  for (const Item& item : need(replica.objects<Item>())) {
    std::cout << item.what << ", put down by " << item.by << ", seen by";
    for (const std::string& reader : item.seen) std::cout << ' ' << reader;
    std::cout << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 5) {
    std::cerr << "usage: two_processes NAME listen|connect ADDRESS CERTIFICATES COUNT THING...\n";
    return 2;
  }
  const std::string& name = arguments[0];
  const std::string& address = arguments[2];
  const std::string& folder = arguments[3];
  const auto count = static_cast<std::size_t>(std::atoi(arguments[4].c_str()));

  rdx::Replica replica = need(rdx::open_memory());  // on disk: rdx::open_rocksdb of <rdx/rocksdb.h>
  rdx::LinkOptions options;
  options.transport.tls = {folder + "/ca.pem", folder + "/" + name + ".pem", folder + "/" + name + ".key"};
  rdx::Link link = need(rdx::Link::open(replica, options));
  if (arguments[1] == "listen") {
    need(link.listen(address));
  } else if (auto done = link.connect(address); !done) {  // the other side may start later
    std::cerr << done.error().message << '\n';
    return 1;
  }

  rdx::Subscription changes = need(replica.subscribe<Item>());
  for (std::size_t i = 5; i < arguments.size(); ++i) {
    Item item;
    item.what = arguments[i];
    item.by = name;
    need(replica.save(item));  // the link sends it
  }
  while (read_list(replica, name) < count) {
    if (!changes.wait(std::chrono::minutes(1)) || link.state() != rdx::TransportState::running) {
      std::cerr << name << ": the other side does not come\n";
      return 1;
    }
    need(changes.poll());  // what changed is read from the list
  }
  link.stop();  // what was saved is sent before
  print_list(replica);
}
