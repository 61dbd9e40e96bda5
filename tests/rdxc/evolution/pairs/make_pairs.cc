// make_pairs FOLDER COUNT: pairs of schemas that rdxc takes for compatible, some steps of evolution apart, as
// FOLDER/old/pairN.rdx and FOLDER/new/pairN.rdx, each pair in a package of its own.
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <utility>

#include "rdxc/check/compatibility.h"
#include "rdxc/check/lock.h"
#include "tests/rdxc/evolution/version.h"

namespace rdxc::evolution {
namespace {

constexpr int kSteps = 8;

struct Pair {
  std::string old;
  std::string now;
};

// The ids that models give are theirs alone; all pairs become one program.
std::string with_own_ids(std::string text, size_t number) {
  const std::string mark = "id = \"1";
  for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1))
    text.insert(at + mark.size(), std::to_string(number));
  return text;
}

// From a random schema on, each step that the lock lets pass, and the first schema.
Pair make_pair(size_t number) {
  Random random(number + 1);
  Model model = random_model(random);
  const std::string package = model.package = "pair" + std::to_string(number);
  const Version first(model);
  facts::Facts lock = first.facts;
  for (int step = 0; step < kSteps;) {
    Model next = model;
    if (!changes()[random.below(changes().size())].apply(next, random) || next.package != package) continue;
    const Version version(next);
    Diagnostics diagnostics;
    if (version.diagnostics.failed()) continue;
    compare(lock, version.facts, Level::kWire, diagnostics);
    compare(first.facts, version.facts, Level::kWire, diagnostics);  // without the steps between, as the old build is
    if (diagnostics.failed()) continue;
    lock = remember(lock, version.facts);
    model = std::move(next);
    ++step;
  }
  return {with_own_ids(print(first.model), number), with_own_ids(print(model), number)};
}

int run(const std::string& folder, size_t count) {
  for (size_t number = 0; number < count; ++number) {
    const Pair pair = make_pair(number);
    const std::string name = "/pair" + std::to_string(number) + ".rdx";
    std::ofstream(folder + "/old" + name) << pair.old;
    std::ofstream(folder + "/new" + name) << pair.now;
  }
  return 0;
}

}  // namespace
}  // namespace rdxc::evolution

int main(int count, char** values) {
  try {
    if (count == 3) return rdxc::evolution::run(values[1], static_cast<size_t>(std::atoi(values[2])));
    std::fprintf(stderr, "make_pairs FOLDER COUNT\n");
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "make_pairs: %s\n", error.what());
    return 4;
  }
}
