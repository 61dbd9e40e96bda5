// A type of one's own: acme/grow_set.h has its ten functions, trail.rdx uses it as Q, and a replica that is given it in
// its table of types stores, merges and syncs it as it does those that ship.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <set>
#include <string>
#include <utility>

#include <rdx/rdx.h>
#include <rdx/rdx/types.h>

#include "acme/grow_set.h"
#include "trail.rdx.h"

namespace {

using trail::Walker;

// The value of a Result, or its message and the end.
template <class T>
T need(rdx::Result<T> result) {
  if (!result) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
  return std::move(*result);
}

// Those that ship, and ours.
const rdx::TypeTable& types_with_ours() {
  static const rdx::TypeTable kTypes = [] {
    rdx::TypeTable types = rdx::built_in_types();
    types.add(rdx::functions_of<acme::GrowSet>());
    return types;
  }();
  return kTypes;
}

rdx::Replica open(uint32_t source) {
  rdx::Options options;
  options.source = source;
  options.types = &types_with_ours();
  return need(rdx::open_memory(options));
}

void pull(rdx::Replica& to, rdx::Replica& from) {
  need(to.integrate_diff(need(from.build_diff(need(to.request_diff())))));
}

// Adds posts to what stands in that replica.
void pass(rdx::Replica& replica, rdx::Id id, const std::set<uint64_t>& posts) {
  Walker walker = need(replica.load<Walker>(id));
  walker.posts.insert(posts.begin(), posts.end());
  need(replica.save(walker));
}

void print(const std::string& where, const rdx::Replica& replica, rdx::Id id) {
  const Walker walker = need(replica.load<Walker>(id));
  std::cout << where << ": " << walker.name << " has come past";
  for (const uint64_t post : walker.posts) std::cout << ' ' << post;
  std::cout << '\n';
}

void run() {
  rdx::Replica phone = open(1);
  rdx::Replica watch = open(2);
  Walker walker;
  walker.name = "Ada";
  walker.posts = {1, 2};
  need(phone.save(walker));
  pull(watch, phone);

  // Apart: each adds what the other does not know.
  pass(phone, walker.id(), {3, 5});
  pass(watch, walker.id(), {4, 5, 1000});
  print("phone", phone, walker.id());
  print("watch", watch, walker.id());
  pull(phone, watch);
  pull(watch, phone);
  std::cout << "after a sync\n";
  print("phone", phone, walker.id());
  print("watch", watch, walker.id());

  // What the type's delta refuses, no save can do.
  walker = need(phone.load<Walker>(walker.id()));
  walker.posts.erase(1);
  const auto saved = phone.save(walker);
  std::cout << "taking one out: " << (saved ? "saved" : saved.error().message) << '\n';
}

}  // namespace

int main() {
  try {
    run();
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 4;
  }
}
